package seed

import (
	"context"
	"fmt"
	"strings"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
)

// bindRoles binds the personas, by national id so that they keep their roles
// whatever address their issuer has, and the seed's own two callers.
func (s *seeder) bindRoles(ctx context.Context) error {
	if err := s.bindOwn(ctx); err != nil {
		return err
	}
	return s.bindPersonas(ctx, func(r demodata.Role) bool { return !ofVillage(r) })
}

// bindVillageRoles binds those personas whose village had to be there first.
func (s *seeder) bindVillageRoles(ctx context.Context) error {
	return s.bindPersonas(ctx, ofVillage)
}

func ofVillage(r demodata.Role) bool { return strings.Contains(r.Unit, ".") }

// installed are the roles that come with the installation and are bound by nobody.
func installed(r demodata.Role) bool { return r.Role == "platform_operator" }

func (s *seeder) bindPersonas(ctx context.Context, wanted func(demodata.Role) bool) error {
	for _, p := range s.people {
		subject, err := authn.PersonKey(s.PersonKey, p.NationalID)
		if err != nil {
			return fmt.Errorf("persona %s: %w", p.Subject, err)
		}
		for _, role := range p.Roles {
			if !wanted(role) || installed(role) {
				continue
			}
			if err := s.bind(ctx, subject, p.Name, role); err != nil {
				return err
			}
		}
	}
	return nil
}

// bindOwn lets the seed's callers draft and approve for every body that publishes.
func (s *seeder) bindOwn(ctx context.Context) error {
	documents, err := demodata.Documents()
	if err != nil {
		return err
	}
	for _, d := range documents {
		author, approver := demodata.Role{Role: "commune_officer", Unit: d.Unit}, demodata.Role{Role: "commune_chair", Unit: d.Unit}
		if d.Agency != "" {
			author, approver = demodata.Role{Role: "agency_officer", Agency: d.Agency}, demodata.Role{Role: "agency_head", Agency: d.Agency}
		}
		// Nobody grants to themselves: the approver binds the author and the other way round.
		if err := s.bindAs(ctx, Approver, Author, "Dữ liệu mẫu (soạn)", author); err != nil {
			return err
		}
		if err := s.bindAs(ctx, Author, Approver, "Dữ liệu mẫu (duyệt)", approver); err != nil {
			return err
		}
	}
	return s.bindCommunes(ctx)
}

// bindCommunes does so for the communes whose everyday disclosures the demo shows.
func (s *seeder) bindCommunes(ctx context.Context) error {
	week, err := demodata.Week()
	if err != nil {
		return err
	}
	for _, e := range week {
		if err := s.bindAs(ctx, Approver, Author, "Dữ liệu mẫu (soạn)", demodata.Role{Role: "commune_officer", Unit: e.Unit}); err != nil {
			return err
		}
		if err := s.bindAs(ctx, Author, Approver, "Dữ liệu mẫu (duyệt)", demodata.Role{Role: "commune_chair", Unit: e.Unit}); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) bind(ctx context.Context, subject, name string, role demodata.Role) error {
	return s.bindAs(ctx, Author, subject, name, role)
}

func (s *seeder) bindAs(ctx context.Context, granter, subject, name string, role demodata.Role) error {
	binding := &directoryv1.RoleBinding{
		Subject: subject, DisplayName: name, Role: directoryv1.Role(directoryv1.Role_value["ROLE_"+strings.ToUpper(role.Role)]),
		ValidFrom: from(role), LegalBasis: "Dữ liệu mẫu",
	}
	if role.Agency != "" {
		binding.Agency = s.agencies[role.Agency]
	} else {
		binding.Unit = "units/" + role.Unit
	}
	_, err := patiently(ctx, func() (*directoryv1.RoleBinding, error) {
		return directoryv1.NewRoleServiceClient(s.Directory).BindRole(s.as(ctx, granter), &directoryv1.BindRoleRequest{
			Binding: binding, RequestId: requestID("role", subject, role),
		})
	})
	if err != nil {
		return fmt.Errorf("binding %s as %s of %s%s: %w", name, role.Role, role.Unit, role.Agency, err)
	}
	return nil
}

func from(role demodata.Role) string {
	if ofVillage(role) {
		return VillagesRearranged
	}
	return TwoTiers
}
