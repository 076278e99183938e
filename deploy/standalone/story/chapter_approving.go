package story

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// approving: four eyes, and then everybody's.
func approving() []Step {
	return []Step{
		{"the officer submits the draft", submitDraft},
		{"the officer may not approve what the officer wrote", officerApproves},
		{"the chairman finds the review among today's work", chairFindsReview},
		{"the chairman sends it back with a reason", sendBack},
		{"the officer submits it again", submitAgain},
		{"the chairman approves", approve},
		{"publishing is set for tomorrow, and not for yesterday", schedule},
		{"the chairman takes the time away again", unschedule},
		{"the chairman publishes", publish},
	}
}

// step is one move of the road's publication by a person.
func (s *Stage) roadMove(ctx context.Context, who, verb string, ask func(*disclosurev1.Publication) protoMessage, state disclosurev1.PublicationState) error {
	b, err := s.as(ctx, who)
	if err != nil {
		return err
	}
	if s.road == nil {
		return errMissing
	}
	if err := s.move(ctx, b, &s.road, verb, ask(s.road)); err != nil {
		return err
	}
	if s.road.GetState() != state {
		return fmt.Errorf("the publication is %s, want %s", s.road.GetState(), state)
	}
	return nil
}

func submitDraft(ctx context.Context, s *Stage) (string, error) {
	return "declared free of state secrets", s.roadMove(ctx, officer, "submit", func(p *disclosurev1.Publication) protoMessage {
		return &disclosurev1.SubmitPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true, RequestId: s.id("submit")}
	}, disclosurev1.PublicationState_PUBLICATION_STATE_IN_REVIEW)
}

func officerApproves(ctx context.Context, s *Stage) (string, error) {
	return refused(s.roadMove(ctx, officer, "approve", func(p *disclosurev1.Publication) protoMessage {
		return &disclosurev1.ApprovePublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), RequestId: s.id("approve own")}
	}, disclosurev1.PublicationState_PUBLICATION_STATE_APPROVED), want{status: http.StatusForbidden}, want{status: http.StatusBadRequest, reason: "FOUR_EYES"})
}

// inOrder fails unless what is overdue comes first, and each part in the order of its due dates, those without one last.
func inOrder(tasks []*disclosurev1.Task) error {
	order := func(t *disclosurev1.Task) string {
		late, due := "1", cmp.Or(t.GetDue().GetDate(), "without")
		if t.GetStanding() == disclosurev1.Standing_STANDING_OVERDUE {
			late = "0"
		}
		return late + due
	}
	for i := 1; i < len(tasks); i++ {
		if order(tasks[i]) < order(tasks[i-1]) {
			return fmt.Errorf("the tasks are not in order: %v of %q after %v of %q", tasks[i].GetKind(), order(tasks[i]), tasks[i-1].GetKind(), order(tasks[i-1]))
		}
	}
	return nil
}

func chairFindsReview(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, chair)
	if err != nil {
		return "", err
	}
	if s.road == nil {
		return "", errMissing
	}
	var tasks disclosurev1.ListTasksResponse
	if err := b.get(ctx, "/v1/tasks?page_size=200", nil, &tasks); err != nil {
		return "", err
	}
	at := slices.IndexFunc(tasks.GetTasks(), func(t *disclosurev1.Task) bool {
		return t.GetKind() == disclosurev1.TaskKind_TASK_KIND_REVIEW && t.GetResource() == s.road.GetName()
	})
	if at < 0 {
		return "", fmt.Errorf("none of %d tasks is the review", len(tasks.GetTasks()))
	}
	if err := inOrder(tasks.GetTasks()); err != nil {
		return "", err
	}
	desk, err := b.page(ctx, "/console")
	if err != nil {
		return "", err
	}
	if !strings.Contains(desk.raw, strings.TrimPrefix(s.road.GetName(), "publications/")) {
		return "", fmt.Errorf("the desk at /console does not lead to the review")
	}
	task := tasks.GetTasks()[at]
	return fmt.Sprintf("%d tasks by due date; this one: hạn %s, %s – %s", tasks.GetTotal(), shown(task.GetDue().GetDate()), task.GetDue().GetBasis().GetText(), task.GetReason()), nil
}

func sendBack(ctx context.Context, s *Stage) (string, error) {
	err := s.roadMove(ctx, chair, "return", func(p *disclosurev1.Publication) protoMessage {
		return &disclosurev1.ReturnPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), Reason: "Ghi rõ ngày họp bình xét.", RequestId: s.id("return")}
	}, disclosurev1.PublicationState_PUBLICATION_STATE_DRAFT)
	return "“" + s.road.GetReturnReason() + "”", err
}

func submitAgain(ctx context.Context, s *Stage) (string, error) {
	return "the same text, declared anew", s.roadMove(ctx, officer, "submit", func(p *disclosurev1.Publication) protoMessage {
		return &disclosurev1.SubmitPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true, RequestId: s.id("submit again")}
	}, disclosurev1.PublicationState_PUBLICATION_STATE_IN_REVIEW)
}

func approve(ctx context.Context, s *Stage) (string, error) {
	err := s.roadMove(ctx, chair, "approve", func(p *disclosurev1.Publication) protoMessage {
		return &disclosurev1.ApprovePublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), RequestId: s.id("approve")}
	}, disclosurev1.PublicationState_PUBLICATION_STATE_APPROVED)
	if err == nil && s.road.GetSinglePerson() {
		err = fmt.Errorf("flagged as approved by its author")
	}
	return "author " + s.road.GetAuthor().GetDisplayName() + ", approver " + s.road.GetApprover().GetDisplayName(), err
}

func schedule(ctx context.Context, s *Stage) (string, error) {
	at := func(when time.Time, place string) func(*disclosurev1.Publication) protoMessage {
		return func(p *disclosurev1.Publication) protoMessage {
			return &disclosurev1.SchedulePublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), PublishTime: timestamppb.New(when), RequestId: s.id(place)}
		}
	}
	const scheduled = disclosurev1.PublicationState_PUBLICATION_STATE_SCHEDULED
	why, err := refused(s.roadMove(ctx, chair, "schedule", at(s.began.AddDate(0, 0, -1), "schedule in the past"), scheduled),
		want{status: http.StatusBadRequest, reason: "TIME_IN_PAST"})
	if err != nil {
		return "", err
	}
	err = s.roadMove(ctx, chair, "schedule", at(s.began.AddDate(0, 0, 1), "schedule"), scheduled)
	return "for tomorrow; for yesterday: " + why, err
}

func unschedule(ctx context.Context, s *Stage) (string, error) {
	return "approved, and waits", s.roadMove(ctx, chair, "unschedule", func(p *disclosurev1.Publication) protoMessage {
		return &disclosurev1.UnschedulePublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), RequestId: s.id("unschedule")}
	}, disclosurev1.PublicationState_PUBLICATION_STATE_APPROVED)
}

func publish(ctx context.Context, s *Stage) (string, error) {
	err := s.roadMove(ctx, chair, "publish", func(p *disclosurev1.Publication) protoMessage {
		return &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), RequestId: s.id("publish")}
	}, disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED)
	if err == nil && (s.road.GetVersion() != 1 || s.road.GetRegisterNumber() == "" || len(s.road.GetDigest()) != 64 || s.road.GetLateDays() != 0) {
		err = fmt.Errorf("version %d, register number %q, digest %q, late by %d", s.road.GetVersion(), s.road.GetRegisterNumber(), s.road.GetDigest(), s.road.GetLateDays())
	}
	return fmt.Sprintf("số %s, phiên bản 1, %.12s…, đúng hạn", s.road.GetRegisterNumber(), s.road.GetDigest()), err
}
