package domain_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// What is enough, and of what it is a part: a village counts all its households, a commune its villages, an agency those
// who came.
func TestThresholds(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		matter domain.Matter
		form   domain.Form
		of     law.Whole
		total  int
		needed int
	}{
		"Điều 21.1 ¶1: item 1, two thirds of 61 households":      {village(1, domain.Decide), domain.MeetingForm, law.Households, 61, 41},
		"Điều 21.1 ¶1: item 2, two thirds of 60 is 40 exactly":   {village(2, domain.Decide), domain.MeetingForm, law.Households, 60, 40},
		"Điều 21.1 ¶2: commune, two thirds of 7 villages":        {commune(1), domain.PaperForm, law.Villages, 7, 5},
		"Điều 21.1 ¶2: commune, two thirds of 6 villages":        {commune(2), domain.MeetingForm, law.Villages, 6, 4},
		"Điều 21.1 ¶3: item 3, more than half of 61":             {village(3, domain.Adopt), domain.MeetingForm, law.Households, 61, 31},
		"Điều 21.1 ¶3: item 4, half of 60 is not enough":         {village(4, domain.Elect), domain.MeetingForm, law.Households, 60, 31},
		"Điều 21.1 ¶3: item 5":                                   {village(5, domain.Release), domain.MeetingForm, law.Households, 100, 51},
		"Điều 21.1 ¶3: item 6 on paper":                          {village(6, domain.Decide), domain.PaperForm, law.Households, 99, 50},
		"NĐ 59/2023 Điều 5.4.b: item 6 online":                   {village(6, domain.Decide), domain.OnlineForm, law.Households, 200, 101},
		"Điều 51.2.c: an agency, more than half of 30 attending": {agency(3, domain.Decide), domain.MeetingForm, law.StaffAttending, 30, 16},
		"Điều 50.2: a ballot in its place [U], of all staff":     {agency(3, domain.Decide), domain.PaperForm, law.Staff, 45, 23},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			threshold, err := pack(t, tc.matter).Threshold(tc.matter, tc.form)
			if err != nil {
				t.Fatal(err)
			}
			if threshold.Of() != tc.of || threshold.Needed(tc.total) != tc.needed {
				t.Errorf("%d of %d %s, want %d %s", threshold.Needed(tc.total), tc.total, threshold.Of(), tc.needed, tc.of)
			}
			if threshold.Reached(tc.needed-1, tc.total) || !threshold.Reached(tc.needed, tc.total) {
				t.Error("Reached disagrees with Needed")
			}
		})
	}
}

func shares(t *rapid.T) domain.Threshold {
	den := rapid.IntRange(1, 1000).Draw(t, "den")
	strict := rapid.Bool().Draw(t, "strict")
	num := rapid.IntRange(1, den).Draw(t, "num")
	if strict && num == den {
		strict = false
	}
	return domain.Threshold{Rule: law.Rule{Share: law.Share{Num: num, Den: den, Strict: strict}, Of: law.Households}}
}

// A vote can pass exactly as long as all who have not spoken could carry it, and passing never depends on who is absent
// beyond their being in the whole.
func TestCanPassIsWhatTheRestCouldCarry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		threshold := shares(t)
		total := rapid.IntRange(1, 5000).Draw(t, "total")
		yes := rapid.IntRange(0, total).Draw(t, "yes")
		open := rapid.IntRange(0, total-yes).Draw(t, "open")
		can := threshold.CanPass(yes, open, total)
		if can != (yes+open >= threshold.Needed(total)) {
			t.Fatalf("%d yes, %d open of %d, needed %d: %v", yes, open, total, threshold.Needed(total), can)
		}
		if threshold.Reached(yes, total) && !can {
			t.Fatal("what has passed can pass")
		}
		if yes < total && threshold.Reached(yes, total) && !threshold.Reached(yes+1, total) {
			t.Fatal("one yes more cannot undo it")
		}
		if threshold.Reached(yes, total+1) && !threshold.Reached(yes, total) {
			t.Fatal("a household more cannot make it pass")
		}
	})
}

func ballots(t *rapid.T) []domain.Ballot {
	choices := []domain.Choice{domain.Agree, domain.Disagree, domain.Another, domain.NoChoice, domain.Spoilt}
	return rapid.SliceOf(rapid.Custom(func(t *rapid.T) domain.Ballot {
		return domain.Ballot{Choice: rapid.SampledFrom(choices).Draw(t, "choice")}
	})).Draw(t, "ballots")
}

// Counting is the same in any order and in any split, loses no ballot, and passes its own check; what is not a yes never
// becomes one.
func TestTalliesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := ballots(t)
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		count := func(some []domain.Ballot) (tally domain.Tally) {
			for _, b := range some {
				tally = tally.Count(b)
			}
			return tally
		}
		whole, parts := count(all), count(all[cut:]).Plus(count(all[:cut]))
		yes := 0
		for _, b := range all {
			if b.Choice == domain.Agree {
				yes++
			}
		}
		if whole.Yes != yes || whole.Voters() != len(all) || whole.Returned != len(all) || parts.Yes != yes || parts.Voters() != len(all) {
			t.Fatalf("%+v, %+v of %d ballots with %d yes", whole, parts, len(all), yes)
		}
		absent := rapid.IntRange(0, 50).Draw(t, "absent")
		whole.Issued += absent
		if err := whole.Check(domain.PaperForm, domain.SecretBallot, len(all)+absent+1, 0); err != nil {
			t.Fatal(err)
		}
		if whole.Unreturned() != absent {
			t.Fatalf("%d unreturned, want %d", whole.Unreturned(), absent)
		}
	})
}

// Numbers that cannot be.
func TestTalliesThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		tally  domain.Tally
		form   domain.Form
		method domain.Method
		reason domain.Reason
	}{
		"fewer than none":                        {domain.Tally{Yes: -1}, domain.MeetingForm, domain.ShowOfHands, domain.CountNegative},
		"more hands than people present":         {domain.Tally{Yes: 30, No: 11, Present: 40}, domain.MeetingForm, domain.ShowOfHands, domain.CountAbovePresent},
		"more ballots handed out than present":   {domain.Tally{Yes: 40, Issued: 41, Returned: 40, Present: 40}, domain.MeetingForm, domain.SecretBallot, domain.CountAbovePresent},
		"more came back than were handed out":    {domain.Tally{Yes: 41, Issued: 40, Returned: 41}, domain.PaperForm, domain.SecretBallot, domain.CountAboveIssued},
		"more voices than ballots":               {domain.Tally{Yes: 41, Issued: 42, Returned: 40}, domain.PaperForm, domain.SecretBallot, domain.CountAboveIssued},
		"more voices than households":            {domain.Tally{Yes: 62, Issued: 62, Returned: 62}, domain.PaperForm, domain.SecretBallot, domain.CountAboveRoll},
		"more ballots than households":           {domain.Tally{Yes: 60, Issued: 62, Returned: 60}, domain.PaperForm, domain.SecretBallot, domain.CountAboveRoll},
		"more present than there are households": {domain.Tally{Yes: 60, Present: 62}, domain.MeetingForm, domain.ShowOfHands, domain.CountAboveRoll},
		"a candidate above the valid ballots": {
			domain.Tally{Issued: 40, Returned: 40, Invalid: 2, Present: 40, Candidates: []domain.CandidateTally{{Candidate: "a", Votes: 39}}},
			domain.MeetingForm, domain.SecretBallot, domain.CountAboveIssued,
		},
		"more names than ballots may bear": {
			domain.Tally{Issued: 40, Returned: 40, Present: 40, Candidates: []domain.CandidateTally{{Candidate: "a", Votes: 30}, {Candidate: "b", Votes: 30}}},
			domain.MeetingForm, domain.SecretBallot, domain.CountAboveIssued,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused(t, tc.tally.Check(tc.form, tc.method, 61, 1), tc.reason)
		})
	}
}
