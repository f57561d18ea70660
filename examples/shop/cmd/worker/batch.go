package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"go.uber.org/zap"

	"example.com/shop/internal/orders"
)

// batch needs no network: it makes up orders, processes them, and prints how they went.
func batch(count, workers int, seed uint64) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	desk := newDesk(zap.NewNop(), count)
	placed, err := placeAll(ctx, desk, count, rand.New(rand.NewPCG(seed, seed)))
	if err != nil {
		return err
	}
	go desk.Work(ctx, workers)
	tally, err := await(ctx, desk, placed)
	fmt.Printf("%d orders: %d done, %d failed\n", count, tally[orders.Done], tally[orders.Failed])
	return err
}

func placeAll(ctx context.Context, desk *orders.Desk, count int, random *rand.Rand) ([]orders.Order, error) {
	skus := []string{"tea-01", "tea-02", "pot-01"}
	placed := make([]orders.Order, 0, count)
	for range count {
		order, err := desk.Place(ctx, skus[random.IntN(len(skus))], 1+random.IntN(5))
		if err != nil {
			return nil, err
		}
		placed = append(placed, order)
	}
	return placed, nil
}

// await polls until no order is pending, or the context ends.
func await(ctx context.Context, desk *orders.Desk, placed []orders.Order) (map[orders.State]int, error) {
	for {
		tally := map[orders.State]int{}
		for _, order := range placed {
			now, err := desk.Get(ctx, order.ID)
			if err != nil {
				return tally, err
			}
			tally[now.State]++
		}
		if tally[orders.Pending] == 0 {
			return tally, nil
		}
		select {
		case <-ctx.Done():
			return tally, fmt.Errorf("%d orders are still pending: %w", tally[orders.Pending], ctx.Err())
		case <-time.After(5 * time.Millisecond):
		}
	}
}
