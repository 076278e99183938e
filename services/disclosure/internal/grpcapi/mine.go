package grpcapi

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/known/timestamppb"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/notify"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

func (s dashboard) ListTasks(ctx context.Context, req *disclosurev1.ListTasksRequest) (*disclosurev1.ListTasksResponse, error) {
	tasks, err := s.actions.ListTasks(ctx, after(req.GetUnit()))
	if err != nil {
		return nil, translate(err)
	}
	size := int(req.GetPageSize())
	if size == 0 {
		size = 50
	}
	response := &disclosurev1.ListTasksResponse{Total: int32(len(tasks))}
	for i, t := range tasks {
		if t.Standing == domain.Overdue {
			response.Overdue++
		}
		if i >= size {
			continue
		}
		reason := s.words.Text(i18n.Lang(ctx), "task."+string(t.Kind), map[string]string{"due": t.Due.Date.Format(), "basis": t.Due.Basis.String()})
		if t.Period != "" {
			t.Title += " – " + s.period(i18n.Lang(ctx), t.Period)
		}
		response.Tasks = append(response.Tasks, &disclosurev1.Task{
			Kind:     upper[disclosurev1.TaskKind](disclosurev1.TaskKind_value, "TASK_KIND", string(t.Kind)),
			Resource: t.Resource, Unit: "units/" + t.Body.Unit, UnitName: s.unitName(t.Body.Unit),
			Agency: named("agencies", t.Body.Agency), AgencyName: s.agencyName(t.Body.Agency), Title: t.Title, Item: named("catalogueItems", t.Item),
			Due: s.due(ctx, t.Due), DaysLeft: int32(t.DaysLeft), Standing: standing(t.Standing), Reason: reason,
		})
	}
	return response, nil
}

func (s notices) ListNotices(ctx context.Context, req *disclosurev1.ListNoticesRequest) (*disclosurev1.ListNoticesResponse, error) {
	if err := s.actions.Policy.Allow(ctx, "ListNotices", authz.Installation()); err != nil {
		return nil, err
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	var before int64
	if len(cursor.After) > 0 {
		if before, err = strconv.ParseInt(cursor.After[0], 10, 64); err != nil {
			return nil, translate(domain.Refuse(domain.PageTokenInvalid, "page_token"))
		}
	}
	response := &disclosurev1.ListNoticesResponse{}
	var items []notify.Item
	for _, recipient := range authn.From(ctx).Keys() {
		some, err := notify.ListInbox(ctx, s.db, recipient, before, cursor.Size+1)
		if err != nil {
			return nil, err
		}
		unread, err := notify.Unread(ctx, s.db, recipient)
		if err != nil {
			return nil, err
		}
		items, response.Unread = append(items, some...), response.Unread+int32(unread)
	}
	slices.SortFunc(items, func(a, b notify.Item) int { return cmp.Compare(b.ID, a.ID) })
	items, response.NextPageToken = page(items, cursor.Size, cursor.Next, func(i notify.Item) []string { return []string{strconv.FormatInt(i.ID, 10)} })
	for _, item := range items {
		if req.GetUnreadOnly() && item.Read {
			continue
		}
		response.Notices = append(response.Notices, &disclosurev1.Notice{
			Name: "notices/" + strconv.FormatInt(item.ID, 10), Subject: item.Title, Text: item.Body, Resource: strings.TrimPrefix(strings.TrimPrefix(item.Link, "/console"), "/"),
			CreateTime: timestamppb.New(item.At), Read: item.Read,
		})
	}
	return response, nil
}

func (s notices) MarkNoticesRead(ctx context.Context, req *disclosurev1.MarkNoticesReadRequest) (*disclosurev1.MarkNoticesReadResponse, error) {
	if err := s.actions.Policy.Allow(ctx, "MarkNoticesRead", authz.Installation()); err != nil {
		return nil, err
	}
	ids := []int64{}
	for _, name := range req.GetNames() {
		if id, err := strconv.ParseInt(after(name), 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	response := &disclosurev1.MarkNoticesReadResponse{}
	for _, recipient := range authn.From(ctx).Keys() {
		if len(ids) > 0 || len(req.GetNames()) == 0 {
			if _, err := notify.MarkRead(ctx, s.db, recipient, s.actions.Clock(), ids...); err != nil {
				return nil, err
			}
		}
		unread, err := notify.Unread(ctx, s.db, recipient)
		if err != nil {
			return nil, err
		}
		response.Unread += int32(unread)
	}
	return response, nil
}
