package domain_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

func TestRollsAreChecked(t *testing.T) {
	t.Parallel()
	with := on(t, "2026-03-02")
	for name, tc := range map[string]struct {
		entries []domain.RollEntry
		reason  domain.Reason
	}{
		"no household":                             {nil, domain.RollEmpty},
		"Điều 19.3: one household twice":           {[]domain.RollEntry{entry(1), entry(1)}, domain.HouseholdTwice},
		"Điều 18.2: one person for two households": {[]domain.RollEntry{entry(1), {Household: "h2", Representative: "p001"}}, domain.RepresentativeTwice},
		"a household without a name to call it by": {[]domain.RollEntry{{Code: "7"}}, domain.FieldRequired},
	} {
		_, err := domain.Snapshot("v1", hamlet, tc.entries, with)
		t.Run(name, func(t *testing.T) { refused(t, err, tc.reason) })
	}
	if _, err := domain.Snapshot("v1", hamlet, []domain.RollEntry{{Household: "h1"}, {Household: "h2"}}, with); err != nil {
		t.Errorf("two households whose representatives are not known yet: %v", err)
	}
}

// Corrections carry a reason, change the digest and the number of the roll, and end at the opening.
func TestCorrectionsUntilTheOpening(t *testing.T) {
	t.Parallel()
	with := on(t, "2026-03-05")
	r := roll(t, "v1", hamlet, 3)
	_, _, err := r.Add(entry(9), " ", head, with)
	refused(t, err, domain.FieldRequired)
	_, _, err = r.Add(entry(1), "x", head, with)
	refused(t, err, domain.HouseholdTwice)
	_, _, err = r.Remove("h777", "x", head, with)
	refused(t, err, domain.HouseholdNotOnRoll)
	more, facts, err := r.Add(entry(9), "Mới chuyển đến", head, with)
	if err != nil || len(more.Entries) != 4 || more.Version != 2 || more.Digest() == r.Digest() || len(r.Entries) != 3 {
		t.Fatalf("%v %+v", err, more)
	}
	if f := facts[0].(domain.RollCorrected); f.Households != 4 || f.Digest != more.Digest() {
		t.Errorf("%+v", f)
	}
	changed := entry(2)
	changed.Representative = "p777"
	same, _, err := more.Change(changed, "Ủy nhiệm con trai", head, with)
	if err != nil || same.Digest() != more.Digest() || same.Corrections[1].Kind != domain.RepresentativeChanged {
		t.Errorf("who speaks for a household is no part of the digest: %v", err)
	}
	if e, ok := same.Represents("p777"); !ok || e.Household != "h002" {
		t.Error("the new representative does not speak for the household")
	}
	if _, ok := same.Represents(""); ok {
		t.Error("nobody speaks for a household")
	}
	objected, _, err := same.Object(domain.Objection{ID: "o1", Person: "p001", Text: "Thiếu hộ tôi"}, with)
	if err != nil {
		t.Fatal(err)
	}
	_, err = objected.Close(with)
	refused(t, err, domain.ObjectionOpen)
	_, _, err = objected.Answer("o1", "Không có căn cứ", false, domain.Actor{Subject: "p001"}, with)
	refused(t, err, domain.SamePerson)
	answered, _, err := objected.Answer("o1", "Không có căn cứ", false, head, with)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = answered.Answer("o1", "x", true, head, with)
	refused(t, err, domain.StateNotAllowed)
	closed, err := answered.Close(with)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = closed.Remove("h001", "x", head, with)
	refused(t, err, domain.RollClosed)
	_, _, err = closed.Object(domain.Objection{ID: "o2", Person: "p", Text: "x"}, with)
	refused(t, err, domain.RollClosed)
	_, _, err = closed.Represent("h001", "p888", "", "Ốm", true, head, with)
	refused(t, err, domain.VotedAlready)
	if spoken, _, err := closed.Represent("h001", "p888", "", "Ốm", false, head, with); err != nil || len(spoken.Entries) != 4 {
		t.Errorf("Điều 18.2: a household keeps its voice when its representative falls ill: %v", err)
	}
}

// A roll that was swapped or objected to is not opened on.
func TestAReplacedRollIsNoticed(t *testing.T) {
	t.Parallel()
	r := roll(t, "v1", hamlet, 61)
	v, _, err := agreed(t, draft(1, domain.Decide)).Announce([]domain.VillageRoll{r.Totals()}, head, on(t, "2026-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	if v, err = v.Tell(toldInTime, on(t, "2026-03-18")); err != nil {
		t.Fatal(err)
	}
	less, _, err := r.Remove("h003", "Chuyển đi", head, on(t, "2026-03-10"))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = v.Open([]domain.Roll{less}, head, on(t, meetDay))
	refused(t, err, domain.RollClosed)
	_, _, err = v.Open(nil, head, on(t, meetDay))
	refused(t, err, domain.RollClosed)
	objected, _, err := r.Object(domain.Objection{ID: "o1", Person: "p", Text: "x"}, on(t, "2026-03-10"))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = v.Open([]domain.Roll{objected}, head, on(t, meetDay))
	refused(t, err, domain.ObjectionOpen)
	if v, err = v.CorrectRoll(less.Totals(), on(t, "2026-03-10")); err != nil || v.Households("") != 60 {
		t.Fatal(err)
	}
	v, _, err = v.Open([]domain.Roll{less}, head, on(t, meetDay))
	if err != nil {
		t.Fatal(err)
	}
	_, err = v.CorrectRoll(r.Totals(), on(t, meetDay))
	refused(t, err, domain.RollClosed)
}

// Whatever is corrected, each household stays on the roll once, each person speaks for one, and the number of households is
// the number of entries.
func TestCorrectionsKeepTheRollWhole(t *testing.T) {
	with := on(t, "2026-03-05")
	rapid.Check(t, func(rt *rapid.T) {
		r := roll(t, "v1", hamlet, rapid.IntRange(1, 20).Draw(rt, "households"))
		for range rapid.IntRange(0, 20).Draw(rt, "corrections") {
			i := rapid.IntRange(0, 25).Draw(rt, "household")
			var next domain.Roll
			var err error
			switch rapid.IntRange(0, 2).Draw(rt, "kind") {
			case 0:
				next, _, err = r.Add(entry(i), "x", head, with)
			case 1:
				next, _, err = r.Remove(entry(i).Household, "x", head, with)
			default:
				e := entry(i)
				e.Representative = entry(rapid.IntRange(0, 25).Draw(rt, "person")).Representative
				next, _, err = r.Change(e, "x", head, with)
			}
			if err == nil {
				r = next
			}
			seen, speaks := map[string]bool{}, map[string]bool{}
			for _, e := range r.Entries {
				if seen[e.Household] || e.Representative != "" && speaks[e.Representative] {
					rt.Fatalf("%+v", r.Entries)
				}
				seen[e.Household], speaks[e.Representative] = true, true
			}
			if r.Totals().Households != len(seen) || len(seen) == 0 {
				rt.Fatalf("%d households", len(seen))
			}
		}
	})
}
