package main

import (
	"net/http/httptest"
	"testing"

	"go.uber.org/zap"

	"example.com/shop/internal/catalogue"
)

func TestTheShopServesACustomer(t *testing.T) {
	stock := catalogue.Sample()
	server := httptest.NewServer(routes(stock, dispatcherFor(t.Context(), "", stock, zap.NewNop())))
	defer server.Close()
	if err := check(t.Context(), server.URL); err != nil {
		t.Error(err)
	}
}

func TestAWorkerElsewhereProcessesTheOrders(t *testing.T) {
	stock := catalogue.Sample()
	worker := httptest.NewServer(routes(stock, dispatcherFor(t.Context(), "", stock, zap.NewNop())))
	defer worker.Close()
	api := httptest.NewServer(routes(catalogue.Sample(), dispatcherFor(t.Context(), worker.URL, nil, zap.NewNop())))
	defer api.Close()
	if err := check(t.Context(), api.URL); err != nil {
		t.Error(err)
	}
	if product, _ := stock.Find("tea-01"); product.Stock != 118 {
		t.Errorf("the worker's stock is %d", product.Stock)
	}
}

func TestAnUnknownProductIsNotFound(t *testing.T) {
	recorder := httptest.NewRecorder()
	routes(catalogue.Sample(), nil).ServeHTTP(recorder, httptest.NewRequest("GET", "/products/cup", nil))
	if recorder.Code != 404 || recorder.Body.String() != "{\"error\":\"unknown product\"}\n" {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
}
