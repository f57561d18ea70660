// Package catalogue keeps the products that the shop sells.
package catalogue

import (
	"errors"
	"sort"
	"sync"
)

var (
	// ErrUnknownProduct says that no product has the given SKU.
	ErrUnknownProduct = errors.New("unknown product")
	// ErrOutOfStock says that the shelf holds fewer pieces than were asked for.
	ErrOutOfStock = errors.New("not enough in stock")
)

// Price is an amount in the smallest unit of its currency.
type Price struct {
	Cents    int64  `json:"cents"`
	Currency string `json:"currency"`
}

// Times is the price of count pieces.
func (p Price) Times(count int) Price {
	return Price{p.Cents * int64(count), p.Currency}
}

// Product is one article of the shop.
type Product struct {
	SKU   string   `json:"sku"`
	Name  string   `json:"name"`
	Price Price    `json:"price"`
	Stock int      `json:"stock"`
	Tags  []string `json:"tags"`
}

// Catalogue is safe for concurrent use.
type Catalogue struct {
	mu       sync.RWMutex
	products map[string]Product
}

// New returns a catalogue with the given products.
func New(products ...Product) *Catalogue {
	catalogue := &Catalogue{products: make(map[string]Product, len(products))}
	for _, product := range products {
		catalogue.products[product.SKU] = product
	}
	return catalogue
}

// Sample is what a fresh shop has on its shelves.
func Sample() *Catalogue {
	return New(
		Product{SKU: "tea-01", Name: "Green tea", Price: Price{490, "EUR"}, Stock: 120, Tags: []string{"drink", "loose"}},
		Product{SKU: "tea-02", Name: "Black tea", Price: Price{450, "EUR"}, Stock: 80, Tags: []string{"drink"}},
		Product{SKU: "pot-01", Name: "Tea pot", Price: Price{2990, "EUR"}, Stock: 9, Tags: []string{"kitchen"}},
	)
}

// All returns the products in the order of their SKUs.
func (c *Catalogue) All() []Product {
	c.mu.RLock()
	defer c.mu.RUnlock()
	products := make([]Product, 0, len(c.products))
	for _, product := range c.products {
		products = append(products, product)
	}
	sort.Slice(products, func(i, j int) bool { return products[i].SKU < products[j].SKU })
	return products
}

// Find returns one product.
func (c *Catalogue) Find(sku string) (Product, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	product, ok := c.products[sku]
	if !ok {
		return Product{}, ErrUnknownProduct
	}
	return product, nil
}

// Take removes count pieces from the stock and returns what they are.
func (c *Catalogue) Take(sku string, count int) (Product, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	product, ok := c.products[sku]
	if !ok {
		return Product{}, ErrUnknownProduct
	}
	if count <= 0 || count > product.Stock {
		return Product{}, ErrOutOfStock
	}
	product.Stock -= count
	c.products[sku] = product
	return product, nil
}

// PutBack returns count pieces to the stock.
func (c *Catalogue) PutBack(sku string, count int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if product, ok := c.products[sku]; ok {
		product.Stock += count
		c.products[sku] = product
	}
}
