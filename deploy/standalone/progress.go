package standalone

import (
	"fmt"
	"io"
	"time"
)

// progress tells the person who waits what is being done and how long it took.
type progress struct {
	out   io.Writer
	begun time.Time
}

func newProgress(out io.Writer) *progress {
	if out == nil {
		out = io.Discard
	}
	return &progress{out: out, begun: time.Now()}
}

// step says what is done now and, once the returned function is called, how long it took.
func (p *progress) step(what string) (done func()) {
	start := time.Now()
	return func() {
		_, _ = fmt.Fprintf(p.out, "  %-44s %5.1f s\n", what, time.Since(start).Seconds())
	}
}

func (p *progress) say(format string, values ...any) {
	_, _ = fmt.Fprintf(p.out, "  "+format+"\n", values...)
}
