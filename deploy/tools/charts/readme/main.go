// Readme writes the table of values into the chart's README: readme CHART-FOLDER.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/danchu-platform/danchu/deploy/tools/charts"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "readme:", err)
		os.Exit(1)
	}
}

func run(chart string) error {
	values, _, err := charts.Values(filepath.Join(chart, "values.yaml"))
	if err != nil {
		return err
	}
	path := filepath.Join(chart, "README.md")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	made, err := charts.Readme(string(text), values)
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(made), 0o644)
}
