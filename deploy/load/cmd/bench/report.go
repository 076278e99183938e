package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/deploy/load/measure"
)

// line is one measurement as it is printed.
type line struct {
	name, what        string
	product, baseline string
	ratio             string
	target            string
	met               verdict
	load              string
	beside            string // what the baseline is
}

type verdict int

const (
	informative verdict = iota
	met
	missed
)

func (v verdict) String() string { return [...]string{"", "met", "MISSED"}[v] }

func holds(ok bool) verdict {
	if ok {
		return met
	}
	return missed
}

// bench carries what scenarios share.
type bench struct {
	options
	scenario string
	since    cpuTimes
	lines    []line
	running  *house
	unfit    error // why there is no house
	closers  []func() error
}

// print adds a line with the machine's load since the last one.
func (b *bench) print(l line) {
	now := readCPU()
	l.name, l.load = b.scenario, now.busySince(b.since)
	b.since = now
	b.lines = append(b.lines, l)
	text := fmt.Sprintf("  %-46s %s", l.what, l.product)
	if l.baseline != "" {
		text += fmt.Sprintf("  | %s %s", l.beside, l.baseline)
	}
	if l.ratio != "" {
		text += "  | ratio " + l.ratio
	}
	if l.target != "" {
		text += fmt.Sprintf("  | target %s: %s", l.target, l.met)
	}
	fmt.Printf("%s  [%s]\n", text, l.load)
}

// rates prints a comparison of calls a second against a least ratio; 0 has no target.
func (b *bench) rates(c measure.Comparison, least float64) {
	l := line{
		what: c.Title, product: perSecond(c.ProductMedian), baseline: perSecond(c.BaselineMedian), beside: c.Baseline,
		ratio: fmt.Sprintf("%.2f (%.2f–%.2f)", c.Ratio(), c.Low, c.High),
	}
	if least > 0 {
		l.target, l.met = fmt.Sprintf("≥ %.2g", least), holds(c.Ratio() >= least)
	}
	b.print(l)
}

// times prints a comparison of durations (in seconds) against a greatest ratio.
func (b *bench) times(c measure.Comparison, most float64) {
	l := line{
		what: c.Title, product: seconds(c.ProductMedian), baseline: seconds(c.BaselineMedian), beside: c.Baseline,
		ratio: fmt.Sprintf("%.2f (%.2f–%.2f)", c.Ratio(), c.Low, c.High),
	}
	if most > 0 {
		l.target, l.met = fmt.Sprintf("≤ %.2g", most), holds(c.Ratio() <= most)
	}
	b.print(l)
}

func perSecond(f float64) string { return fmt.Sprintf("%.0f/s", f) }

func seconds(f float64) string {
	d := time.Duration(f * float64(time.Second))
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.0f s", f)
	case d >= time.Second:
		return fmt.Sprintf("%.1f s", f)
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", f*1e3)
	default:
		return fmt.Sprintf("%.2f ms", f*1e3)
	}
}

func mebibytes(bytes int64) string { return fmt.Sprintf("%.0f MiB", float64(bytes)/(1<<20)) }

// markdown is the closing table.
func markdown(lines []line) string {
	var out strings.Builder
	out.WriteString("| # | what | product | baseline | ratio (range) | target | | machine |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, l := range lines {
		baseline := l.baseline
		if baseline != "" {
			baseline += " (" + l.beside + ")"
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", l.name, l.what, l.product, baseline, l.ratio, l.target, l.met, l.load)
	}
	return out.String()
}
