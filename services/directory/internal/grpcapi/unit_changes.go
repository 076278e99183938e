package grpcapi

import (
	"context"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// answerUnit encodes what an action on one unit answered.
func (s unitServer) answerUnit(u *domain.Unit, err error) (*directoryv1.Unit, error) {
	if err != nil {
		return nil, translate(err)
	}
	return encodeUnit(u, clamp(u, s.do.Today())), nil
}

func (s unitServer) CreateUnit(ctx context.Context, req *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
	from, err := date(req.GetUnit().GetValidFrom(), "unit.valid_from")
	if err != nil {
		return nil, translate(err)
	}
	u := decodeUnit(req.GetUnit(), from)
	if req.GetUnit().GetParent() == "" {
		err = s.public(ctx, "CreateUnit") // a province belongs to no unit: no policy lets anybody in
	} else {
		var parent *domain.Unit
		if parent, err = s.unit(ctx, req.GetUnit().GetParent(), from); err == nil {
			u.Parents[0].Parent = parent.Key()
			err = s.allow(ctx, "CreateUnit", parent.Key())
		}
	}
	if err != nil {
		return nil, translate(err)
	}
	return s.answerUnit(s.do.EstablishUnit(ctx, change.ForRequest(ctx, req), u))
}

func (s unitServer) EndUnit(ctx context.Context, req *directoryv1.EndUnitRequest) (*directoryv1.Unit, error) {
	u, to, err := s.dated(ctx, "EndUnit", req.GetName(), req.GetValidTo(), "valid_to")
	if err != nil {
		return nil, translate(err)
	}
	return s.answerUnit(s.do.EndUnit(ctx, change.ForRequest(ctx, req), u.Key(), to, req.GetLegalBasis(), req.GetEtag()))
}

// dated finds the unit, decides, and reads the date of a change.
func (s unitServer) dated(ctx context.Context, action, name, text, field string) (*domain.Unit, workday.Date, error) {
	u, err := s.unitNow(ctx, action, name)
	if err != nil {
		return nil, workday.Date{}, err
	}
	day, err := date(text, field)
	return u, day, err
}

func (s unitServer) RenameUnit(ctx context.Context, req *directoryv1.RenameUnitRequest) (*directoryv1.Unit, error) {
	u, day, err := s.dated(ctx, "RenameUnit", req.GetName(), req.GetEffectiveDate(), "effective_date")
	if err != nil {
		return nil, translate(err)
	}
	return s.answerUnit(s.do.RenameUnit(ctx, change.ForRequest(ctx, req), u.Key(), app.Renaming{
		Name: req.GetDisplayName(), NameEn: req.GetEnglishName(), Type: decodeUnitType(req.GetType()),
		Date: day, Basis: req.GetLegalBasis(),
	}, req.GetEtag()))
}

func (s unitServer) TransferUnit(ctx context.Context, req *directoryv1.TransferUnitRequest) (*directoryv1.Unit, error) {
	u, day, err := s.dated(ctx, "TransferUnit", req.GetName(), req.GetEffectiveDate(), "effective_date")
	if err != nil {
		return nil, translate(err)
	}
	// Both ends must be in the caller's power.
	if err := s.allow(ctx, "CreateUnit", domain.UnitKey(id(req.GetParent()))); err != nil {
		return nil, err
	}
	return s.answerUnit(s.do.TransferUnit(ctx, change.ForRequest(ctx, req), u.Key(), domain.UnitKey(id(req.GetParent())),
		day, req.GetLegalBasis(), req.GetEtag()))
}

func (s unitServer) CorrectUnit(ctx context.Context, req *directoryv1.CorrectUnitRequest) (*directoryv1.Unit, error) {
	u, err := s.unitNow(ctx, "CorrectUnit", req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	return s.answerUnit(s.do.CorrectUnit(ctx, change.ForRequest(ctx, req), u.Key(),
		req.GetDisplayName(), req.GetEnglishName(), req.GetReason(), req.GetEtag()))
}

func (s unitServer) UpdateUnitAttributes(ctx context.Context, req *directoryv1.UpdateUnitAttributesRequest) (*directoryv1.Unit, error) {
	u, err := s.unitNow(ctx, "UpdateUnitAttributes", req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	return s.answerUnit(s.do.SetUnitAttributes(ctx, change.ForRequest(ctx, req), u.Key(),
		decodeAttributes(req.GetAttributes()), req.GetEtag()))
}

func (s unitServer) ReorganiseUnits(ctx context.Context, req *directoryv1.ReorganiseUnitsRequest) (*directoryv1.ReorganiseUnitsResponse, error) {
	day, err := date(req.GetEffectiveDate(), "effective_date")
	if err != nil {
		return nil, translate(err)
	}
	r := decodeReorganisation(req, day)
	top, err := s.common(ctx, r)
	if err != nil {
		return nil, translate(err)
	}
	if err := s.allow(ctx, "ReorganiseUnits", top); err != nil {
		return nil, err
	}
	done, err := s.do.ReorganiseUnits(ctx, change.ForRequest(ctx, req), top, r)
	if err != nil {
		return nil, translate(err)
	}
	return &directoryv1.ReorganiseUnitsResponse{
		Dissolved: s.shown(done.Dissolved), Established: encodeUnits(done.Established, day),
		Transferred: encodeUnits(done.Transferred, day), Links: encodeLinks(done.Links),
	}, nil
}

func decodeReorganisation(req *directoryv1.ReorganiseUnitsRequest, day workday.Date) domain.Reorganisation {
	r := domain.Reorganisation{Date: day, LegalBasis: req.GetLegalBasis()}
	key := func(name string) domain.UnitKey { return domain.UnitKey(id(name)) }
	for _, name := range req.GetDissolved() {
		r.Dissolved = append(r.Dissolved, key(name))
	}
	for _, u := range req.GetEstablished() {
		r.Established = append(r.Established, decodeUnit(u, day))
	}
	for _, m := range req.GetTransfers() {
		r.Moves = append(r.Moves, domain.Move{Unit: key(m.GetUnit()), Parent: key(m.GetParent())})
	}
	for _, l := range req.GetLinks() {
		r.Links = append(r.Links, domain.Link{
			From: key(l.GetPredecessor()), To: key(l.GetSuccessor()),
			Kind: domain.LinkKind(word(l.GetKind().String(), "LINK_KIND_")), LegalBasis: l.GetLegalBasis(),
		})
	}
	return r
}

// common is the lowest unit above everything a reorganisation touches: whoever
// has power there may carry it out. Units that it establishes itself stand
// under parents that count.
func (s unitServer) common(ctx context.Context, r domain.Reorganisation) (domain.UnitKey, error) {
	before := r.Date.AddDays(-1)
	own := map[domain.UnitKey]bool{}
	for _, u := range r.Established {
		own[u.Key()] = true
	}
	var chain []domain.UnitKey
	narrow := func(key domain.UnitKey, self bool) error {
		if key == "" || own[key] {
			return nil
		}
		above, err := s.do.Store().Ancestors(ctx, key, before)
		if err != nil {
			return err
		}
		var line []domain.UnitKey
		if self {
			line = append(line, key)
		}
		for _, u := range above {
			line = append(line, u.Key())
		}
		if chain == nil {
			chain = line
			return nil
		}
		chain = shared(chain, line)
		return nil
	}
	var err error
	for _, key := range r.Dissolved {
		if err = narrow(key, false); err != nil {
			return "", err
		}
	}
	for _, u := range r.Established {
		if err = narrow(u.Parent(r.Date), true); err != nil {
			return "", err
		}
	}
	for _, m := range r.Moves {
		if err = narrow(m.Unit, false); err != nil {
			return "", err
		}
		if err = narrow(m.Parent, true); err != nil {
			return "", err
		}
	}
	for _, l := range r.Links {
		if err = narrow(l.To, false); err != nil {
			return "", err
		}
	}
	if len(chain) == 0 {
		return "", nil
	}
	return chain[0], nil
}

// shared is what two chains have in common, in the order of the first.
func shared(a, b []domain.UnitKey) []domain.UnitKey {
	out := []domain.UnitKey{}
	for _, x := range a {
		for _, y := range b {
			if x == y {
				out = append(out, x)
			}
		}
	}
	return out
}
