package disclosure_test

import (
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

const name = "Trần Văn Khoai"

// After the posting period no name is left anywhere, with and without the job having come by.
func TestExpiredListsAreGoneEverywhere(t *testing.T) {
	t.Parallel()
	for _, swept := range []bool{false, true} {
		h := open(t)
		c := draftContent()
		c.Title, c.Body, c.Summary = "Kết quả bình xét hộ nghèo năm 2026", "1. "+name, name
		c.Attachments = []*typev1.Attachment{h.file(t, officer, "tran-van-khoai.jpg")}
		p := h.publish(t, lists, c)
		changed := proto.Clone(c).(*disclosurev1.PublicationContent)
		changed.Body, changed.Attachments = "1. "+name+"\n2. Lê Thị Sắn", []*typev1.Attachment{{Sha256: p.GetAttachments()[0].GetSha256(), FileName: p.GetAttachments()[0].GetFileName()}}
		p, err := h.CorrectPublication(h.as(t, officer), &disclosurev1.CorrectPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), Content: changed, CorrectionNote: "Bổ sung " + name, DeclareNoSecrets: true})
		must(t, err)
		p, err = h.ApproveCorrection(h.as(t, chair), &disclosurev1.ApproveCorrectionRequest{Name: p.GetName(), Etag: p.GetEtag()})
		must(t, err)
		changed.Summary = "Thêm " + name // waits when the list expires
		p = h.propose(t, officer, p, changed)
		if p.GetExpiryDate() != "2026-04-08" || len(h.search(t, t.Context(), &disclosurev1.SearchPublicationsRequest{Query: "khoai"})) != 1 {
			t.Fatalf("expires %s", p.GetExpiryDate())
		}
		h.on("2026-04-09")
		if swept {
			must(t, h.service.Actions().ExpireLists(t.Context()))
			must(t, h.service.Actions().ExpireLists(t.Context()))
			if n := h.count(t, `SELECT count(*) FROM platform_outbox WHERE type LIKE '%publication_expired'`); n != 1 {
				t.Errorf("told %d times", n)
			}
		}
		for _, who := range []string{"", officer, stranger} {
			ctx := t.Context()
			if who != "" {
				ctx = h.as(t, who)
			}
			got, err := h.GetPublication(ctx, &disclosurev1.GetPublicationRequest{Name: p.GetName()})
			must(t, err)
			versions, err := h.ListPublicationVersions(ctx, &disclosurev1.ListPublicationVersionsRequest{Publication: p.GetName()})
			must(t, err)
			quarter, err := h.GetQuarterlyList(ctx, &disclosurev1.GetQuarterlyListRequest{Unit: "units/" + commune, Year: 2026, Quarter: 1})
			must(t, err)
			found, err := h.SearchPublications(ctx, &disclosurev1.SearchPublicationsRequest{States: []disclosurev1.PublicationState{
				disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED, disclosurev1.PublicationState_PUBLICATION_STATE_EXPIRED,
			}})
			must(t, err)
			stream, err := h.ExportPublications(ctx, &disclosurev1.ExportPublicationsRequest{})
			must(t, err)
			record, err := stream.Recv()
			must(t, err)
			if got.GetState() != disclosurev1.PublicationState_PUBLICATION_STATE_EXPIRED || got.GetTitle() == "" || len(quarter.GetLines()) != 1 || len(found.GetPublications()) != 1 {
				t.Errorf("%s: the tombstone is not there: %v", who, got)
			}
			for _, message := range []proto.Message{got, versions, quarter, found, record} {
				if text := protojson.Format(message); strings.Contains(text, name) || strings.Contains(text, "Sắn") || strings.Contains(text, "khoai.jpg") {
					t.Errorf("%q sees a name: %s", who, text)
				}
			}
			if names := h.search(t, ctx, &disclosurev1.SearchPublicationsRequest{Query: "khoai", States: []disclosurev1.PublicationState{
				disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED, disclosurev1.PublicationState_PUBLICATION_STATE_EXPIRED,
			}}); len(names) != 0 {
				t.Errorf("found by a name: %v", names)
			}
		}
		_, err = h.GetPublicationDifference(t.Context(), &disclosurev1.GetPublicationDifferenceRequest{Publication: p.GetName()})
		refused(t, err, fault.Refused, "CONTENT_HIDDEN")
	}
}

// Two replicas, a killed one before them, and the sweep besides: the scheduled publication becomes public once.
func TestScheduledPublicationHappensOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.approve(t, chair, h.submit(t, officer, h.draft(t, officer, commune, fees, draftContent())))
	p, err := h.SchedulePublication(h.as(t, chair), &disclosurev1.SchedulePublicationRequest{
		Name: p.GetName(), Etag: p.GetEtag(), PublishTime: timestamppb.New(start.Add(24 * time.Hour)),
	})
	must(t, err)
	must(t, h.service.Actions().PublishScheduled(t.Context(), strings.TrimPrefix(p.GetName(), "publications/")))
	if got, err := h.GetPublication(h.as(t, officer), &disclosurev1.GetPublicationRequest{Name: p.GetName()}); err != nil || got.GetState() != disclosurev1.PublicationState_PUBLICATION_STATE_SCHEDULED {
		t.Fatalf("published before its time: %v %v", got.GetState(), err)
	}
	h.set(start.Add(25 * time.Hour))
	// The job that was to run at the time, made due now.
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE river_job SET scheduled_at = now(), state = 'available' WHERE kind = 'disclosure_publish'`); err != nil {
		t.Fatal(err)
	}
	first, second := h.run(t, h.service), h.run(t, h.door(t))
	defer first()
	defer second()
	deadline := time.Now().Add(30 * time.Second)
	for h.count(t, `SELECT count(*) FROM river_job WHERE kind = 'disclosure_publish' AND state = 'completed'`) == 0 {
		if time.Now().After(deadline) {
			t.Fatal("the job did not run")
		}
	}
	must(t, h.service.Actions().PublishDue(t.Context()))
	got, err := h.GetPublication(t.Context(), &disclosurev1.GetPublicationRequest{Name: p.GetName()})
	must(t, err)
	if got.GetState() != disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED || got.GetRegisterNumber() != "1/2026" {
		t.Errorf("%v", got)
	}
	if n := h.count(t, `SELECT count(*) FROM platform_outbox WHERE type LIKE '%publication_published'`); n != 1 {
		t.Errorf("published %d times", n)
	}
}
