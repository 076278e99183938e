// Package people puts together the demo's households. Nobody in it exists: names
// are drawn from name parts, national ids belong to a century that has not come,
// and there are no telephone numbers, since every number may be somebody's.
package people

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
)

// Names draws Vietnamese names.
type Names struct {
	surnames []weighted
	total    float64
	middle   map[string][]string // by sex: "male" or "female"
	given    map[string][]string
}

type weighted struct {
	value string
	upTo  float64
}

// ReadNames reads the table of name parts: part, sex, region_or_group, value, weight, source.
func ReadNames(r io.Reader) (*Names, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading name parts: %w", err)
	}
	names := &Names{middle: map[string][]string{}, given: map[string][]string{}}
	for _, row := range rows[1:] {
		part, sex, group, value, weight := row[0], row[1], row[2], row[3], row[4]
		switch {
		case part == "surname" && group == "all":
			share, err := strconv.ParseFloat(weight, 64)
			if err != nil {
				return nil, fmt.Errorf("weight of surname %s: %w", value, err)
			}
			names.total += share
			names.surnames = append(names.surnames, weighted{value, names.total})
		case part == "middle":
			names.middle[sex] = append(names.middle[sex], value)
		case part == "given":
			names.given[sex] = append(names.given[sex], value)
		}
	}
	if len(names.surnames) == 0 || len(names.given) == 0 {
		return nil, fmt.Errorf("reading name parts: no surnames or no given names in the table")
	}
	return names, nil
}

// Draw makes one name for sex "male" or "female".
func (n *Names) Draw(random *rand.Rand, sex string) string {
	at := random.Float64() * n.total
	i, _ := slices.BinarySearchFunc(n.surnames, at, func(s weighted, at float64) int {
		if s.upTo <= at {
			return -1
		}
		return 1
	})
	name := n.surnames[min(i, len(n.surnames)-1)].value
	if middle := pick(random, n.middle, sex); middle != "" {
		name += " " + middle
	}
	return name + " " + pick(random, n.given, sex)
}

func pick(random *rand.Rand, bySex map[string][]string, sex string) string {
	values := bySex[sex]
	if len(values) == 0 {
		return ""
	}
	return values[random.IntN(len(values))]
}
