package interop

import (
	"context"
	"fmt"
	"io"
)

// check is one thing proved; what it answers says what was seen.
type check struct {
	name string
	try  func(context.Context) (seen string, err error)
}

// Report counts checks while it prints them.
type Report struct {
	Out           io.Writer
	Passed, Total int
}

// run tries the checks in order, one line each. A failure does not end the run: each begins with a browser of its own.
func (r *Report) run(ctx context.Context, checks ...check) {
	for _, c := range checks {
		r.Total++
		seen, err := c.try(ctx)
		if err != nil {
			r.say("FAIL  %2d %s: %v", r.Total, c.name, err)
			continue
		}
		r.Passed++
		r.say("ok  %2d %s: %s", r.Total, c.name, seen)
	}
}

// Held prints the last line and tells whether all passed.
func (r *Report) Held() bool {
	r.say("interop: %d of %d checks", r.Passed, r.Total)
	return r.Total > 0 && r.Passed == r.Total
}

func (r *Report) say(format string, words ...any) {
	_, _ = fmt.Fprintf(r.Out, format+"\n", words...) // whoever listened has gone
}
