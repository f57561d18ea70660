package queue

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"go.uber.org/zap"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/orders"
	"example.com/shop/internal/payment"
)

func TestClientHasTheDesksAnswers(t *testing.T) {
	desk := orders.NewDesk(catalogue.Sample(), &payment.Sandbox{}, zap.NewNop(), 1)
	router := chi.NewRouter()
	Mount(router, desk)
	server := httptest.NewServer(router)
	defer server.Close()
	client := NewClient(server.URL)

	placed, err := client.Place(t.Context(), "tea-01", 2)
	if err != nil {
		t.Fatal(err)
	}
	if order, err := client.Get(t.Context(), placed.ID); err != nil || order.State != orders.Pending || order.Count != 2 {
		t.Errorf("order is %+v, %v", order, err)
	}
	if _, err := client.Place(t.Context(), "tea-01", 1); !errors.Is(err, orders.ErrQueueFull) {
		t.Errorf("full queue: %v", err)
	}
	if _, err := client.Place(t.Context(), "cup", 1); !errors.Is(err, catalogue.ErrUnknownProduct) {
		t.Errorf("unknown product: %v", err)
	}
	if _, err := client.Get(t.Context(), uuid.New()); !errors.Is(err, orders.ErrUnknownOrder) {
		t.Errorf("unknown order: %v", err)
	}
}
