package grpcapi

import (
	"context"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/units"
)

type agencyServer struct {
	directoryv1.UnimplementedAgencyServiceServer
	*Surface
}

// agencyKinds pairs the domain's words with the enum's.
var agencyKinds = map[domain.AgencyKind]directoryv1.AgencyKind{
	domain.PeoplesCommittee:  directoryv1.AgencyKind_AGENCY_KIND_PEOPLES_COMMITTEE,
	domain.PeoplesCouncil:    directoryv1.AgencyKind_AGENCY_KIND_PEOPLES_COUNCIL,
	domain.FatherlandFront:   directoryv1.AgencyKind_AGENCY_KIND_FATHERLAND_FRONT,
	domain.Administrative:    directoryv1.AgencyKind_AGENCY_KIND_ADMINISTRATIVE,
	domain.PublicServiceUnit: directoryv1.AgencyKind_AGENCY_KIND_PUBLIC_SERVICE_UNIT,
	domain.StateEnterprise:   directoryv1.AgencyKind_AGENCY_KIND_STATE_ENTERPRISE,
	domain.OtherEmployer:     directoryv1.AgencyKind_AGENCY_KIND_OTHER,
}

func decodeAgencyKind(k directoryv1.AgencyKind) domain.AgencyKind {
	for word, one := range agencyKinds {
		if one == k {
			return word
		}
	}
	return ""
}

func encodeAgency(a domain.Agency) *directoryv1.Agency {
	return &directoryv1.Agency{
		Name: "agencies/" + a.ID, IdentificationCode: a.Code, DisplayName: a.Name, Kind: agencyKinds[a.Kind],
		Unit: unitName(a.Unit), Contact: a.Contact, ValidFrom: a.Period.From.String(), ValidTo: a.Period.To.String(),
		Etag: app.Etag(a.Version),
	}
}

func answerAgency(a domain.Agency, err error) (*directoryv1.Agency, error) {
	if err != nil {
		return nil, translate(err)
	}
	return encodeAgency(a), nil
}

func (s agencyServer) GetAgency(ctx context.Context, req *directoryv1.GetAgencyRequest) (*directoryv1.Agency, error) {
	if err := s.public(ctx, "GetAgency"); err != nil {
		return nil, err
	}
	return answerAgency(s.do.Store().Agency(ctx, id(req.GetName())))
}

func (s agencyServer) ListAgencies(ctx context.Context, req *directoryv1.ListAgenciesRequest) (*directoryv1.ListAgenciesResponse, error) {
	if err := s.public(ctx, "ListAgencies"); err != nil {
		return nil, err
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	day, err := s.asOf(req.GetAsOf())
	if err != nil {
		return nil, translate(err)
	}
	filter := app.AgencyFilter{
		Descendants: req.GetDescendants(), AsOf: day, Query: req.GetQuery(), After: cursor.After, Size: cursor.Size + 1,
	}
	if req.GetUnit() != "" {
		u, err := s.unit(ctx, req.GetUnit(), day)
		if err != nil {
			return nil, translate(err)
		}
		filter.Unit = u.Key()
	}
	found, err := s.do.Store().ListAgencies(ctx, filter)
	if err != nil {
		return nil, translate(err)
	}
	answer := &directoryv1.ListAgenciesResponse{}
	if len(found) > cursor.Size {
		found = found[:cursor.Size]
		last := found[len(found)-1]
		answer.NextPageToken = cursor.Next(last.Name, last.ID)
	}
	for _, a := range found {
		answer.Agencies = append(answer.Agencies, encodeAgency(a))
	}
	return answer, nil
}

func (s agencyServer) RegisterAgency(ctx context.Context, req *directoryv1.RegisterAgencyRequest) (*directoryv1.Agency, error) {
	m := req.GetAgency()
	from, err := date(m.GetValidFrom(), "agency.valid_from")
	if err != nil {
		return nil, translate(err)
	}
	u, err := s.unit(ctx, m.GetUnit(), from)
	if err != nil {
		return nil, translate(err)
	}
	if err := s.allow(ctx, "RegisterAgency", u.Key()); err != nil {
		return nil, err
	}
	return answerAgency(s.do.RegisterAgency(ctx, change.ForRequest(ctx, req), domain.Agency{
		Code: m.GetIdentificationCode(), Name: m.GetDisplayName(), Kind: decodeAgencyKind(m.GetKind()), Contact: m.GetContact(),
		Period: domain.Period{From: from},
	}, u))
}

// decideAgency reads the agency and decides: its unit's administrator may.
func (s agencyServer) decideAgency(ctx context.Context, action, name string) (domain.Agency, error) {
	a, err := s.do.Store().Agency(ctx, id(name))
	if err != nil {
		return a, err
	}
	return a, s.may.Allow(ctx, action, authz.Resource{Type: "Agency", ID: a.ID, Unit: units.Key(a.Unit), Agency: a.ID})
}

func (s agencyServer) ChangeAgency(ctx context.Context, req *directoryv1.ChangeAgencyRequest) (*directoryv1.Agency, error) {
	a, err := s.decideAgency(ctx, "ChangeAgency", req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	return answerAgency(s.do.ChangeAgency(ctx, change.ForRequest(ctx, req), a.ID, domain.Agency{
		Name: req.GetDisplayName(), Code: req.GetIdentificationCode(), Kind: decodeAgencyKind(req.GetKind()), Contact: req.GetContact(),
	}, req.GetEtag()))
}

func (s agencyServer) EndAgency(ctx context.Context, req *directoryv1.EndAgencyRequest) (*directoryv1.Agency, error) {
	a, err := s.decideAgency(ctx, "EndAgency", req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	to, err := date(req.GetValidTo(), "valid_to")
	if err != nil {
		return nil, translate(err)
	}
	return answerAgency(s.do.EndAgency(ctx, change.ForRequest(ctx, req), a.ID, to, req.GetEtag()))
}
