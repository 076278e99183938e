package story

import (
	"context"
	"fmt"
	"net/http"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// repeating: a double click, a lost answer, two people at once.
func repeating() []Step {
	return []Step{
		{"a change to be sent twice", sendOnce},
		{"the same request again gives the same answer and changes nothing", sendTwice},
		{"the same request id with other content is refused", sendOther},
		{"what somebody else has changed meanwhile is not overwritten", stale},
	}
}

// twice is the change that is sent again: one more record of what the village heads said.
func (s *Stage) twice(etag string) *disclosurev1.RecordFormRequest {
	ask := s.toldByHeads()
	ask.Publication, ask.Etag, ask.RequestId = s.road.GetName(), etag, s.id("twice")
	ask.Note = "Họp thôn lần hai " + s.mark
	return ask
}

func sendOnce(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	ask := s.twice(s.road.GetEtag())
	before := len(s.road.GetForms())
	s.roadSeen = s.road.GetEtag()
	if err := s.record(ctx, "twice", ask); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d records before, %d after", before, len(s.road.GetForms())), nil
}

func (s *Stage) again(ctx context.Context, ask *disclosurev1.RecordFormRequest, into *disclosurev1.Publication) error {
	b, err := s.as(ctx, officer)
	if err != nil {
		return err
	}
	body, err := protojson.Marshal(ask)
	if err != nil {
		return err
	}
	response, got, err := b.call(ctx, http.MethodPost, "/v1/"+s.road.GetName()+"/forms", http.Header{"Content-Type": {"application/json"}}, body)
	if err != nil {
		return err
	}
	return decode(answer{response.StatusCode, got}, into)
}

func sendTwice(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil || s.roadSeen == "" {
		return "", errMissing
	}
	for range 3 {
		var answered disclosurev1.Publication
		if err := s.again(ctx, s.twice(s.roadSeen), &answered); err != nil {
			return "", err
		}
		if !proto.Equal(withoutHandles(&answered), withoutHandles(s.road)) {
			return "", fmt.Errorf("answered etag %s with %d forms, before etag %s with %d", answered.GetEtag(), len(answered.GetForms()), s.road.GetEtag(), len(s.road.GetForms()))
		}
	}
	return fmt.Sprintf("three times more, still etag %s and %d records", s.road.GetEtag(), len(s.road.GetForms())), nil
}

// withoutHandles leaves out what a new signature may change.
func withoutHandles(p *disclosurev1.Publication) *disclosurev1.Publication {
	p = proto.CloneOf(p)
	for _, one := range p.GetAttachments() {
		one.Handle = ""
	}
	for _, form := range p.GetForms() {
		for _, one := range form.GetEvidence() {
			one.Handle = ""
		}
	}
	return p
}

func sendOther(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil || s.roadSeen == "" {
		return "", errMissing
	}
	ask := s.twice(s.roadSeen)
	ask.Note = "Nội dung khác"
	return refused(s.again(ctx, ask, nil), want{status: http.StatusConflict, reason: "REQUEST_ID_REUSED"})
}

func stale(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil || s.roadSeen == "" {
		return "", errMissing
	}
	ask := s.twice(s.roadSeen)
	ask.RequestId = s.id("stale")
	return refused(s.again(ctx, ask, nil), want{status: http.StatusConflict, reason: "STALE_ETAG"})
}
