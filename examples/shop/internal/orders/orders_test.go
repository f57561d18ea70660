package orders

import (
	"context"
	"testing"
	"time"

	"go.uber.org/zap"

	"example.com/shop/internal/catalogue"
)

func TestWork(t *testing.T) {
	desk := NewDesk(catalogue.Sample(), zap.NewNop(), 4)
	good, err := desk.Place("tea-02", 2)
	if err != nil {
		t.Fatal(err)
	}
	tooMany, err := desk.Place("pot-01", 1000)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	desk.Work(ctx, 2)
	if order, _ := desk.Get(good.ID); order.State != Done || order.Total.Cents != 900 {
		t.Errorf("order is %+v", order)
	}
	if order, _ := desk.Get(tooMany.ID); order.State != Failed {
		t.Errorf("order is %+v", order)
	}
}
