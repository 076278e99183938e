package domain

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Pack is the law that governs one vote: every rule on voting that applies to its matter, as in force on one day. It is
// frozen into the vote at its announcement; a later change of law does not reach a vote that was announced (law §1.1).
type Pack struct {
	AsOf        workday.Date        `json:"as_of"`
	Subjects    []string            `json:"subjects"`
	Rules       []law.Rule          `json:"rules"` // in order of id
	Conventions workday.Conventions `json:"conventions"`
	Hash        string              `json:"hash"` // SHA-256 of Canonical in lower-case hexadecimal
}

// PackFor gathers the rules on a matter in force on the day given. Before 01/7/2023 there was no such law: refused.
func PackFor(book *law.Book, matter Matter, on workday.Date) (Pack, error) {
	pack := Pack{AsOf: on, Subjects: matter.Subjects(), Conventions: book.Conventions(on)}
	seen := map[string]bool{}
	for _, subject := range pack.Subjects {
		for _, rule := range book.Applying(subject, on) {
			if strings.HasPrefix(rule.ID, "voting.") && !seen[rule.ID] {
				seen[rule.ID] = true
				pack.Rules = append(pack.Rules, rule)
			}
		}
	}
	if len(pack.Rules) == 0 {
		return Pack{}, Refuse(RuleNotInForce, "matter", "on", on.Format()).On("Luật 10/2022/QH15")
	}
	slices.SortFunc(pack.Rules, func(a, b law.Rule) int { return strings.Compare(a.ID, b.ID) })
	pack.Hash = pack.hash()
	return pack, nil
}

// IsZero reports whether no law was gathered yet.
func (p Pack) IsZero() bool { return p.Hash == "" }

// Rule returns the rule of that id; false when it does not apply to the matter or is not in force.
func (p Pack) Rule(id string) (law.Rule, bool) {
	i, found := slices.BinarySearchFunc(p.Rules, id, func(r law.Rule, id string) int { return strings.Compare(r.ID, id) })
	if !found {
		return law.Rule{}, false
	}
	return p.Rules[i], true
}

// Demand returns the rule of that id, or a refusal when the law of that day has none for this matter.
func (p Pack) Demand(id string) (law.Rule, error) {
	if rule, ok := p.Rule(id); ok {
		return rule, nil
	}
	return law.Rule{}, Refuse(RuleNotInForce, "matter", "rule", id, "on", p.AsOf.Format())
}

// Has reports whether a yes-or-no rule says yes for this matter.
func (p Pack) Has(id string) bool {
	rule, ok := p.Rule(id)
	return ok && rule.Value != 0
}

// Number returns the value of a rule; false when there is none.
func (p Pack) Number(id string) (int, bool) {
	rule, ok := p.Rule(id)
	return rule.Value, ok
}

// basis cites a rule, for refusals.
func (p Pack) basis(id string) string {
	rule, _ := p.Rule(id)
	if rule.Basis.IsZero() {
		return ""
	}
	return rule.Basis.String()
}

// Canonical writes the pack down in one way only, so that anybody can hash it again with public tools: a line of names,
// a line of conventions, then one line for each rule in order of id; fields are parted by tabs, each line ends with a
// line feed. Titles are left out: correcting a word is no change of law.
func (p Pack) Canonical() string {
	var out strings.Builder
	line := func(fields ...string) { out.WriteString(strings.Join(fields, "\t") + "\n") }
	line("danchu.voting.v1.rule_pack", p.AsOf.String(), strings.Join(p.Subjects, ","))
	c := p.Conventions
	line("conventions", strconv.FormatBool(c.NoRollForward), strconv.FormatBool(c.FullDaysBetween),
		strconv.FormatBool(c.InclusiveMinimum), strconv.FormatBool(c.SuspensionDayCounts))
	for _, r := range p.Rules {
		value := strconv.Itoa(r.Value)
		if r.Unit == law.ShareOf {
			value = fmt.Sprintf("%d/%d", r.Share.Num, r.Share.Den)
			if r.Share.Strict {
				value = ">" + value
			}
		}
		line(r.Version(), value, string(r.Unit), string(r.Of), string(r.Counting), r.Basis.String())
	}
	return out.String()
}

// Check refuses a pack whose rules are not those that were hashed.
func (p Pack) Check() error {
	if p.Hash != p.hash() {
		return Refuse(PackAltered, "pack", "hash", p.Hash)
	}
	return nil
}

func (p Pack) hash() string {
	sum := sha256.Sum256([]byte(p.Canonical()))
	return hex.EncodeToString(sum[:])
}
