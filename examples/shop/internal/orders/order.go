// Package orders turns requests into orders and works through them.
package orders

import (
	"errors"
	"time"

	"github.com/google/uuid"

	"example.com/shop/internal/catalogue"
)

// State is how far an order is.
type State string

// The states of an order.
const (
	Pending State = "pending"
	Done    State = "done"
	Failed  State = "failed"
)

var (
	// ErrQueueFull says that the workers do not keep up.
	ErrQueueFull = errors.New("queue is full")
	// ErrUnknownOrder says that no order has the given ID.
	ErrUnknownOrder = errors.New("unknown order")
)

// Order is one purchase.
type Order struct {
	ID       uuid.UUID       `json:"id"`
	SKU      string          `json:"sku"`
	Count    int             `json:"count"`
	State    State           `json:"state"`
	Total    catalogue.Price `json:"total"`
	Attempts int             `json:"attempts"`
	Created  time.Time       `json:"created"`
}
