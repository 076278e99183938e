package grpcapi

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/known/timestamppb"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/notify"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// inbox reads the platform's table of notices as it is.
type inbox struct {
	votingv1.UnimplementedInboxServiceServer
	*Surface
}

func (s inbox) ListInbox(ctx context.Context, req *votingv1.ListInboxRequest) (*votingv1.ListInboxResponse, error) {
	if err := s.actions.Policy.Allow(ctx, "ListInbox", authz.Installation()); err != nil {
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
	response := &votingv1.ListInboxResponse{}
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
		response.Notices = append(response.Notices, &votingv1.InboxNotice{
			Name: "votingNotices/" + strconv.FormatInt(item.ID, 10), Subject: item.Title, Text: item.Body, Resource: strings.TrimPrefix(strings.TrimPrefix(item.Link, "/console"), "/"),
			CreateTime: timestamppb.New(item.At), Read: item.Read,
		})
	}
	return response, nil
}

func (s inbox) MarkInboxRead(ctx context.Context, req *votingv1.MarkInboxReadRequest) (*votingv1.MarkInboxReadResponse, error) {
	if err := s.actions.Policy.Allow(ctx, "MarkInboxRead", authz.Installation()); err != nil {
		return nil, err
	}
	ids := []int64{}
	for _, name := range req.GetNames() {
		if id, err := strconv.ParseInt(after(name), 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	response := &votingv1.MarkInboxReadResponse{}
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
