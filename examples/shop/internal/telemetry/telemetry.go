// Package telemetry holds the counters of both programs.
package telemetry

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// The counters of an order's way through the shop.
var (
	OrdersPlaced  = promauto.NewCounter(prometheus.CounterOpts{Name: "shop_orders_placed_total", Help: "Orders taken."})
	OrdersDone    = promauto.NewCounter(prometheus.CounterOpts{Name: "shop_orders_done_total", Help: "Orders processed."})
	OrdersFailed  = promauto.NewCounter(prometheus.CounterOpts{Name: "shop_orders_failed_total", Help: "Orders that could not be processed."})
	ChargeRetries = promauto.NewCounter(prometheus.CounterOpts{Name: "shop_charge_retries_total", Help: "Charges tried again."})
)
