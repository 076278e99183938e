package recount

import (
	"os"
	"regexp"
	"testing"
)

// Every promise, outcome and finding that the code can write has its words.
func TestEverythingHasWords(t *testing.T) {
	words, err := Words()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, p := range allPromises {
		keys = append(keys, "promise."+string(p))
	}
	for _, o := range []Outcome{Kept, Broken, Unchecked} {
		keys = append(keys, "outcome."+string(o))
	}
	finding := regexp.MustCompile(`broke\(\w+, "(\w+)"`)
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range finding.FindAllStringSubmatch(string(text), -1) {
			keys = append(keys, "finding."+found[1])
		}
	}
	if missing := words.Missing(keys...); len(missing) > 0 || len(keys) < 40 {
		t.Fatalf("no words for %q", missing)
	}
}
