package grpcapi

import (
	"context"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

func rollEntry(l app.RollLine) *votingv1.RollEntry {
	return &votingv1.RollEntry{
		Household: named("households", l.Household), Village: named("units", l.Village), Code: l.Code, Address: l.Address, Representative: l.Name,
		TookPart: l.By != "", ByForm: strings.ToUpper(string(l.By)), CredentialDrawn: l.CredentialDrawn, Assisted: l.Assisted,
		Correction: l.Correction, Removed: l.Removed,
	}
}

func (s rolls) ListRollEntries(ctx context.Context, req *votingv1.ListRollEntriesRequest) (*votingv1.ListRollEntriesResponse, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	place, err := linePlace(cursor.After)
	if err != nil {
		return nil, translate(err)
	}
	lines, total, err := s.actions.ListRollEntries(ctx, app.RollQuery{Vote: id, Village: after(req.GetVillage()), After: place, Most: cursor.Size + 1})
	if err != nil {
		return nil, translate(err)
	}
	lines, next := page(lines, cursor.Size, cursor.Next, func(l app.RollLine) []string { return []string{l.Village, l.Code, l.Household} })
	response := &votingv1.ListRollEntriesResponse{NextPageToken: next, Total: int32(total)}
	for _, l := range lines {
		response.Entries = append(response.Entries, rollEntry(l))
	}
	return response, nil
}

func (s rolls) GetMyRollEntry(ctx context.Context, req *votingv1.GetMyRollEntryRequest) (*votingv1.RollEntry, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	l, err := s.actions.GetMyRollEntry(ctx, id)
	if err != nil {
		return nil, translate(err)
	}
	return rollEntry(l), nil
}

func (s rolls) CorrectRoll(ctx context.Context, req *votingv1.CorrectRollRequest) (*votingv1.RollEntry, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	l, err := s.actions.CorrectRoll(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), app.Correction{
		Household: after(req.GetHousehold()), Village: after(req.GetVillage()), Remove: req.GetRemove(), Reason: block(req.GetReason()),
	})
	if err != nil {
		return nil, translate(err)
	}
	return rollEntry(l), nil
}

func objection(vote string, o domain.Objection) *votingv1.RollObjection {
	return &votingv1.RollObjection{
		Name: "votes/" + vote + "/objections/" + o.ID, Household: named("households", o.Household), Text: o.Text, Decided: !o.AnsweredAt.IsZero(),
		Upheld: o.Upheld, Answer: o.Answer, CreateTime: stamp(o.FiledAt),
	}
}

func (s rolls) ObjectToRoll(ctx context.Context, req *votingv1.ObjectToRollRequest) (*votingv1.RollObjection, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	o, err := s.actions.ObjectToRoll(ctx, change.ForRequest(ctx, req), id, block(req.GetText()))
	if err != nil {
		return nil, translate(err)
	}
	return objection(id, o), nil
}

func (s rolls) ListRollObjections(ctx context.Context, req *votingv1.ListRollObjectionsRequest) (*votingv1.ListRollObjectionsResponse, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	all, err := s.actions.ListRollObjections(ctx, id)
	if err != nil {
		return nil, translate(err)
	}
	response := &votingv1.ListRollObjectionsResponse{}
	for _, o := range all[:min(len(all), 500)] {
		response.Objections = append(response.Objections, objection(id, o))
	}
	return response, nil
}

func (s rolls) DecideRollObjection(ctx context.Context, req *votingv1.DecideRollObjectionRequest) (*votingv1.RollObjection, error) {
	parts := strings.Split(req.GetName(), "/")
	if len(parts) != 4 || !idPattern.MatchString(parts[1]) || !idPattern.MatchString(parts[3]) {
		return nil, translate(domain.Refuse(domain.NotFound, "name"))
	}
	o, err := s.actions.DecideRollObjection(ctx, change.ForRequest(ctx, req), parts[1], parts[3], block(req.GetAnswer()), req.GetUpheld())
	if err != nil {
		return nil, translate(err)
	}
	return objection(parts[1], o), nil
}
