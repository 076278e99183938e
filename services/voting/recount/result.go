package recount

import (
	"slices"

	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// checkBox compares ballots, credentials and households.
func (s *scan) checkBox(b *book) {
	for s.next < len(s.commitments) {
		s.unopened()
	}
	cast := len(s.commitments)
	if s.closed.Ballots != cast {
		b.broke(BallotsOpened, "closed_count_wrong", "written", number(s.closed.Ballots), "ballots", number(cast))
	}
	if cast > s.closed.Credentials {
		b.broke(WithinCredentials, "more_ballots_than_credentials", "ballots", number(cast), "credentials", number(s.closed.Credentials))
	}
	if s.closed.Credentials > s.first.Households {
		b.broke(WithinCredentials, "more_credentials_than_households",
			"credentials", number(s.closed.Credentials), "households", number(s.first.Households))
	}
	b.looked(BallotsOpened, ChoicesUnchanged, TokensGenuine, TokensOnce, WithinCredentials)
}

// count gives the lines of the recount in the order of the options.
func (s *scan) count() []ballot.Count {
	lines := make([]ballot.Count, 0, len(s.first.Options))
	for _, option := range s.first.Options {
		lines = append(lines, ballot.Count{Option: option, Votes: s.openings.counts[option]})
	}
	return lines
}

// needed is what decides; of those attending it is known with the result only.
func (s *scan) needed() int {
	total := s.first.Threshold.Total
	if total == 0 && s.result != nil {
		total = s.result.Participants
	}
	n, err := ballot.Needed(s.first.Threshold.Share, total)
	if err != nil {
		return s.first.Threshold.Needed
	}
	return n
}

func votesFor(counts []ballot.Count, option string) int {
	for _, c := range counts {
		if c.Option == option {
			return c.Votes
		}
	}
	return 0
}

// checkTally compares the result in the log with the count.
func (s *scan) checkTally(b *book, counts []ballot.Count) {
	defer b.looked(TallyRight)
	r, needed := s.result, s.needed()
	if s.openings != nil && !slices.Equal(r.Counts, counts) {
		for _, c := range counts {
			if said := votesFor(r.Counts, c.Option); said != c.Votes {
				b.broke(TallyRight, "tally_differs", "option", c.Option, "written", number(said), "counted", number(c.Votes))
			}
		}
		if len(r.Counts) != len(counts) {
			b.broke(TallyRight, "tally_options_differ")
		}
	}
	if s.closed != nil && r.Participants != s.closed.Credentials {
		b.broke(TallyRight, "participants_wrong", "written", number(r.Participants), "credentials", number(s.closed.Credentials))
	}
	if s.closed != nil && r.NotReturned != s.closed.Credentials-len(s.commitments) {
		b.broke(TallyRight, "not_cast_wrong", "written", number(r.NotReturned), "counted", number(s.closed.Credentials-len(s.commitments)))
	}
	if r.Needed != needed {
		b.broke(TallyRight, "needed_differs", "written", number(r.Needed), "needed", number(needed))
	}
	if s.first.Seats > 0 {
		s.checkElected(b, counts, needed)
		return
	}
	// A meeting or a paper vote may fail for reasons that no count shows: too few came.
	if agree := s.agree(counts); r.Passed && agree < needed || !r.Passed && agree >= needed && s.closed != nil {
		b.broke(TallyRight, "passed_wrong", "agree", number(agree), "needed", number(needed))
	}
}

// agree is what is held against the threshold: households, persons or villages.
func (s *scan) agree(counts []ballot.Count) int {
	if s.first.Threshold.Of == "villages" {
		return s.result.Approving
	}
	return votesFor(counts, ballot.Agree)
}

// passed is what the recount comes to.
func (s *scan) passed(counts []ballot.Count) bool {
	if s.first.Seats > 0 || s.closed == nil {
		return s.result.Passed
	}
	return s.agree(counts) >= s.needed()
}

// checkElected refuses winners below the share, more than seats, and losers above winners.
func (s *scan) checkElected(b *book, counts []ballot.Count, needed int) {
	least := -1
	for _, id := range s.result.Elected {
		votes := votesFor(counts, id)
		if votes < needed || !slices.Contains(s.first.Options, id) {
			b.broke(TallyRight, "elected_below", "option", id, "votes", number(votes), "needed", number(needed))
		}
		if least < 0 || votes < least {
			least = votes
		}
	}
	if len(s.result.Elected) > s.first.Seats {
		b.broke(TallyRight, "elected_too_many", "elected", number(len(s.result.Elected)), "seats", number(s.first.Seats))
	}
	for _, c := range counts {
		if least >= 0 && c.Votes > least && !slices.Contains(s.result.Elected, c.Option) {
			b.broke(TallyRight, "elected_passed_over", "option", c.Option, "votes", number(c.Votes))
		}
	}
}

// passing are the states that say that the share was reached, whatever came after.
var passing = []string{
	"VOTE_STATE_PASSED", "VOTE_STATE_SENT", "VOTE_STATE_IN_EFFECT", "VOTE_STATE_REFUSED", "VOTE_STATE_ANNULLED",
}

// checkPage compares what people are shown with what the log says.
func (s *scan) checkPage(b *book, page Page) {
	defer b.looked(PageSame)
	differs := func(field, shown, logged string) {
		if shown != logged {
			b.broke(PageSame, "page_differs", "field", field, "shown", shown, "logged", logged)
		}
	}
	differs("households", number(page.Households), number(s.first.Households))
	differs("form", page.Form, "FORM_"+s.first.Form)
	differs("method", page.Method, "METHOD_"+s.first.Method)
	differs("ballot_key", page.Log.BallotKey, s.first.Key)
	if s.result == nil {
		return
	}
	if page.Result == nil {
		differs("result", "", "passed="+yes(s.result.Passed))
		return
	}
	for _, c := range s.result.Counts {
		votes := 0
		for _, shown := range page.Result.Counts {
			if shown.Option == c.Option {
				votes = shown.Votes
			}
		}
		differs(c.Option, number(votes), number(c.Votes))
	}
	differs("participants", number(page.Result.Participants), number(s.result.Participants))
	differs("invalid", number(page.Result.Invalid), number(s.result.Invalid))
	approved := 0
	for _, village := range page.Result.Villages {
		if village.Approved {
			approved++
		}
	}
	differs("villages", number(approved), number(s.result.Approving))
	differs("needed", number(page.Result.Threshold.Needed), number(s.result.Needed))
	differs("passed", yes(page.Result.Passed), yes(s.result.Passed))
	if slices.Contains(passing, page.State) != s.result.Passed {
		differs("state", page.State, "passed="+yes(s.result.Passed))
	}
	if !slices.Equal(page.Result.Elected, s.result.Elected) && len(page.Result.Elected)+len(s.result.Elected) > 0 {
		b.broke(PageSame, "page_differs", "field", "elected", "shown", number(len(page.Result.Elected)), "logged", number(len(s.result.Elected)))
	}
}

func yes(is bool) string {
	if is {
		return "true"
	}
	return "false"
}
