package grpcapi

import (
	"context"
	"strconv"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/events"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func etag(revision int64) string { return strconv.FormatInt(revision, 10) }

func stamp(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

func named(collection, id string) string {
	if id == "" {
		return ""
	}
	return collection + "/" + id
}

func (s *Surface) unitName(key string) string {
	unit, _ := s.actions.Units.Unit(units.Key(key))
	return unit.FullName
}

// agencyName is empty for the unit itself.
func (s *Surface) agencyName(id string) string {
	agency, _ := s.actions.Units.Agency(id)
	return agency.Name
}

func official(a domain.Actor) *disclosurev1.Official {
	if a.Subject == "" && a.Name == "" {
		return nil
	}
	return &disclosurev1.Official{Subject: a.Subject, DisplayName: a.Name}
}

func attachments(files []domain.Attachment) []*typev1.Attachment {
	all := make([]*typev1.Attachment, len(files))
	for i, f := range files {
		all[i] = &typev1.Attachment{FileName: f.FileName, ContentType: f.ContentType, SizeBytes: f.Size, Sha256: f.SHA256, Description: f.Description}
	}
	return all
}

// due writes a due date with its counting in the words of the reader.
func (s *Surface) due(ctx context.Context, d domain.Due) *typev1.DueDate {
	due := events.Due(d)
	if due == nil {
		return nil
	}
	due.Steps = due.Steps[:0]
	for _, step := range d.Steps {
		due.Steps = append(due.Steps, s.words.Text(i18n.Lang(ctx), "step."+string(step.Kind), map[string]string{
			"from": step.From.Format(), "to": step.To.Format(), "days": strconv.Itoa(step.Days), "sum": strconv.Itoa(step.Sum), "name": step.Name,
		}))
	}
	return due
}

func (s *Surface) dueHistory(ctx context.Context, history []domain.DueChange) []*disclosurev1.DueChange {
	all := make([]*disclosurev1.DueChange, len(history))
	for i, c := range history {
		if key := "due_reason." + c.Reason; s.words.Has(key) { // written by the rules, not by a person
			c.Reason = s.words.Text(i18n.Lang(ctx), key, nil)
		}
		all[i] = &disclosurev1.DueChange{
			Previous: s.due(ctx, c.Previous), Recomputed: s.due(ctx, c.Recomputed), RecomputedTime: stamp(c.At), Cause: c.Cause,
			Decision: c.Decision, Reason: c.Reason,
		}
	}
	return all
}

func datesText(dates []workday.Date) []string {
	all := make([]string, len(dates))
	for i, d := range dates {
		all[i] = d.String()
	}
	return all
}
