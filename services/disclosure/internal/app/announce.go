package app

import (
	"strconv"
	"time"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
)

// announce tells the configured programs (other portals, the Front's site) what became public, was corrected or withdrawn. They get
// ids, dates and digests, as the events carry them; what it says they read where everybody does, as long as it is there.
func (a *Actions) announce(facts []domain.Fact) []Notice {
	if !a.Webhooks {
		return nil
	}
	var notices []Notice
	for _, fact := range facts {
		switch f := fact.(type) {
		case domain.PublicationPublished:
			notices = append(notices, a.announcement("publication_published", f.Publication, f.Body, f.Item, f.Version, f.Digest, f.At, map[string]string{
				"register_number": f.RegisterNumber,
			}))
		case domain.PublicationCorrected:
			notices = append(notices, a.announcement("publication_corrected", f.Publication, f.Body, f.Item, f.Version, f.Digest, f.At, map[string]string{
				"previous_digest": f.PreviousDigest,
			}))
		case domain.PublicationWithdrawn:
			notices = append(notices, a.announcement("publication_withdrawn", f.Publication, f.Body, f.Item, f.Version, f.Digest, f.At, map[string]string{}))
		}
	}
	return notices
}

func (a *Actions) announcement(kind, id string, body domain.Body, item string, version int, digest string, at time.Time, more map[string]string) Notice {
	more["publication"], more["unit"], more["item"] = publicationName(id), "units/"+body.Unit, "catalogueItems/"+item
	more["version"], more["digest"], more["time"] = strconv.Itoa(version), digest, at.UTC().Format(time.RFC3339)
	if body.Agency != "" {
		more["agency"] = "agencies/" + body.Agency
	}
	if a.Portal != "" {
		more["url"] = a.Portal + "/disclosures/" + id
	}
	return Notice{Webhook: true, Template: kind, Params: more, Resource: publicationName(id), Key: kind + " " + publicationName(id) + " " + strconv.Itoa(version)}
}
