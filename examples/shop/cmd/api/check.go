package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/shop/internal/catalogue"
	"example.com/shop/internal/orders"
	"example.com/shop/internal/queue"
)

// check is a customer of its own shop: it looks at a product, orders it, and waits until the order is done.
func check(ctx context.Context, base string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	product, err := look(ctx, base+"/products/tea-01")
	if err != nil {
		return err
	}
	client := queue.NewClient(base)
	order, err := client.Place(ctx, product.SKU, 2)
	if err != nil {
		return err
	}
	for order.State == orders.Pending {
		time.Sleep(5 * time.Millisecond)
		if order, err = client.Get(ctx, order.ID); err != nil {
			return err
		}
	}
	if order.State != orders.Done || order.Total != product.Price.Times(2) {
		return fmt.Errorf("order %s is %s, total %d %s", order.ID, order.State, order.Total.Cents, order.Total.Currency)
	}
	return nil
}

func look(ctx context.Context, url string) (catalogue.Product, error) {
	var product catalogue.Product
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return product, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return product, err
	}
	err = json.NewDecoder(response.Body).Decode(&product)
	return product, errors.Join(err, response.Body.Close())
}
