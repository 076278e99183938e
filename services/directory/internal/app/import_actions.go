package app

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// ImportQueue is the queue imports wait in, one at a time in a process: two at
// once would only wait for each other.
const ImportQueue = "imports"

// ImportJob asks a worker to run an import.
type ImportJob struct {
	ID string `json:"id"`
}

// Kind names the job.
func (ImportJob) Kind() string { return "directory_import" }

// InsertOpts puts it in the queue of imports.
func (ImportJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: ImportQueue, MaxAttempts: importAttempts}
}

const importAttempts = 4

// CreateImport enters an import to be run in the background.
func (d *Directory) CreateImport(ctx context.Context, cause change.Cause, i Import) (Import, error) {
	switch i.Kind {
	case ImportCalendar, ImportUnitChanges:
	default:
		if i.Period.From.IsZero() {
			return Import{}, domain.Refuse(domain.Malformed, domain.ImportNeedsValidFrom, "valid_from")
		}
	}
	if i.Unit == "" && !i.Kind.National() {
		return Import{}, domain.Refuse(domain.Malformed, domain.ImportNeedsUnit, "unit")
	}
	i.ID, i.CreatedAt = newID(), d.clock()
	return d.store.AddImport(ctx, cause, i, Left{
		Resource: "imports/" + i.ID, Unit: i.Unit, Jobs: []river.JobArgs{ImportJob{ID: i.ID}},
		Detail: map[string]string{"kind": string(i.Kind), "digest": i.FileDigest},
	})
}

// National reports whether a kind may be imported for the whole country.
func (k ImportKind) National() bool {
	switch k {
	case ImportUnits, ImportUnitMapping, ImportUnitChanges, ImportCalendar:
		return true
	}
	return false
}

// CancelImport cancels an import that has not finished.
func (d *Directory) CancelImport(ctx context.Context, cause change.Cause, id string) (Import, error) {
	return d.store.CancelImport(ctx, cause, id, d.clock())
}
