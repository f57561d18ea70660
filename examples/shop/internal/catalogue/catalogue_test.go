package catalogue

import (
	"errors"
	"testing"
)

func TestTake(t *testing.T) {
	catalogue := Sample()
	price, err := catalogue.Take("tea-01", 3)
	if err != nil || price.Cents != 1470 {
		t.Fatalf("Take(tea-01, 3) = %v, %v", price, err)
	}
	if _, err := catalogue.Take("pot-01", 10); err == nil {
		t.Error("took more than there is")
	}
	if _, err := catalogue.Take("cup", 1); !errors.Is(err, ErrUnknownProduct) {
		t.Errorf("unknown product: %v", err)
	}
	product, _ := catalogue.Find("tea-01")
	if product.Stock != 117 {
		t.Errorf("stock is %d", product.Stock)
	}
}
