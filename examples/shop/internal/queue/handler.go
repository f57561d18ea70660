package queue

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/orders"
)

// Dispatcher takes orders: a desk in this process, or a client of a worker.
type Dispatcher interface {
	Place(ctx context.Context, sku string, count int) (orders.Order, error)
	Get(ctx context.Context, id uuid.UUID) (orders.Order, error)
}

// Mount serves a dispatcher under /orders.
func Mount(router chi.Router, dispatcher Dispatcher) {
	router.Post("/orders", func(w http.ResponseWriter, r *http.Request) { placeOrder(w, r, dispatcher) })
	router.Get("/orders/{id}", func(w http.ResponseWriter, r *http.Request) { showOrder(w, r, dispatcher) })
}

func placeOrder(w http.ResponseWriter, r *http.Request, dispatcher Dispatcher) {
	var request Request
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<16)).Decode(&request); err != nil {
		Refuse(w, http.StatusBadRequest, err)
		return
	}
	order, err := dispatcher.Place(r.Context(), request.SKU, request.Count)
	switch {
	case errors.Is(err, catalogue.ErrUnknownProduct):
		Refuse(w, http.StatusNotFound, err)
	case err != nil:
		Refuse(w, http.StatusServiceUnavailable, err)
	default:
		Reply(w, http.StatusAccepted, order)
	}
}

func showOrder(w http.ResponseWriter, r *http.Request, dispatcher Dispatcher) {
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		Refuse(w, http.StatusBadRequest, err)
		return
	}
	order, err := dispatcher.Get(r.Context(), id)
	switch {
	case errors.Is(err, orders.ErrUnknownOrder):
		Refuse(w, http.StatusNotFound, err)
	case err != nil:
		Refuse(w, http.StatusBadGateway, err)
	default:
		Reply(w, http.StatusOK, order)
	}
}

// Reply answers with a value as JSON.
func Reply(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// Refuse answers with an error as JSON.
func Refuse(w http.ResponseWriter, status int, err error) {
	Reply(w, status, map[string]string{"error": err.Error()})
}
