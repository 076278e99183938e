package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// machine tells where and under what load it was measured.
func machine() string {
	model := "unknown processor"
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for entry := range strings.Lines(string(info)) {
			if name, value, ok := strings.Cut(entry, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	load := "?"
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		load = strings.Join(strings.Fields(string(text))[:3], " ")
	}
	return fmt.Sprintf("%s: %d cores, %s, %s; load %s", time.Now().Format("2006-01-02 15:04"), runtime.NumCPU(), model, runtime.Version(), load)
}

// cpuTimes are the machine's since it started, in ticks.
type cpuTimes struct{ all, idle, steal uint64 }

func readCPU() cpuTimes {
	var c cpuTimes
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return c // not Linux: no load is shown
	}
	first, _, _ := strings.Cut(string(text), "\n")
	for i, field := range strings.Fields(first)[1:9] { // user nice system idle iowait irq softirq steal
		ticks, _ := strconv.ParseUint(field, 10, 64)
		c.all += ticks
		switch i {
		case 3, 4:
			c.idle += ticks
		case 7:
			c.steal += ticks
		}
	}
	return c
}

// busySince is how busy the machine was between two readings, and its load now.
func (c cpuTimes) busySince(before cpuTimes) string {
	all := float64(c.all - before.all)
	if all == 0 {
		return "load unknown"
	}
	load, _, _ := strings.Cut(read("/proc/loadavg"), " ")
	return fmt.Sprintf("load %s, busy %.0f %%, steal %.0f %%", load, 100*(1-float64(c.idle-before.idle)/all), 100*float64(c.steal-before.steal)/all)
}

func read(path string) string {
	text, _ := os.ReadFile(path) // a missing file reads as nothing
	return string(text)
}
