// Api serves the shop over HTTP.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.uber.org/zap"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/orders"
)

var version = "dev"

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "address to listen on")
	selfcheck := flag.Bool("selfcheck", false, "start, place an order with itself, and exit")
	showVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *showVersion {
		fmt.Println("api", version)
		return
	}
	if *selfcheck {
		*addr = "127.0.0.1:0"
	}
	if err := run(*addr, *selfcheck); err != nil {
		fmt.Fprintln(os.Stderr, "api:", err)
		os.Exit(1)
	}
}

func run(addr string, selfcheck bool) error {
	log, err := zap.NewProduction()
	if err != nil {
		return err
	}
	defer func() { _ = log.Sync() }()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	stock := catalogue.Sample()
	desk := orders.NewDesk(stock, log, 64)
	go desk.Work(ctx, 4)
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: routes(stock, desk), ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	log.Info("listening", zap.Stringer("addr", listener.Addr()))
	if selfcheck {
		if err := check("http://" + listener.Addr().String()); err != nil {
			return err
		}
		fmt.Println("selfcheck ok")
		stop()
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	shutdown, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return server.Shutdown(shutdown)
}

func routes(stock *catalogue.Catalogue, desk *orders.Desk) http.Handler {
	router := chi.NewRouter()
	router.Use(middleware.RequestID, middleware.Recoverer)
	router.Get("/products", func(w http.ResponseWriter, _ *http.Request) { reply(w, http.StatusOK, stock.All()) })
	router.Get("/products/{sku}", func(w http.ResponseWriter, r *http.Request) { showProduct(w, r, stock) })
	router.Post("/orders", func(w http.ResponseWriter, r *http.Request) { placeOrder(w, r, desk) })
	router.Get("/orders/{id}", func(w http.ResponseWriter, r *http.Request) { showOrder(w, r, desk) })
	router.Handle("/metrics", promhttp.Handler())
	router.Mount("/debug/pprof", http.DefaultServeMux)
	return router
}

// showProduct is not inlined, so that a debugger can stop in it by name.
//
//go:noinline
func showProduct(w http.ResponseWriter, r *http.Request, stock *catalogue.Catalogue) {
	sku := chi.URLParam(r, "sku")
	product, err := stock.Find(sku)
	if err != nil {
		reply(w, http.StatusNotFound, map[string]string{"error": err.Error(), "sku": sku})
		return
	}
	reply(w, http.StatusOK, product)
}

func placeOrder(w http.ResponseWriter, r *http.Request, desk *orders.Desk) {
	var request struct {
		SKU   string `json:"sku"`
		Count int    `json:"count"`
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<16)).Decode(&request); err != nil {
		reply(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
		return
	}
	order, err := desk.Place(request.SKU, request.Count)
	switch {
	case errors.Is(err, catalogue.ErrUnknownProduct):
		reply(w, http.StatusNotFound, map[string]string{"error": err.Error()})
	case err != nil:
		reply(w, http.StatusServiceUnavailable, map[string]string{"error": err.Error()})
	default:
		reply(w, http.StatusAccepted, order)
	}
}

func showOrder(w http.ResponseWriter, r *http.Request, desk *orders.Desk) {
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		reply(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
		return
	}
	order, ok := desk.Get(id)
	if !ok {
		reply(w, http.StatusNotFound, map[string]string{"error": "unknown order"})
		return
	}
	reply(w, http.StatusOK, order)
}

func reply(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// check is a customer of its own shop.
func check(base string) error {
	response, err := http.Post(base+"/orders", "application/json", strings.NewReader(`{"sku":"tea-01","count":2}`))
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	var order orders.Order
	if err := json.NewDecoder(response.Body).Decode(&order); err != nil {
		return err
	}
	for range 50 {
		state, err := stateOf(base, order.ID)
		if err != nil || state == orders.Failed {
			return fmt.Errorf("order %s is %q: %w", order.ID, state, err)
		}
		if state == orders.Done {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("the order was not processed in a second")
}

func stateOf(base string, id uuid.UUID) (orders.State, error) {
	response, err := http.Get(base + "/orders/" + id.String())
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	var order orders.Order
	err = json.NewDecoder(response.Body).Decode(&order)
	return order.State, err
}
