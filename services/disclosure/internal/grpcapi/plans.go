package grpcapi

import (
	"context"
	"strconv"
	"time"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/events"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

func (s *Surface) plan(p domain.Plan, err error) (*disclosurev1.Plan, error) {
	if err != nil {
		return nil, translate(err)
	}
	out := &disclosurev1.Plan{
		Name: "plans/" + p.ID, Etag: etag(p.Revision), Unit: "units/" + p.Body.Unit, Agency: named("agencies", p.Body.Agency), Year: int32(p.Year),
		State:          upper[disclosurev1.PlanState](disclosurev1.PlanState_value, "PLAN_STATE", string(p.State)),
		DocumentNumber: p.DocumentNumber, AdoptedDate: p.AdoptedDate.String(), UpdateTime: stamp(p.UpdatedAt),
	}
	for _, l := range p.Lines {
		row := &disclosurev1.PlanLine{
			Number: int32(l.Number), Item: "catalogueItems/" + l.Item, Content: l.Content, PlannedDate: l.PlannedDate.String(),
			DurationDays: int32(l.Duration), Responsible: l.Responsible,
		}
		for _, form := range l.Forms {
			row.Forms = append(row.Forms, events.Form(form))
		}
		out.Lines = append(out.Lines, row)
	}
	for _, item := range s.actions.Unplanned(p) {
		out.UnplannedItems = append(out.UnplannedItems, "catalogueItems/"+item)
	}
	return out, nil
}

func planLine(l *disclosurev1.PlanLine) (domain.PlanLine, error) {
	row := domain.PlanLine{
		Number: int(l.GetNumber()), Item: after(l.GetItem()), Content: block(l.GetContent()), Duration: int(l.GetDurationDays()), Responsible: line(l.GetResponsible()),
	}
	for _, form := range l.GetForms() {
		row.Forms = append(row.Forms, events.FormCode(form))
	}
	var err error
	row.PlannedDate, err = day("line.planned_date", l.GetPlannedDate())
	return row, err
}

func (s plans) CreatePlan(ctx context.Context, req *disclosurev1.CreatePlanRequest) (*disclosurev1.Plan, error) {
	var lines []domain.PlanLine
	for _, l := range req.GetLines() {
		row, err := planLine(l)
		if err != nil {
			return nil, translate(err)
		}
		lines = append(lines, row)
	}
	return s.plan(s.actions.CreatePlan(ctx, change.ForRequest(ctx, req), after(req.GetUnit()), after(req.GetAgency()), int(req.GetYear()), lines))
}

func (s plans) AddPlanLine(ctx context.Context, req *disclosurev1.AddPlanLineRequest) (*disclosurev1.Plan, error) {
	id, err := idOf(req.GetPlan())
	if err != nil {
		return nil, translate(err)
	}
	row, err := planLine(req.GetLine())
	if err != nil {
		return nil, translate(err)
	}
	row.Number = 0
	return s.plan(s.actions.PutPlanLine(ctx, "AddPlanLine", change.ForRequest(ctx, req), id, req.GetEtag(), row))
}

func (s plans) UpdatePlanLine(ctx context.Context, req *disclosurev1.UpdatePlanLineRequest) (*disclosurev1.Plan, error) {
	id, err := idOf(req.GetPlan())
	if err != nil {
		return nil, translate(err)
	}
	row, err := planLine(req.GetLine())
	if err == nil && row.Number < 1 {
		err = domain.Refuse(domain.PlanLineNotFound, "line.number")
	}
	if err != nil {
		return nil, translate(err)
	}
	return s.plan(s.actions.PutPlanLine(ctx, "UpdatePlanLine", change.ForRequest(ctx, req), id, req.GetEtag(), row))
}

func (s plans) RemovePlanLine(ctx context.Context, req *disclosurev1.RemovePlanLineRequest) (*disclosurev1.Plan, error) {
	id, err := idOf(req.GetPlan())
	if err != nil {
		return nil, translate(err)
	}
	return s.plan(s.actions.RemovePlanLine(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), int(req.GetNumber())))
}

func (s plans) AdoptPlan(ctx context.Context, req *disclosurev1.AdoptPlanRequest) (*disclosurev1.Plan, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	on, err := day("adopted_date", req.GetAdoptedDate())
	if err != nil {
		return nil, translate(err)
	}
	return s.plan(s.actions.AdoptPlan(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), line(req.GetDocumentNumber()), on))
}

func (s plans) GetPlan(ctx context.Context, req *disclosurev1.GetPlanRequest) (*disclosurev1.Plan, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	return s.plan(s.actions.GetPlan(ctx, id))
}

func (s plans) ListPlans(ctx context.Context, req *disclosurev1.ListPlansRequest) (*disclosurev1.ListPlansResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	q := app.PlanQuery{Year: int(req.GetYear()), Most: cursor.Size + 1}
	if keys := cursor.After; len(keys) == 3 {
		if q.Before, err = timePlace(keys[:2]); err == nil {
			q.Before.Year, err = strconv.Atoi(keys[2])
		}
		if err != nil {
			return nil, translate(domain.Refuse(domain.PageTokenInvalid, "page_token"))
		}
	}
	if q.Before.Time.IsZero() {
		q.Before.Time = time.Unix(0, 0)
	}
	found, err := s.actions.ListPlans(ctx, after(req.GetUnit()), q)
	if err != nil {
		return nil, translate(err)
	}
	found, next := page(found, cursor.Size, cursor.Next, func(p domain.Plan) []string { return append(timeKeys(p.CreatedAt, p.ID), strconv.Itoa(p.Year)) })
	response := &disclosurev1.ListPlansResponse{NextPageToken: next}
	for _, p := range found {
		one, err := s.plan(p, nil)
		if err != nil {
			return nil, err
		}
		response.Plans = append(response.Plans, one)
	}
	return response, nil
}
