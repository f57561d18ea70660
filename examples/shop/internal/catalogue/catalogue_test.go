package catalogue

import (
	"errors"
	"testing"
)

func TestTake(t *testing.T) {
	catalogue := Sample()
	product, err := catalogue.Take("tea-01", 3)
	if err != nil || product.Price.Times(3).Cents != 1470 || product.Stock != 117 {
		t.Fatalf("Take(tea-01, 3) = %+v, %v", product, err)
	}
	catalogue.PutBack("tea-01", 1)
	if product, _ := catalogue.Find("tea-01"); product.Stock != 118 {
		t.Errorf("stock is %d", product.Stock)
	}
}

func TestTakeRefuses(t *testing.T) {
	catalogue := Sample()
	for name, test := range map[string]struct {
		sku   string
		count int
		want  error
	}{
		"more than there is": {"pot-01", 10, ErrOutOfStock},
		"nothing":            {"pot-01", 0, ErrOutOfStock},
		"an unknown product": {"cup", 1, ErrUnknownProduct},
	} {
		if _, err := catalogue.Take(test.sku, test.count); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAllIsInOrder(t *testing.T) {
	products := Sample().All()
	for i, sku := range []string{"pot-01", "tea-01", "tea-02"} {
		if products[i].SKU != sku {
			t.Errorf("product %d is %s", i, products[i].SKU)
		}
	}
}
