package ballot

import (
	"fmt"
	"slices"
	"strings"
)

// MaxChoice is the most bytes of a choice.
const MaxChoice = 400

// Agree is the answer that counts towards the share (Nghị định 59/2023/NĐ-CP Điều 5.3).
const Agree = "AGREE"

// Answers are the options of a vote that is no election.
func Answers() []string { return []string{Agree, "DISAGREE", "OTHER"} }

// Options are what may be chosen: answers with 0 seats, or candidates' ids and the
// number of seats.
type Options struct {
	Options []string
	Seats   int
}

// Check refuses options that cannot be told apart in a choice: none, doubled, out of
// order where they are candidates, characters other than letters, digits, "-", "_".
func (o Options) Check() error {
	if o.Seats < 0 || len(o.Options) == 0 || len(o.Options) > 1000 {
		return fmt.Errorf("%d options for %d seats cannot be voted on", len(o.Options), o.Seats)
	}
	seen := map[string]bool{}
	for _, option := range o.Options {
		if !isOption(option) || seen[option] {
			return fmt.Errorf("the option %.80q is doubled, or not letters, digits, - and _ only", option)
		}
		seen[option] = true
	}
	return nil
}

// Parse takes a choice apart: one answer, or in an election one to as many different
// candidates as there are seats, in ascending order with commas between. There is one
// way to write a choice, so the same choice always has the same commitment.
func (o Options) Parse(choice string) ([]string, error) {
	if choice == "" || len(choice) > MaxChoice {
		return nil, fmt.Errorf("a choice has 1 to %d characters", MaxChoice)
	}
	chosen := strings.Split(choice, ",")
	if most := max(o.Seats, 1); len(chosen) > most {
		return nil, fmt.Errorf("%d were chosen, at most %d may be", len(chosen), most)
	}
	for i, one := range chosen {
		if !slices.Contains(o.Options, one) {
			return nil, fmt.Errorf("%.80q is not among the options of this vote", one)
		}
		if i > 0 && chosen[i-1] >= one {
			return nil, fmt.Errorf("what is chosen must be in ascending order, each once: %.80q follows %.80q", one, chosen[i-1])
		}
	}
	return chosen, nil
}

// isOption reports whether text can be an option: no quote, comma or line feed.
func isOption(text string) bool {
	if text == "" || len(text) > 100 {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}
