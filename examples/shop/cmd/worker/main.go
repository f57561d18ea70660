// Worker restocks and works through orders without a network, as a batch job does.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"go.uber.org/zap"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/orders"
)

func main() {
	count := flag.Int("orders", 20, "orders to make up and process")
	workers := flag.Int("workers", 4, "goroutines")
	seed := flag.Uint64("seed", 1, "seed of the made-up orders")
	flag.Parse()
	if err := run(*count, *workers, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(1)
	}
}

func run(count, workers int, seed uint64) error {
	desk := orders.NewDesk(catalogue.Sample(), zap.NewNop(), count)
	placed, err := placeAll(desk, count, rand.New(rand.NewPCG(seed, seed)))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go desk.Work(ctx, workers)
	tally := await(desk, placed, 5*time.Second)
	fmt.Printf("%d orders: %d done, %d failed, %d pending\n", count, tally[orders.Done], tally[orders.Failed], tally[orders.Pending])
	return nil
}

func placeAll(desk *orders.Desk, count int, random *rand.Rand) ([]orders.Order, error) {
	skus := []string{"tea-01", "tea-02", "pot-01"}
	placed := make([]orders.Order, 0, count)
	for range count {
		order, err := desk.Place(skus[random.IntN(len(skus))], 1+random.IntN(5))
		if err != nil {
			return nil, err
		}
		placed = append(placed, order)
	}
	return placed, nil
}

// await polls until no order is pending, or the time is up.
func await(desk *orders.Desk, placed []orders.Order, limit time.Duration) map[orders.State]int {
	for deadline := time.Now().Add(limit); ; time.Sleep(5 * time.Millisecond) {
		tally := map[orders.State]int{}
		for _, order := range placed {
			now, _ := desk.Get(order.ID)
			tally[now.State]++
		}
		if tally[orders.Pending] == 0 || time.Now().After(deadline) {
			return tally
		}
	}
}
