package story

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// late: a duty that was forgotten is seen by everybody, and so is that it was met late. The text that meets it is full of markup,
// which is shown as typed.
func late() []Step {
	return []Step{
		{"a decision of three weeks ago is entered as a duty", openDuty},
		{"everybody sees that it is missing, and can ask for it", dutyMissing},
		{"the matrix of duties tells it by word, not by colour alone", matrixPage},
		{"from the province to what is missing in one click", oneClick},
		{"the province reminds, once a day", remind},
		{"the officer answers it with a text full of markup", draftMarkup},
		{"it goes through review", reviewMarkup},
		{"it is public, and late by working days", publishMarkup},
		{"markup does nothing, in any field", markupInert},
		{"the duty is no longer missing", dutyMet},
	}
}

const feesItem = "catalogueItems/communes.12"

func openDuty(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	duty := &disclosurev1.Obligation{}
	err = b.do(ctx, change{
		method: http.MethodPost, path: "/v1/obligations", id: s.id("duty"), mark: s.feesNumber(), into: duty, named: duty.GetName, seen: duty.GetEtag,
		ask: &disclosurev1.OpenObligationRequest{
			Unit: "units/" + commune, Item: feesItem, DocumentNumber: s.feesNumber(), DecisionDate: today(-21), RequestId: s.id("duty"),
		},
	})
	if err != nil {
		return "", err
	}
	s.duty = duty
	if duty.GetStanding() != disclosurev1.Standing_STANDING_OVERDUE || duty.GetDaysLeft() >= 0 {
		return "", fmt.Errorf("the duty is %s with %d days left", duty.GetStanding(), duty.GetDaysLeft())
	}
	return fmt.Sprintf("hạn %s, quá hạn %d ngày làm việc, %s", shown(duty.GetDue().GetDate()), -duty.GetDaysLeft(), duty.GetDue().GetBasis().GetText()), nil
}

func (s *Stage) feesNumber() string { return "12-" + s.mark + "/QĐ-UBND" }

func (s *Stage) missingDuties(ctx context.Context) (*disclosurev1.Obligation, error) {
	ask := url.Values{"unit": {"units/" + commune}, "standing": {"STANDING_OVERDUE"}, "page_size": {"100"}}
	for {
		var list disclosurev1.ListObligationsResponse
		if err := s.anybody().get(ctx, "/v1/obligations", ask, &list); err != nil {
			return nil, err
		}
		for _, one := range list.GetObligations() {
			if one.GetName() == s.duty.GetName() {
				return one, nil
			}
		}
		if list.GetNextPageToken() == "" {
			return nil, nil
		}
		ask.Set("page_token", list.GetNextPageToken())
	}
}

func dutyMissing(ctx context.Context, s *Stage) (string, error) {
	if s.duty == nil {
		return "", errMissing
	}
	one, err := s.missingDuties(ctx)
	if err != nil {
		return "", err
	}
	if one == nil {
		return "", errors.New("the list of what is missing does not have it")
	}
	var link string
	took, err := s.await(ctx, shortly, func(ctx context.Context) error {
		page, err := s.anybody().page(ctx, "/units/"+commune)
		if err != nil {
			return err
		}
		link, err = page.link("/requests/new?")
		return err
	})
	return fmt.Sprintf("on the page of the commune after %d ms, one click from %s", took.Milliseconds(), link), err
}

// hostile is what somebody might type to take over a page.
const hostile = `<script>alert("x")</script><img src=x onerror=alert(1)> <b>đậm</b> {{.}} "'>`

func (s *Stage) feesContent() *disclosurev1.PublicationContent {
	return &disclosurev1.PublicationContent{
		Title: "Mức thu phí chợ " + s.mark + " " + hostile, Summary: hostile, Body: "Điều 1. " + hostile + "\n\nĐiều 2. Thu theo tháng " + s.mark + ".",
		DocumentNumber: s.feesNumber(), IssuingBody: "UBND xã " + hostile, DecisionDate: today(-21),
	}
}

func draftMarkup(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	if s.duty == nil {
		return "", errMissing
	}
	s.fees, err = s.create(ctx, b, "markup", feesItem, s.duty.GetName(), s.feesContent())
	if err != nil {
		return "", err
	}
	if s.fees.GetObligation() != s.duty.GetName() {
		return "", fmt.Errorf("the draft answers %q, want %s", s.fees.GetObligation(), s.duty.GetName())
	}
	return "title, summary, text and issuer carry script, picture and quotes", nil
}

func reviewMarkup(ctx context.Context, s *Stage) (string, error) {
	if s.fees == nil {
		return "", errMissing
	}
	o, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	c, err := s.as(ctx, chair)
	if err != nil {
		return "", err
	}
	if err := s.move(ctx, o, &s.fees, "submit", &disclosurev1.SubmitPublicationRequest{
		Name: s.fees.GetName(), Etag: s.fees.GetEtag(), DeclareNoSecrets: true, RequestId: s.id("submit markup"),
	}); err != nil {
		return "", err
	}
	return "submitted and approved", s.move(ctx, c, &s.fees, "approve", &disclosurev1.ApprovePublicationRequest{
		Name: s.fees.GetName(), Etag: s.fees.GetEtag(), RequestId: s.id("approve markup"),
	})
}

func publishMarkup(ctx context.Context, s *Stage) (string, error) {
	c, err := s.as(ctx, chair)
	if err != nil {
		return "", err
	}
	if s.fees == nil {
		return "", errMissing
	}
	if err := s.move(ctx, c, &s.fees, "publish", &disclosurev1.PublishPublicationRequest{
		Name: s.fees.GetName(), Etag: s.fees.GetEtag(), RequestId: s.id("publish markup"),
	}); err != nil {
		return "", err
	}
	if s.fees.GetLateDays() <= 0 {
		return "", fmt.Errorf("late by %d days, want more than none", s.fees.GetLateDays())
	}
	return fmt.Sprintf("số %s, trễ %d ngày làm việc", s.fees.GetRegisterNumber(), s.fees.GetLateDays()), nil
}

func markupInert(ctx context.Context, s *Stage) (string, error) {
	if s.fees == nil {
		return "", errMissing
	}
	id := strings.TrimPrefix(s.fees.GetName(), "publications/")
	pages := []string{"/disclosures/" + id, "/units/" + commune, "/disclosures?q=" + s.mark, "/units/" + commune + "/quarterly"}
	for _, address := range pages {
		if _, err := s.await(ctx, shortly, func(ctx context.Context) error { return s.inert(ctx, address) }); err != nil {
			return "", err
		}
	}
	response, body, err := s.anybody().read(ctx, "/feeds/units/"+commune+".atom")
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK || strings.Contains(string(body), "<script>") {
		return "", fmt.Errorf("the feed (%d) carries the script as markup", response.StatusCode)
	}
	return fmt.Sprintf("shown as typed on %d pages and in the feed", len(pages)), nil
}

// inert checks that a page shows the script as it was typed and that nothing typed has come alive.
func (s *Stage) inert(ctx context.Context, address string) error {
	page, err := s.anybody().page(ctx, address)
	if err != nil {
		return err
	}
	if err := page.says(`<script>alert("x")</script>`); err != nil {
		return err
	}
	alive := page.elements("script", func(n *html.Node) bool { return attribute(n, "src") == "" }) +
		page.elements("img", func(n *html.Node) bool { return has(n, "onerror") })
	if alive > 0 {
		return fmt.Errorf("%d pieces of markup came alive on %s", alive, address)
	}
	return nil
}

func dutyMet(ctx context.Context, s *Stage) (string, error) {
	if s.duty == nil {
		return "", errMissing
	}
	one, err := s.missingDuties(ctx)
	if err != nil {
		return "", err
	}
	if one != nil {
		return "", errors.New("the list of what is missing still has it")
	}
	var now disclosurev1.Obligation
	if err := s.anybody().get(ctx, "/v1/"+s.duty.GetName(), nil, &now); err != nil {
		return "", err
	}
	if now.GetPublication() != s.fees.GetName() {
		return "", fmt.Errorf("the duty names %q, want %s", now.GetPublication(), s.fees.GetName())
	}
	return fmt.Sprintf("%s, answered by %s", now.GetState(), now.GetPublication()), nil
}
