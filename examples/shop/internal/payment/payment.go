// Package payment charges customers through a provider that is not always there.
package payment

import (
	"context"
	"errors"
	"sync/atomic"

	"example.com/shop/internal/catalogue"
)

// ErrTemporary says that the same charge may succeed later.
var ErrTemporary = errors.New("payment provider is busy")

// Provider takes money.
type Provider interface {
	Charge(ctx context.Context, price catalogue.Price) error
}

// Sandbox accepts every charge, but is busy at each Nth call. Zero is never busy.
type Sandbox struct {
	Nth   int64
	calls atomic.Int64
}

// Charge implements Provider.
func (s *Sandbox) Charge(ctx context.Context, _ catalogue.Price) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if call := s.calls.Add(1); s.Nth > 0 && call%s.Nth == 0 {
		return ErrTemporary
	}
	return nil
}
