package story

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
)

// posting: what was done outside the portal, with evidence, and how long it has to last.
func posting() []Step {
	return []Step{
		{"the province notes that the commune has loudspeakers", hasRadio},
		{"from then on the law asks for a broadcast", radioOwed},
		{"a posting without evidence is no posting", postWithoutEvidence},
		{"a photograph of the board", uploadPhoto},
		{"posted at the office, with the photograph", postOffice},
		{"the shortest time of a posting is explained", minimumExplained},
		{"taken down too early needs a reason", takenDownEarly},
		{"broadcast on the commune's radio", radio},
		{"the village heads have told it", villageHeads},
		{"what is still missing is said, form by form", fulfilment},
	}
}

func hasRadio(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, provinceAdmin)
	if err != nil {
		return "", err
	}
	unit := &directoryv1.Unit{}
	if err := b.get(ctx, "/v1/units/"+commune, nil, unit); err != nil {
		return "", err
	}
	if unit.GetAttributes().GetRadio() {
		return "it was noted before", nil
	}
	attributes := &directoryv1.UnitAttributes{Radio: true, Remote: unit.GetAttributes().GetRemote(), SpecialArea: unit.GetAttributes().GetSpecialArea()}
	return unit.GetFullName() + ": Điều 13 khoản 3 applies", b.do(ctx, change{
		method: http.MethodPatch, path: "/v1/" + unit.GetName() + "/attributes", id: s.id("radio noted"), into: unit, named: unit.GetName, seen: unit.GetEtag,
		ask: &directoryv1.UpdateUnitAttributesRequest{Name: unit.GetName(), Attributes: attributes, RequestId: s.id("radio noted")},
	})
}

func radioOwed(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	basis := ""
	took, err := s.await(ctx, shortly, func(ctx context.Context) error {
		var p disclosurev1.Publication
		if err := s.anybody().get(ctx, "/v1/"+s.road.GetName(), nil, &p); err != nil {
			return err
		}
		for _, one := range p.GetFulfilment() {
			if one.GetRequired().GetForm() == disclosurev1.DisclosureForm_DISCLOSURE_FORM_RADIO && !one.GetNotApplicable() {
				basis = one.GetRequired().GetBasis().GetText()
				return nil
			}
		}
		return fmt.Errorf("no broadcast is asked for")
	})
	return fmt.Sprintf("%s, after %d ms", basis, took.Milliseconds()), err
}

func (s *Stage) record(ctx context.Context, place string, ask *disclosurev1.RecordFormRequest) error {
	b, err := s.as(ctx, officer)
	if err != nil {
		return err
	}
	if s.road == nil {
		return errMissing
	}
	ask.Publication, ask.Etag, ask.RequestId = s.road.GetName(), s.road.GetEtag(), s.id(place)
	now := &disclosurev1.Publication{}
	err = b.do(ctx, change{
		method: http.MethodPost, path: "/v1/" + s.road.GetName() + "/forms", id: s.id(place), mark: ask.GetNote(), ask: ask, into: now, named: now.GetName, seen: now.GetEtag,
	})
	if err == nil {
		s.road = now
	}
	return err
}

func (s *Stage) formOf(form disclosurev1.DisclosureForm) (*disclosurev1.FormRecord, error) {
	for _, one := range s.road.GetForms() {
		if one.GetForm() == form {
			return one, nil
		}
	}
	return nil, fmt.Errorf("no record of %s", form)
}

func postWithoutEvidence(ctx context.Context, s *Stage) (string, error) {
	return refused(s.record(ctx, "post without evidence", &disclosurev1.RecordFormRequest{
		Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING, PlaceKind: "office", Place: "Trụ sở UBND xã", From: today(0),
	}), want{status: http.StatusBadRequest, reason: "EVIDENCE_REQUIRED"})
}

func uploadPhoto(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	content := board(s.mark)
	s.photo, err = b.upload(ctx, "bảng tin.png", "image/png", content)
	return fmt.Sprintf("%d bytes of PNG", len(content)), err
}

func postOffice(ctx context.Context, s *Stage) (string, error) {
	if s.photo == nil {
		return "", errMissing
	}
	s.photo.Description = "Bảng tin trước trụ sở"
	err := s.record(ctx, "post at the office", &disclosurev1.RecordFormRequest{
		Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING, PlaceKind: "office", Place: "Trụ sở UBND xã Võ Miếu", From: today(0),
		Evidence: []*typev1.Attachment{s.photo}, Note: "Bảng tin " + s.mark,
	})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("since %s at %s", shown(today(0)), "Trụ sở UBND xã Võ Miếu"), nil
}

func minimumExplained(_ context.Context, s *Stage) (string, error) {
	posting, err := s.formOf(disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING)
	if err != nil {
		return "", err
	}
	up, err := time.Parse(time.DateOnly, posting.GetFrom())
	if err != nil {
		return "", err
	}
	// Thirty whole days after the day it went up, which itself does not count.
	if down := up.AddDate(0, 0, 31).Format(time.DateOnly); posting.GetEarliestEnd() != down {
		return "", fmt.Errorf("may come down on %s, want %s", posting.GetEarliestEnd(), down)
	}
	if posting.GetSatisfied() || !strings.Contains(posting.GetShortfall(), "Điều 13") {
		return "", fmt.Errorf("satisfied: %v, shortfall %q", posting.GetSatisfied(), posting.GetShortfall())
	}
	return fmt.Sprintf("not before %s – “%s”", shown(posting.GetEarliestEnd()), posting.GetShortfall()), nil
}

func takenDownEarly(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	posting, err := s.formOf(disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING)
	if err != nil {
		return "", err
	}
	return refused(b.do(ctx, change{method: http.MethodPost, path: "/v1/" + posting.GetName() + ":end", id: s.id("take down"), ask: &disclosurev1.EndFormRequest{
		Name: posting.GetName(), Etag: s.road.GetEtag(), To: today(0), RequestId: s.id("take down"),
	}}), want{status: http.StatusBadRequest, reason: "FORM_ENDED_EARLY"})
}

func radio(ctx context.Context, s *Stage) (string, error) {
	err := s.record(ctx, "radio", &disclosurev1.RecordFormRequest{
		Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_RADIO, Place: "Đài truyền thanh xã", From: today(0),
		BroadcastDates: []string{today(0)}, Note: "Phát lúc 17 giờ " + s.mark,
	})
	if err != nil {
		return "", err
	}
	one, err := s.formOf(disclosurev1.DisclosureForm_DISCLOSURE_FORM_RADIO)
	if err != nil {
		return "", err
	}
	if one.GetSatisfied() || one.GetShortfall() == "" {
		return "", fmt.Errorf("one broadcast is taken for three")
	}
	return "one of three days – “" + one.GetShortfall() + "”", nil
}

func villageHeads(ctx context.Context, s *Stage) (string, error) {
	return "with a note of where and when", s.record(ctx, "village heads", s.toldByHeads())
}

func (s *Stage) toldByHeads() *disclosurev1.RecordFormRequest {
	return &disclosurev1.RecordFormRequest{
		Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_VILLAGE_HEAD, Place: "29 thôn", From: today(0), To: today(0),
		Note: "Trưởng thôn thông báo tại các cuộc họp thôn " + s.mark,
	}
}

func fulfilment(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	var public disclosurev1.Publication
	if err := s.anybody().get(ctx, "/v1/"+s.road.GetName(), nil, &public); err != nil {
		return "", err
	}
	if public.GetComplete() || len(public.GetFulfilment()) != 4 {
		return "", fmt.Errorf("complete: %v, %d forms; want four and not complete yet", public.GetComplete(), len(public.GetFulfilment()))
	}
	done, missing := 0, []string{}
	for _, one := range public.GetFulfilment() {
		switch {
		case one.GetFulfilled():
			done++
		case one.GetMissing() != "":
			missing = append(missing, one.GetMissing())
		case !one.GetNotApplicable():
			return "", fmt.Errorf("%s is open and nothing says why", one.GetRequired().GetForm())
		}
	}
	if public.GetAuthor() != nil || public.GetForms()[0].GetRecordedBy() != nil {
		return "", fmt.Errorf("the public learns who wrote it")
	}
	return fmt.Sprintf("%d of 4 done; %s", done, strings.Join(missing, " · ")), nil
}
