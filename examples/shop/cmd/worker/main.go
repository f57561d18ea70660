// Worker takes orders from the API and processes them.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/go-chi/chi/v5"
	"go.uber.org/zap"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/orders"
	"example.com/shop/internal/payment"
	"example.com/shop/internal/queue"
	"example.com/shop/internal/service"
)

var version = "dev"

func main() {
	addr := flag.String("addr", "127.0.0.1:8081", "address to take orders on")
	workers := flag.Int("workers", 4, "goroutines")
	once := flag.Bool("once", false, "make up some orders, process them, print the tally, and exit")
	count := flag.Int("orders", 20, "orders to make up with -once")
	seed := flag.Uint64("seed", 1, "seed of the made-up orders")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	var err error
	switch {
	case *showVersion:
		fmt.Println("worker", version)
	case *once:
		err = batch(*count, *workers, *seed)
	default:
		err = serve(*addr, *workers)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(1)
	}
}

func newDesk(log *zap.Logger, depth int) *orders.Desk {
	return orders.NewDesk(catalogue.Sample(), &payment.Sandbox{Nth: 5}, log, depth)
}

func serve(addr string, workers int) error {
	log, err := zap.NewProduction()
	if err != nil {
		return err
	}
	defer func() { _ = log.Sync() }()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	desk := newDesk(log, 256)
	go desk.Work(ctx, workers)
	router := chi.NewRouter()
	queue.Mount(router, desk)
	service.Observable(router)
	return service.Serve(ctx, addr, router, log, nil)
}
