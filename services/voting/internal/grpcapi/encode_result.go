package grpcapi

import (
	"context"
	"slices"
	"strconv"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/events"
)

// result writes what the count came to, once it is drawn. Shares are in millionths of the whole and for drawing only.
func (s *Surface) result(ctx context.Context, v app.Vote) *votingv1.Result {
	r := v.Result
	if r.Rule == "" {
		return nil
	}
	sum := v.Sum()
	lang := i18n.Lang(ctx)
	whole := v.Households("")
	out := &votingv1.Result{
		Participants: int32(v.TookPart(sum)), Invalid: int32(sum.Invalid), NotReturned: int32(sum.Unreturned()), Passed: r.Passed, Elected: r.Elected,
		Threshold: &votingv1.Threshold{Denominator: string(r.Of), Total: int32(r.Total), Needed: int32(r.Needed), Share: share(r.Share), Basis: basis(r.Basis)},
	}
	count := func(option, label string, n int) {
		line := &votingv1.Count{Option: option, Label: label, Votes: int32(n)}
		if whole > 0 {
			line.ShareMillionths = int32(int64(n) * 1_000_000 / int64(whole))
		}
		out.Counts = append(out.Counts, line)
	}
	if v.Matter.Election() {
		for _, c := range sum.Candidates {
			i := slices.IndexFunc(v.Candidates, func(one domain.Candidate) bool { return one.ID == c.Candidate })
			name := ""
			if i >= 0 {
				name = v.Candidates[i].Name
			}
			count(c.Candidate, name, c.Votes)
		}
	} else {
		count("AGREE", s.words.Text(lang, "choice.agree", nil), sum.Yes)
		count("DISAGREE", s.words.Text(lang, "choice.disagree", nil), sum.No)
		count("OTHER", s.words.Text(lang, "choice.other", nil), sum.Other)
	}
	key := "result.failed"
	if r.Passed {
		key = "result.passed"
	}
	out.Explanation = s.words.Text(lang, key, map[string]string{
		"yes": strconv.Itoa(r.Yes), "total": strconv.Itoa(r.Total), "needed": strconv.Itoa(r.Needed), "share": share(r.Share),
		"of": s.words.Text(lang, "whole."+string(r.Of), nil), "basis": r.Basis.String(),
	})
	if v.Matter.Scope == domain.Commune {
		for _, one := range v.Tallies {
			out.Villages = append(out.Villages, &votingv1.VillageResult{
				Unit: named("units", one.Village), UnitName: s.unitName(one.Village), Households: int32(one.Households),
				Agree: int32(one.Tally.Yes), Approved: one.Approved,
			})
		}
	}
	out.FallbackAllowed = r.Cause == domain.CauseAttendance
	return out
}

// decision writes the document and what became of it. Which household signed is for staff; the name stands on the paper.
func (s *Surface) decision(ctx context.Context, v app.View) *votingv1.Decision {
	d := v.Decision
	if d.Digest == "" && v.SendDue.IsZero() {
		return nil
	}
	calendar := v.Setting.Calendar
	out := &votingv1.Decision{
		Kind: string(d.Kind), Number: d.Number, Text: d.Decided, Discussed: d.Discussed, Date: dated(d.DecidedOn), Households: int32(d.Households),
		Present: int32(d.Present), Absent: int32(d.Absent), Digest: d.Digest, SendDue: s.due(ctx, v.SendDue), SentDate: dated(v.SentOn),
		Recogniser: events.Body(v.Recognition.By), ReceivedDate: dated(v.Recognition.ReceivedOn), ReceivedNote: v.Recognition.Note,
		RecogniseDue: s.due(ctx, v.Recognition.Due), Refusal: v.Recognition.Reason, EffectiveDate: dated(v.EffectiveDate),
		Attachments: attachments(v.Signed), AnswerAttachments: attachments(v.Answer), AmendmentRequested: v.Request.Reason,
	}
	if v.Recognition.Granted {
		out.RecognisedNumber, out.RecognisedDate = v.Recognition.Document, dated(v.Recognition.On)
	}
	if v.State == domain.Annulled {
		out.Annulment = v.Ending.Reason
	}
	if !v.SentOn.IsZero() {
		out.SendLateDays = int32(v.SendDue.Late(calendar, v.SentOn))
	}
	if v.Recognition.Answered {
		out.RecogniseLateDays = int32(v.Recognition.Due.Late(calendar, v.Recognition.On))
	}
	for _, signature := range d.Signatures {
		one := &votingv1.Signature{Name: signature.By.Name, Capacity: string(signature.By.Office), Date: dated(signature.On)}
		if v.Staff {
			one.Household = named("households", signature.Household)
		}
		out.Signatures = append(out.Signatures, one)
	}
	return out
}
