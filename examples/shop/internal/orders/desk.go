package orders

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"
	"go.uber.org/zap"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/payment"
	"example.com/shop/internal/telemetry"
)

const (
	maxAttempts = 4
	firstPause  = 5 * time.Millisecond
)

// Desk takes orders and has goroutines process them.
type Desk struct {
	catalogue *catalogue.Catalogue
	payments  payment.Provider
	log       *zap.Logger
	queue     chan uuid.UUID
	mu        sync.Mutex
	orders    map[uuid.UUID]*Order
}

// NewDesk returns a desk with room for depth waiting orders.
func NewDesk(stock *catalogue.Catalogue, payments payment.Provider, log *zap.Logger, depth int) *Desk {
	return &Desk{
		catalogue: stock,
		payments:  payments,
		log:       log,
		queue:     make(chan uuid.UUID, depth),
		orders:    map[uuid.UUID]*Order{},
	}
}

// Place puts an order into the queue.
func (d *Desk) Place(_ context.Context, sku string, count int) (Order, error) {
	if _, err := d.catalogue.Find(sku); err != nil {
		return Order{}, err
	}
	order := &Order{ID: uuid.New(), SKU: sku, Count: count, State: Pending, Created: time.Now().UTC()}
	d.mu.Lock()
	defer d.mu.Unlock()
	select {
	case d.queue <- order.ID:
		d.orders[order.ID] = order
		telemetry.OrdersPlaced.Inc()
		return *order, nil
	default:
		return Order{}, ErrQueueFull
	}
}

// Get returns a copy of one order.
func (d *Desk) Get(_ context.Context, id uuid.UUID) (Order, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	order, ok := d.orders[id]
	if !ok {
		return Order{}, ErrUnknownOrder
	}
	return *order, nil
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
			d.process(ctx, worker, id)
		}
	}
}

// process is not inlined, so that a debugger can stop in it by name.
//
//go:noinline
func (d *Desk) process(ctx context.Context, worker int, id uuid.UUID) {
	order, err := d.Get(ctx, id)
	if err != nil {
		return
	}
	product, err := d.catalogue.Take(order.SKU, order.Count)
	if err == nil {
		order.Total = product.Price.Times(order.Count)
		order.Attempts, err = d.charge(ctx, order.Total)
		if err != nil {
			d.catalogue.PutBack(order.SKU, order.Count)
		}
	}
	log := d.log.With(zap.Stringer("id", id), zap.Int("worker", worker), zap.Int("attempts", order.Attempts))
	if err != nil {
		order.State = Failed
		telemetry.OrdersFailed.Inc()
		log.Warn("order failed", zap.Error(err))
	} else {
		order.State = Done
		telemetry.OrdersDone.Inc()
		log.Info("order done", zap.Int64("cents", order.Total.Cents))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	*d.orders[id] = order
}

// charge tries again, with longer and longer pauses, as long as the provider is only busy.
func (d *Desk) charge(ctx context.Context, total catalogue.Price) (attempts int, err error) {
	pause := firstPause
	for attempts = 1; ; attempts++ {
		err = d.payments.Charge(ctx, total)
		if !errors.Is(err, payment.ErrTemporary) || attempts == maxAttempts {
			return attempts, err
		}
		telemetry.ChargeRetries.Inc()
		select {
		case <-ctx.Done():
			return attempts, ctx.Err()
		case <-time.After(pause):
			pause *= 2
		}
	}
}
