// Package queue carries orders from the API to a worker in another process.
package queue

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/orders"
)

// Request asks for one order.
type Request struct {
	SKU   string `json:"sku"`
	Count int    `json:"count"`
}

// Client places orders with a worker. It has the methods of orders.Desk.
type Client struct {
	base string
	http *http.Client
}

// NewClient returns a client of the worker at base, e.g. http://127.0.0.1:8081.
func NewClient(base string) *Client {
	return &Client{base: base, http: &http.Client{Timeout: 5 * time.Second}}
}

// Place puts an order into the worker's queue.
func (c *Client) Place(ctx context.Context, sku string, count int) (orders.Order, error) {
	body, err := json.Marshal(Request{SKU: sku, Count: count})
	if err != nil {
		return orders.Order{}, err
	}
	return c.do(ctx, http.MethodPost, "/orders", body)
}

// Get asks the worker how far an order is.
func (c *Client) Get(ctx context.Context, id uuid.UUID) (orders.Order, error) {
	return c.do(ctx, http.MethodGet, "/orders/"+id.String(), nil)
}

func (c *Client) do(ctx context.Context, method, path string, body []byte) (orders.Order, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return orders.Order{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return orders.Order{}, err
	}
	defer func() { _ = response.Body.Close() }()
	var reply struct {
		orders.Order
		Error string `json:"error"`
	}
	if err := json.NewDecoder(response.Body).Decode(&reply); err != nil {
		return orders.Order{}, fmt.Errorf("%s %s: %s: %w", method, path, response.Status, err)
	}
	if reply.Error != "" {
		return orders.Order{}, known(reply.Error)
	}
	return reply.Order, nil
}

// known gives an error that crossed the wire its identity back.
func known(message string) error {
	for _, err := range []error{catalogue.ErrUnknownProduct, orders.ErrUnknownOrder, orders.ErrQueueFull} {
		if err.Error() == message {
			return err
		}
	}
	return errors.New(message)
}
