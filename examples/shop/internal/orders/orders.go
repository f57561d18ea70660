// Package orders turns requests into orders and works through them.
package orders

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"
	"go.uber.org/zap"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/telemetry"
)

// State is how far an order is.
type State string

// The states of an order.
const (
	Pending State = "pending"
	Done    State = "done"
	Failed  State = "failed"
)

// ErrQueueFull says that the workers do not keep up.
var ErrQueueFull = errors.New("queue is full")

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

// Desk takes orders and has workers process them.
type Desk struct {
	catalogue *catalogue.Catalogue
	log       *zap.Logger
	queue     chan uuid.UUID
	mu        sync.Mutex
	orders    map[uuid.UUID]*Order
}

// NewDesk returns a desk with room for depth waiting orders.
func NewDesk(stock *catalogue.Catalogue, log *zap.Logger, depth int) *Desk {
	return &Desk{catalogue: stock, log: log, queue: make(chan uuid.UUID, depth), orders: map[uuid.UUID]*Order{}}
}

// Place puts an order into the queue.
func (d *Desk) Place(sku string, count int) (Order, error) {
	if _, err := d.catalogue.Find(sku); err != nil {
		return Order{}, err
	}
	order := &Order{ID: uuid.New(), SKU: sku, Count: count, State: Pending, Created: time.Now().UTC()}
	d.mu.Lock()
	d.orders[order.ID] = order
	d.mu.Unlock()
	select {
	case d.queue <- order.ID:
		telemetry.OrdersPlaced.Inc()
		return *order, nil
	default:
		return Order{}, ErrQueueFull
	}
}

// Get returns a copy of one order.
func (d *Desk) Get(id uuid.UUID) (Order, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	order, ok := d.orders[id]
	if !ok {
		return Order{}, false
	}
	return *order, true
}

// Work processes orders with the given number of goroutines until the context ends.
func (d *Desk) Work(ctx context.Context, workers int) {
	var group sync.WaitGroup
	for worker := range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			d.serve(ctx, worker)
		}()
	}
	group.Wait()
}

func (d *Desk) serve(ctx context.Context, worker int) {
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-d.queue:
			d.process(worker, id)
		}
	}
}

// process is not inlined, so that a debugger can stop in it by name.
//
//go:noinline
func (d *Desk) process(worker int, id uuid.UUID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	order := d.orders[id]
	order.Attempts++
	total, err := d.catalogue.Take(order.SKU, order.Count)
	if err != nil {
		order.State = Failed
		telemetry.OrdersFailed.Inc()
		d.log.Warn("order failed", zap.Stringer("id", id), zap.Int("worker", worker), zap.Error(err))
		return
	}
	order.State, order.Total = Done, total
	telemetry.OrdersDone.Inc()
	d.log.Info("order done", zap.Stringer("id", id), zap.Int("worker", worker), zap.Int64("cents", total.Cents))
}
