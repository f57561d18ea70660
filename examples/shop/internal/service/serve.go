// Package service is what every long-running program of the shop does besides its work.
package service

import (
	"context"
	"errors"
	"net"
	"net/http"
	_ "net/http/pprof" // handlers on http.DefaultServeMux
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.uber.org/zap"
)

// Observable adds /metrics and /debug/pprof.
func Observable(router chi.Router) {
	router.Handle("/metrics", promhttp.Handler())
	router.Mount("/debug/pprof", http.DefaultServeMux)
}

// Serve listens until the context ends, then lets requests in flight finish. Ready, if there is one, gets the address.
func Serve(ctx context.Context, addr string, handler http.Handler, log *zap.Logger, ready func(net.Addr)) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	log.Info("listening", zap.Stringer("addr", listener.Addr()))
	if ready != nil {
		go ready(listener.Addr())
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	shutdown, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err = server.Shutdown(shutdown)
	if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
		return served
	}
	return err
}
