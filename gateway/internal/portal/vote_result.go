package portal

import (
	"context"
	"slices"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VoteResult is what the count came to, over the right whole.
type VoteResult struct {
	Passed                                    bool
	State                                     view.State
	Bar                                       view.Bar
	Counts                                    []CountRow
	Needed, Explanation                       string
	Participants, Invalid, NotReturned, Total int32
	Villages                                  []VillageRow
	Fallback                                  bool
}

// CountRow is one line of the tally.
type CountRow struct {
	Label, Share, Class string
	Votes               int32
	Elected             bool
}

// VillageRow is how one village decided in a vote of the commune.
type VillageRow struct {
	URL, Name         string
	Agree, Households int32
	State             view.State
}

func (p *Portal) voteResult(lang string, one *votingv1.Vote) *VoteResult {
	result := one.GetResult()
	if result == nil {
		return nil
	}
	page := &VoteResult{
		Passed: result.GetPassed(), State: p.reached(lang, result.GetPassed()), Bar: p.Terms.Bar(lang, result), Needed: p.Terms.Threshold(lang, result.GetThreshold()),
		Explanation: result.GetExplanation(), Participants: result.GetParticipants(), Invalid: result.GetInvalid(), NotReturned: result.GetNotReturned(),
		Total: result.GetThreshold().GetTotal(), Fallback: result.GetFallbackAllowed() && one.GetState() == votingv1.VoteState_VOTE_STATE_FAILED,
	}
	for _, line := range result.GetCounts() {
		page.Counts = append(page.Counts, CountRow{
			Label: line.GetLabel(), Votes: line.GetVotes(), Class: terms.OptionClass(line.GetOption()),
			Share: terms.Percent(lang, line.GetShareMillionths()), Elected: slices.Contains(result.GetElected(), line.GetOption()),
		})
	}
	for _, village := range result.GetVillages() {
		page.Villages = append(page.Villages, VillageRow{
			URL: "/units/" + terms.ID(village.GetUnit()), Name: village.GetUnitName(), Agree: village.GetAgree(), Households: village.GetHouseholds(),
			State: p.reached(lang, village.GetApproved()),
		})
	}
	return page
}

func (p *Portal) reached(lang string, passed bool) view.State {
	if passed {
		return view.State{Shape: view.Good, Word: p.Set.Text(lang, "vote.passed", nil)}
	}
	return view.State{Shape: view.Held, Word: p.Set.Text(lang, "vote.failed", nil)}
}

// VoteDecision is the document of the decision and what became of it.
type VoteDecision struct {
	Kind, Number, Date, Digest    string
	Paragraphs, Discussed         []string
	Signatures                    []SignatureRow
	Sent, Recogniser, Recognised  string
	Number2                       string // of the recognising decision
	SendDue, RecogniseDue         view.Due
	Refusal, Annulment, Amendment string
	Effective                     string
	Files, AnswerFiles            []AttachmentRow
}

// SignatureRow is one who signed.
type SignatureRow struct{ Name, Capacity, Date string }

func (p *Portal) voteDecision(lang string, one *votingv1.Vote) *VoteDecision {
	d := one.GetDecision()
	if d == nil {
		return nil
	}
	page := &VoteDecision{
		Number: d.GetNumber(), Date: terms.Day(d.GetDate()).Format(), Digest: d.GetDigest(),
		Paragraphs: paragraphs(d.GetText()), Discussed: paragraphs(d.GetDiscussed()), Sent: terms.Day(d.GetSentDate()).Format(),
		Recognised: terms.Day(d.GetRecognisedDate()).Format(), Number2: d.GetRecognisedNumber(), Refusal: d.GetRefusal(), Annulment: d.GetAnnulment(),
		Amendment: d.GetAmendmentRequested(), Effective: terms.Day(d.GetEffectiveDate()).Format(),
	}
	if d.GetKind() != "" {
		page.Kind = p.Terms.Voting(lang, "decision_kind", d.GetKind())
	}
	if d.GetRecogniser() != votingv1.Body_BODY_UNSPECIFIED {
		page.Recogniser = p.Terms.Voting(lang, "body", d.GetRecogniser().String())
	}
	page.SendDue = p.Terms.Kept(lang, view.Today(p.Clock()), d.GetSendDue(), d.GetSentDate(), d.GetSendLateDays())
	page.RecogniseDue = p.Terms.Kept(lang, view.Today(p.Clock()), d.GetRecogniseDue(), d.GetRecognisedDate(), d.GetRecogniseLateDays())
	for _, signed := range d.GetSignatures() {
		page.Signatures = append(page.Signatures, SignatureRow{
			Name: signed.GetName(), Capacity: p.Terms.Voting(lang, "capacity", signed.GetCapacity()), Date: terms.Day(signed.GetDate()).Format(),
		})
	}
	id := terms.ID(one.GetName())
	page.Files, page.AnswerFiles = files("/votes/"+id+"/files/", d.GetAttachments()), files("/votes/"+id+"/files/", d.GetAnswerAttachments())
	return page
}

// VoteProgress is how the decision is carried out, and its money.
type VoteProgress struct {
	Rows                      []ProgressRow
	Collected, Spent, Percent string
	Money                     bool
	Finished                  string
}

// ProgressRow is one public note.
type ProgressRow struct {
	Date, Text, Kind, Amount string
	Percent                  int32
	Corrects                 int32
	Files                    []AttachmentRow
}

func (p *Portal) voteProgress(ctx context.Context, one *votingv1.Vote, page *VoteShow) error {
	if one.GetDecision().GetEffectiveDate() == "" {
		return nil // nothing can be carried out yet
	}
	lang := i18n.Lang(ctx)
	found, err := p.decisions.ListProgress(ctx, &votingv1.ListProgressRequest{Vote: one.GetName(), PageSize: 20})
	if err != nil {
		return err
	}
	out := &VoteProgress{
		Collected: terms.Money(lang, found.GetCollectedVnd()), Spent: terms.Money(lang, found.GetSpentVnd()), Percent: i18n.Number(lang, int64(found.GetPercent())) + " %",
		Money: found.GetCollectedVnd()+found.GetSpentVnd() > 0, Finished: moment(found.GetFinishedTime()),
	}
	for _, entry := range found.GetEntries() {
		row := ProgressRow{
			Date: terms.Day(entry.GetDate()).Format(), Text: entry.GetText(), Kind: p.Terms.Voting(lang, "progress_kind", entry.GetKind().String()),
			Percent: entry.GetPercent(), Corrects: entry.GetCorrects(), Files: files("/votes/"+terms.ID(one.GetName())+"/files/", entry.GetAttachments()),
		}
		if entry.GetAmountVnd() != 0 {
			row.Amount = terms.Money(lang, entry.GetAmountVnd())
		}
		out.Rows = append(out.Rows, row)
	}
	page.Progress = out
	return nil
}
