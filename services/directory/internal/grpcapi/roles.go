package grpcapi

import (
	"context"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/units"
)

type roleServer struct {
	directoryv1.UnimplementedRoleServiceServer
	*Surface
}

func encodeBinding(b domain.Binding) *directoryv1.RoleBinding {
	m := &directoryv1.RoleBinding{
		Name: "roleBindings/" + b.ID, Subject: b.SubjectKey, DisplayName: b.Name, Unit: unitName(b.Unit),
		Role:      directoryv1.Role(directoryv1.Role_value["ROLE_"+strings.ToUpper(string(b.Role))]),
		ValidFrom: b.Period.From.String(), ValidTo: b.Period.To.String(), LegalBasis: b.LegalBasis, Etag: app.Etag(b.Version),
	}
	if b.Agency != "" {
		m.Agency = "agencies/" + b.Agency
	}
	return m
}

func encodeBindings(list []domain.Binding) []*directoryv1.RoleBinding {
	out := make([]*directoryv1.RoleBinding, len(list))
	for i, b := range list {
		out[i] = encodeBinding(b)
	}
	return out
}

func decodeRole(r directoryv1.Role) domain.Role { return domain.Role(word(r.String(), "ROLE_")) }

func answerBinding(b domain.Binding, err error) (*directoryv1.RoleBinding, error) {
	if err != nil {
		return nil, translate(err)
	}
	return encodeBinding(b), nil
}

// decide reads a binding and decides. To whoever may not, it is not there.
func (s roleServer) decide(ctx context.Context, action, name string) (domain.Binding, error) {
	b, err := s.do.Store().Binding(ctx, id(name))
	if err != nil {
		return b, err
	}
	return b, s.may.Allow(ctx, action, authz.Resource{
		Type: "RoleBinding", ID: b.ID, Unit: units.Key(b.Unit), Attrs: map[string]any{"subject": b.SubjectKey}, Hidden: true,
	})
}

func (s roleServer) GetRoleBinding(ctx context.Context, req *directoryv1.GetRoleBindingRequest) (*directoryv1.RoleBinding, error) {
	return answerBinding(s.decide(ctx, "GetRoleBinding", req.GetName()))
}

func (s roleServer) ListMyRoles(ctx context.Context, _ *directoryv1.ListMyRolesRequest) (*directoryv1.ListMyRolesResponse, error) {
	if err := s.public(ctx, "ListMyRoles"); err != nil {
		return nil, err
	}
	caller := authn.From(ctx)
	held, err := s.do.RolesOf(ctx, caller.Subject, caller.PersonKey, caller.Keys())
	return &directoryv1.ListMyRolesResponse{Bindings: encodeBindings(held)}, err
}

func (s roleServer) ListRoleBindings(ctx context.Context, req *directoryv1.ListRoleBindingsRequest) (*directoryv1.ListRoleBindingsResponse, error) {
	day, err := s.asOf(req.GetAsOf())
	if err != nil {
		return nil, translate(err)
	}
	u, err := s.unit(ctx, req.GetUnit(), day)
	if err != nil {
		return nil, translate(err)
	}
	if err := s.allow(ctx, "ListRoleBindings", u.Key()); err != nil {
		return nil, err
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	found, err := s.do.Store().ListBindings(ctx, app.BindingFilter{
		Unit: u.Key(), Subject: req.GetSubject(), Role: decodeRole(req.GetRole()), AsOf: day,
		IncludeEnded: req.GetIncludeEnded(), After: cursor.After, Size: cursor.Size + 1,
	})
	if err != nil {
		return nil, translate(err)
	}
	answer := &directoryv1.ListRoleBindingsResponse{}
	if len(found) > cursor.Size {
		found = found[:cursor.Size]
		last := found[len(found)-1]
		answer.NextPageToken = cursor.Next(string(last.Unit), string(last.Role), last.ID)
	}
	answer.Bindings = encodeBindings(found)
	return answer, nil
}

func (s roleServer) BindRole(ctx context.Context, req *directoryv1.BindRoleRequest) (*directoryv1.RoleBinding, error) {
	m := req.GetBinding()
	from, err := date(m.GetValidFrom(), "binding.valid_from")
	if err != nil {
		return nil, translate(err)
	}
	to, err := date(m.GetValidTo(), "binding.valid_to")
	if err != nil {
		return nil, translate(err)
	}
	var agency *domain.Agency
	unitName := m.GetUnit()
	if m.GetAgency() != "" {
		a, err := s.do.Store().Agency(ctx, id(m.GetAgency()))
		if err != nil {
			return nil, translate(err)
		}
		agency, unitName = &a, "units/"+string(a.Unit)
	}
	u, err := s.unit(ctx, unitName, from)
	if err != nil {
		return nil, translate(err)
	}
	if err := s.may.Allow(ctx, "BindRole", authz.Resource{
		Type: "RoleBinding", Unit: units.Key(u.Key()), Attrs: map[string]any{"subject": m.GetSubject()},
	}); err != nil {
		return nil, err
	}
	b := domain.Binding{
		SubjectKey: m.GetSubject(), Name: m.GetDisplayName(), Role: decodeRole(m.GetRole()),
		Period: domain.Period{From: from, To: to}, LegalBasis: m.GetLegalBasis(),
	}
	if agency != nil {
		b.Agency = agency.ID
	}
	return answerBinding(s.do.BindRole(ctx, change.ForRequest(ctx, req), b, u, agency, authn.From(ctx).Keys()))
}

func (s roleServer) EndRole(ctx context.Context, req *directoryv1.EndRoleRequest) (*directoryv1.RoleBinding, error) {
	b, err := s.decide(ctx, "EndRole", req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	to, err := date(req.GetValidTo(), "valid_to")
	if err != nil {
		return nil, translate(err)
	}
	return answerBinding(s.do.EndRole(ctx, change.ForRequest(ctx, req), b.ID, to, req.GetReason(), req.GetEtag(), authn.From(ctx).Keys()))
}
