package orders

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.uber.org/zap"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/payment"
)

func newDesk(nth int64, depth int) *Desk {
	return NewDesk(catalogue.Sample(), &payment.Sandbox{Nth: nth}, zap.NewNop(), depth)
}

func place(t *testing.T, desk *Desk, sku string, count int) Order {
	t.Helper()
	order, err := desk.Place(t.Context(), sku, count)
	if err != nil {
		t.Fatal(err)
	}
	return order
}

func work(t *testing.T, desk *Desk) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	desk.Work(ctx, 2)
}

func TestOrdersAreProcessed(t *testing.T) {
	desk := newDesk(0, 4)
	good := place(t, desk, "tea-02", 2)
	tooMany := place(t, desk, "pot-01", 1000)
	work(t, desk)
	if order, _ := desk.Get(t.Context(), good.ID); order.State != Done || order.Total.Cents != 900 {
		t.Errorf("order is %+v", order)
	}
	if order, _ := desk.Get(t.Context(), tooMany.ID); order.State != Failed {
		t.Errorf("order is %+v", order)
	}
}

func TestABusyProviderIsAskedAgain(t *testing.T) {
	desk := newDesk(2, 4)
	first, second := place(t, desk, "tea-01", 1), place(t, desk, "tea-01", 1)
	work(t, desk)
	attempts := 0
	for _, placed := range []Order{first, second} {
		order, _ := desk.Get(t.Context(), placed.ID)
		if order.State != Done {
			t.Errorf("order is %+v", order)
		}
		attempts += order.Attempts
	}
	if attempts != 3 {
		t.Errorf("%d attempts", attempts)
	}
}

func TestWhatWasNotPaidForIsPutBack(t *testing.T) {
	desk := newDesk(1, 4)
	order := place(t, desk, "pot-01", 9)
	work(t, desk)
	if order, _ := desk.Get(t.Context(), order.ID); order.State != Failed || order.Attempts != maxAttempts {
		t.Errorf("order is %+v", order)
	}
	if product, _ := desk.catalogue.Find("pot-01"); product.Stock != 9 {
		t.Errorf("stock is %d", product.Stock)
	}
}

func TestRefusals(t *testing.T) {
	desk := newDesk(0, 1)
	if _, err := desk.Place(t.Context(), "cup", 1); !errors.Is(err, catalogue.ErrUnknownProduct) {
		t.Errorf("unknown product: %v", err)
	}
	place(t, desk, "tea-01", 1)
	if _, err := desk.Place(t.Context(), "tea-01", 1); !errors.Is(err, ErrQueueFull) {
		t.Errorf("full queue: %v", err)
	}
	if _, err := desk.Get(t.Context(), uuid.New()); !errors.Is(err, ErrUnknownOrder) {
		t.Errorf("unknown order: %v", err)
	}
}
