package app

import (
	"context"
	"fmt"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// PublishPublication makes an approved publication public at once.
func (a *Actions) PublishPublication(ctx context.Context, cause change.Cause, id, seen string) (domain.Publication, error) {
	return a.movePublication(ctx, "PublishPublication", cause, id, seen, a.publish)
}

func (a *Actions) publish(ctx context.Context, tx Tx, p domain.Publication, with domain.Setting) (moved, error) {
	if !p.State.May(domain.ActPublish) {
		_, _, err := p.Publish("", domain.Publisher{}, with) // refused before a number is spent
		return moved{}, err
	}
	year := with.Today().Y
	n, err := tx.NextNumber(ctx, p.Body, "publication", year)
	if err != nil {
		return moved{}, err
	}
	p, tied, err := a.tie(ctx, tx, p, "", with)
	if err != nil {
		return moved{}, err
	}
	p, facts, err := p.Publish(fmt.Sprintf("%d/%d", n, year), a.Publisher(p), with)
	if err != nil {
		return moved{}, err
	}
	return moved{
		publication: p, facts: append(tied, facts...), detail: map[string]string{"digest": p.Digest, "version": "1"},
		notices: a.tell([]string{p.Author.Subject}, "publication_published", publicationName(p.ID), p.Revision+1, nil),
	}, tx.AddVersion(ctx, p.PublicVersion(with.Now))
}

// Publisher is how the body of a publication is called: now, or when it was first made public.
func (a *Actions) Publisher(p domain.Publication) domain.Publisher {
	if p.Publisher.Unit != "" {
		return p.Publisher
	}
	unit, _ := a.Units.Unit(units.Key(p.Body.Unit))
	agency, _ := a.Units.Agency(p.Body.Agency)
	return domain.Publisher{Unit: unit.FullName, Agency: agency.Name}
}
