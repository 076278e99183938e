package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// closers remembers what was opened, to close it in the opposite order.
type closers struct{ opened []closer }

type closer struct {
	what  string
	close func(context.Context) error
}

func (c *closers) add(what string, close func(context.Context) error) {
	c.opened = append(c.opened, closer{what, close})
}

// all closes everything, the last opened first, and goes on after an error.
func (c *closers) all(ctx context.Context) error {
	var faults []error
	for _, one := range slices.Backward(c.opened) {
		if err := one.close(ctx); err != nil {
			faults = append(faults, fmt.Errorf("closing %s: %w", one.what, err))
		}
	}
	c.opened = nil
	return errors.Join(faults...)
}
