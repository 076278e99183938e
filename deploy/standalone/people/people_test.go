package people_test

import (
	"bytes"
	"encoding/csv"
	"testing"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	"github.com/danchu-platform/danchu/deploy/standalone/people"
)

// The same seed gives the same households, each with a national id of its own.
func TestHouseholdsAreStable(t *testing.T) {
	file, err := demodata.Files.Open("names-vi.csv")
	if err != nil {
		t.Fatal(err)
	}
	names, err := people.ReadNames(file)
	if err != nil {
		t.Fatal(err)
	}
	villages := []people.Village{{"08584.001", "Thôn Cự Bành"}, {"08584.002", "Thôn Trại"}}
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := people.WriteHouseholds(out, names, villages, 50, 7); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same seed gave different households")
	}
	rows, err := csv.NewReader(&first).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 101 {
		t.Fatalf("got %d rows, want a heading and 100 households", len(rows))
	}
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		if id := row[5]; len(id) != 12 || seen[id] {
			t.Errorf("national id %q is malformed or used twice", id)
		}
		seen[row[5]] = true
	}
}
