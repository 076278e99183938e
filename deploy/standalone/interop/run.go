package interop

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Run builds everything, tries every check and tells whether all held. scripts is the folder deploy/interop, its packages installed;
// stranger is the program built from deploy/interop/tlog.
func Run(ctx context.Context, scripts, stranger string, out io.Writer) (held bool, err error) {
	h, err := build(ctx, scripts, out)
	if err != nil {
		return false, fmt.Errorf("preparing: %w", err)
	}
	defer func() { err = errors.Join(err, h.close()) }()
	h.stranger = stranger
	report := &Report{Out: out}
	report.run(ctx, h.honestChecks()...)
	report.run(ctx, h.attackChecks()...)
	report.run(ctx, h.feedChecks()...)
	report.run(ctx, h.logChecks()...)
	return report.Held(), nil
}
