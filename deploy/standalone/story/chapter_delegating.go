package story

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
)

// delegating: the commune's administrator binds below, never above; what is bound holds within a second.
func delegating() []Step {
	return []Step{
		{"a citizen does not see the roll of a village", rollClosed},
		{"the commune's administrator makes the citizen head of a village", bindHead},
		{"within two seconds the new head sees the roll of the village", rollOpen},
		{"a commune's administrator makes nobody chairman", bindChair},
		{"nor anybody anything in another commune", bindElsewhere},
		{"the role is ended, and with it the view", endHead},
	}
}

// headVillage is where the citizen becomes head for a while.
const headVillage = commune + ".002" // Thôn Trại

func (s *Stage) seesRoll(ctx context.Context) error {
	b, err := s.as(ctx, citizen)
	if err != nil {
		return err
	}
	return b.get(ctx, "/v1/units/"+headVillage+"/households", nil, &directoryv1.ListHouseholdsResponse{})
}

func rollClosed(ctx context.Context, s *Stage) (string, error) {
	if err := s.endLeftover(ctx); err != nil {
		return "", err
	}
	why := ""
	_, err := s.await(ctx, shortly, func(ctx context.Context) (err error) {
		why, err = refused(s.seesRoll(ctx), denied...)
		return err
	})
	return why, err
}

// endLeftover ends what a telling that was broken off left behind.
func (s *Stage) endLeftover(ctx context.Context) error {
	me, err := s.myself(ctx, citizen)
	if err != nil {
		return err
	}
	admin, err := s.as(ctx, communeAdmin)
	if err != nil {
		return err
	}
	for _, one := range me.GetBindings() {
		if one.GetRole() != directoryv1.Role_ROLE_VILLAGE_HEAD {
			continue
		}
		ask := &directoryv1.EndRoleRequest{Name: one.GetName(), ValidTo: today(0), Reason: "Kết thúc thử việc"}
		if err := admin.do(ctx, change{method: http.MethodPost, path: "/v1/" + one.GetName() + ":end", ask: ask}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Stage) myself(ctx context.Context, who string) (*directoryv1.Me, error) {
	b, err := s.as(ctx, who)
	if err != nil {
		return nil, err
	}
	me := &directoryv1.Me{}
	return me, b.get(ctx, "/v1/me", nil, me)
}

// bind asks for a role for a subject. The contract's body is the binding alone, so the request id travels in the address.
func (s *Stage) bind(ctx context.Context, place string, binding *directoryv1.RoleBinding) (*directoryv1.RoleBinding, error) {
	b, err := s.as(ctx, communeAdmin)
	if err != nil {
		return nil, err
	}
	made := &directoryv1.RoleBinding{}
	return made, b.do(ctx, change{
		method: http.MethodPost, path: "/v1/roleBindings?" + url.Values{"request_id": {s.id(place)}}.Encode(), id: s.id(place),
		mark: binding.GetLegalBasis(), ask: binding, into: made, named: made.GetName, seen: made.GetEtag,
	})
}

func bindHead(ctx context.Context, s *Stage) (string, error) {
	me, err := s.myself(ctx, citizen)
	if err != nil {
		return "", err
	}
	s.role, err = s.bind(ctx, "bind", &directoryv1.RoleBinding{
		Subject: me.GetSubject(), DisplayName: me.GetDisplayName(), Role: directoryv1.Role_ROLE_VILLAGE_HEAD, Unit: "units/" + headVillage,
		ValidFrom: today(0), LegalBasis: "QĐ " + s.mark + "/UBND",
	})
	if err != nil {
		return "", err
	}
	return me.GetDisplayName() + ", trưởng thôn Trại, " + s.role.GetLegalBasis(), nil
}

func rollOpen(ctx context.Context, s *Stage) (string, error) {
	if s.role == nil {
		return "", errMissing
	}
	took, err := s.await(ctx, shortly, s.seesRoll)
	return fmt.Sprintf("after %d ms, without signing in again", took.Milliseconds()), err
}

func bindChair(ctx context.Context, s *Stage) (string, error) {
	_, err := s.bind(ctx, "bind a chairman", &directoryv1.RoleBinding{
		Subject: "story#" + s.mark, DisplayName: "Ai đó", Role: directoryv1.Role_ROLE_COMMUNE_CHAIR, Unit: "units/" + commune, ValidFrom: today(0),
	})
	return refused(err, want{status: http.StatusForbidden}, want{status: http.StatusBadRequest, reason: "ROLE_ABOVE_OWN_POWERS"})
}

func bindElsewhere(ctx context.Context, s *Stage) (string, error) {
	_, err := s.bind(ctx, "bind elsewhere", &directoryv1.RoleBinding{
		Subject: "story#" + s.mark, DisplayName: "Ai đó", Role: directoryv1.Role_ROLE_VILLAGE_HEAD, Unit: "units/" + sibling + ".001", ValidFrom: today(0),
	})
	return refused(err, denied...)
}

func endHead(ctx context.Context, s *Stage) (string, error) {
	if s.role == nil {
		return "", errMissing
	}
	b, err := s.as(ctx, communeAdmin)
	if err != nil {
		return "", err
	}
	now := &directoryv1.RoleBinding{}
	if err := b.do(ctx, change{method: http.MethodPost, path: "/v1/" + s.role.GetName() + ":end", id: s.id("end"), into: now, named: now.GetName, seen: now.GetEtag, ask: &directoryv1.EndRoleRequest{
		Name: s.role.GetName(), ValidTo: today(0), Reason: "Hết thời gian thử việc", RequestId: s.id("end"),
	}}); err != nil {
		return "", err
	}
	began := time.Now()
	_, err = s.await(ctx, shortly, func(ctx context.Context) error {
		err := s.seesRoll(ctx)
		if gone(err) {
			return err
		}
		if _, closed := refused(err, denied...); closed != nil {
			return errors.New("the roll is still open")
		}
		return nil
	})
	return fmt.Sprintf("ended; closed after %d ms", time.Since(began).Milliseconds()), err
}
