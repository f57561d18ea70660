// Api serves the shop over HTTP.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"go.uber.org/zap"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/orders"
	"example.com/shop/internal/payment"
	"example.com/shop/internal/queue"
	"example.com/shop/internal/service"
)

var version = "dev"

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "address to listen on")
	worker := flag.String("worker", "", "base URL of a worker that processes the orders (default: this process does)")
	selfcheck := flag.Bool("selfcheck", false, "start on a free port, place an order with itself, and exit")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *showVersion {
		fmt.Println("api", version)
		return
	}
	if err := run(*addr, *worker, *selfcheck); err != nil {
		fmt.Fprintln(os.Stderr, "api:", err)
		os.Exit(1)
	}
}

func run(addr, worker string, selfcheck bool) error {
	log, err := zap.NewProduction()
	if err != nil {
		return err
	}
	defer func() { _ = log.Sync() }()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	stock := catalogue.Sample()
	dispatcher := dispatcherFor(ctx, worker, stock, log)
	if !selfcheck {
		return service.Serve(ctx, addr, routes(stock, dispatcher), log, nil)
	}
	var checked error
	err = service.Serve(ctx, "127.0.0.1:0", routes(stock, dispatcher), log, func(at net.Addr) {
		defer stop()
		checked = check(ctx, "http://"+at.String())
	})
	if err != nil {
		return err
	}
	if checked == nil {
		fmt.Println("selfcheck ok")
	}
	return checked
}

func dispatcherFor(ctx context.Context, worker string, stock *catalogue.Catalogue, log *zap.Logger) queue.Dispatcher {
	if worker != "" {
		return queue.NewClient(worker)
	}
	desk := orders.NewDesk(stock, &payment.Sandbox{Nth: 5}, log, 64)
	go desk.Work(ctx, 4)
	return desk
}

func routes(stock *catalogue.Catalogue, dispatcher queue.Dispatcher) http.Handler {
	router := chi.NewRouter()
	router.Use(middleware.RequestID, middleware.Recoverer)
	router.Get("/products", func(w http.ResponseWriter, _ *http.Request) { queue.Reply(w, http.StatusOK, stock.All()) })
	router.Get("/products/{sku}", func(w http.ResponseWriter, r *http.Request) { showProduct(w, r, stock) })
	queue.Mount(router, dispatcher)
	service.Observable(router)
	return router
}

// showProduct is not inlined, so that a debugger can stop in it by name.
//
//go:noinline
func showProduct(w http.ResponseWriter, r *http.Request, stock *catalogue.Catalogue) {
	product, err := stock.Find(chi.URLParam(r, "sku"))
	if err != nil {
		queue.Refuse(w, http.StatusNotFound, err)
		return
	}
	queue.Reply(w, http.StatusOK, product)
}
