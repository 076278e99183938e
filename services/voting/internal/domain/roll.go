package domain

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Roll is the list of households of one village for one vote, as directory had it on the day of the announcement; in an
// agency, of the staff or the delegates summoned. It is the denominator and says who may act for whom.
type Roll struct {
	Vote        string       `json:"vote"`
	Village     string       `json:"village"` // unit key; the agency's id in an agency
	TakenOn     workday.Date `json:"taken_on"`
	TakenAt     time.Time    `json:"taken_at"`
	Entries     []RollEntry  `json:"entries"`
	Corrections []Correction `json:"corrections,omitempty"`
	Objections  []Objection  `json:"objections,omitempty"`
	Version     int          `json:"version"` // 1 at the snapshot, one more with each correction
	ClosedAt    time.Time    `json:"closed_at,omitzero"`
}

// RollEntry is one household: one voice. Name and address are personal and go to no log, event or trace.
type RollEntry struct {
	Household      string `json:"household"`                // directory's id; a member of staff in an agency
	Code           string `json:"code"`                     // number on the village's roll
	Representative string `json:"representative,omitempty"` // opaque id of the person who acts for it
	Name           string `json:"name,omitempty"`           // họ và tên
	Address        string `json:"address,omitempty"`        // địa chỉ thường trú
	Cluster        string `json:"cluster,omitempty"`
}

// VillageRoll is what the vote itself remembers of a roll.
type VillageRoll struct {
	Village    string `json:"village"`
	Households int    `json:"households"`
	Digest     string `json:"digest"`
	Version    int    `json:"version"`
}

// Snapshot takes the roll. Refused: no household, one listed twice, one person for two households.
func Snapshot(vote, village string, entries []RollEntry, with Setting) (Roll, error) {
	roll := Roll{
		Vote: vote, Village: village, TakenOn: with.Today(), TakenAt: with.Now, Version: 1,
		Entries: slices.Clone(entries),
	}
	slices.SortFunc(roll.Entries, func(a, b RollEntry) int {
		if c := strings.Compare(a.Code, b.Code); c != 0 {
			return c
		}
		return strings.Compare(a.Household, b.Household)
	})
	return roll, roll.check()
}

func (r Roll) check() error {
	if len(r.Entries) == 0 {
		return Refuse(RollEmpty, "entries").On("Điều 21 khoản 1 Luật 10/2022/QH15")
	}
	households, people := map[string]bool{}, map[string]string{}
	for i, entry := range r.Entries {
		field := "entries[" + strconv.Itoa(i) + "]"
		switch {
		case entry.Household == "":
			return Refuse(FieldRequired, field+".household")
		case households[entry.Household]:
			return Refuse(HouseholdTwice, field+".household", "household", entry.Household).On("Điều 19 khoản 3 Luật 10/2022/QH15")
		case entry.Representative != "" && people[entry.Representative] != "":
			return Refuse(RepresentativeTwice, field+".representative", "household", entry.Household, "other", people[entry.Representative]).
				On("Điều 18 khoản 2 Luật 10/2022/QH15")
		}
		households[entry.Household] = true
		if entry.Representative != "" {
			people[entry.Representative] = entry.Household
		}
	}
	return nil
}

// Entry returns the entry of a household.
func (r Roll) Entry(household string) (RollEntry, bool) {
	i := slices.IndexFunc(r.Entries, func(e RollEntry) bool { return e.Household == household })
	if i < 0 {
		return RollEntry{}, false
	}
	return r.Entries[i], true
}

// Represents returns the entry for which the person acts.
func (r Roll) Represents(person string) (RollEntry, bool) {
	i := slices.IndexFunc(r.Entries, func(e RollEntry) bool { return person != "" && e.Representative == person })
	if i < 0 {
		return RollEntry{}, false
	}
	return r.Entries[i], true
}

// Totals is what the vote remembers of the roll.
func (r Roll) Totals() VillageRoll {
	return VillageRoll{Village: r.Village, Households: len(r.Entries), Digest: r.Digest(), Version: r.Version}
}

// Digest is the SHA-256 of the households on the roll in order of their code, without names: it proves later that no
// household was put on or taken off unseen.
func (r Roll) Digest() string {
	var text strings.Builder
	text.WriteString("danchu.voting.v1.roll\t" + r.Vote + "\t" + r.Village + "\n")
	for _, entry := range r.Entries {
		text.WriteString(entry.Code + "\t" + entry.Household + "\n")
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}

// OpenObjections counts those without an answer.
func (r Roll) OpenObjections() int {
	n := 0
	for _, objection := range r.Objections {
		if objection.AnsweredAt.IsZero() {
			n++
		}
	}
	return n
}
