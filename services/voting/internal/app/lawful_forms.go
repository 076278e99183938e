package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Lawful is what the law says on a matter on a day.
type Lawful struct {
	Forms      []domain.FormChoice
	Threshold  domain.Threshold
	Agreeing   []domain.Office
	Recogniser domain.Recogniser
}

// ListLawfulForms tells which forms the law opens for a matter on a day.
func (a *Actions) ListLawfulForms(ctx context.Context, m domain.Matter, on workday.Date) (Lawful, error) {
	if err := a.Policy.Allow(ctx, "ListLawfulForms", authz.Installation()); err != nil {
		return Lawful{}, err
	}
	if m.Kind == "" {
		m.Kind = m.Kinds()[0]
	}
	if err := m.Check(); err != nil {
		return Lawful{}, err
	}
	if on.IsZero() {
		on = a.today()
	}
	pack, err := domain.PackFor(a.Book, m, on)
	if err != nil {
		return Lawful{}, err
	}
	lawful := Lawful{Forms: pack.Forms(m), Agreeing: pack.Agreeing(m)}
	if lawful.Threshold, err = pack.Threshold(m, domain.MeetingForm); err != nil {
		return Lawful{}, err
	}
	lawful.Recogniser, _ = pack.Recogniser()
	return lawful, nil
}
