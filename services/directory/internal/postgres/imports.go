package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// AddImport enters an import with the job that will run it.
func (s *Store) AddImport(ctx context.Context, cause change.Cause, i app.Import, left app.Left) (app.Import, error) {
	id, err := changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) (string, app.Left, error) {
		return i.ID, left, q.AddImport(ctx, sqlcgen.AddImportParams{
			ID: i.ID, Kind: string(i.Kind), Unit: string(i.Unit), File: i.File, FileName: i.FileName, FileSize: i.FileSize,
			FileDigest: i.FileDigest, DryRun: i.DryRun, ValidFrom: i.Period.From, ValidTo: i.Period.To,
			LegalBasis: i.LegalBasis, Actor: i.Actor, ActorKeys: i.ActorKeys, CreatedAt: i.CreatedAt,
		})
	})
	if err != nil {
		return app.Import{}, err
	}
	return s.Import(ctx, id)
}

// Import reads one import.
func (s *Store) Import(ctx context.Context, id string) (app.Import, error) {
	row, err := s.q().ImportByID(ctx, id)
	return imported(row), found(err, "name", "imports/"+id)
}

func imported(r sqlcgen.Import) app.Import {
	var repairs []app.Repair
	_ = json.Unmarshal(r.Repairs, &repairs) // written by finish alone
	return app.Import{
		ID: r.ID, Kind: app.ImportKind(r.Kind), Unit: domain.UnitKey(r.Unit), File: r.File, FileName: r.FileName,
		FileSize: r.FileSize, FileDigest: r.FileDigest, DryRun: r.DryRun,
		Period: domain.Period{From: r.ValidFrom, To: r.ValidTo}, LegalBasis: r.LegalBasis, Actor: r.Actor, ActorKeys: r.ActorKeys,
		State: app.ImportState(r.State), Progress: app.Progress{Phase: r.Phase, RowsRead: r.RowsRead, Percent: int(r.Percent)},
		Tally:   app.Tally{Created: r.Created, Changed: r.Changed, Unchanged: r.Unchanged, Errors: r.Errors},
		Failure: r.Failure, Encoding: r.Encoding, Repairs: repairs, CreatedAt: r.CreatedAt, FinishedAt: when(r.FinishedAt),
	}
}

// ListImports reads a page of a unit's and those below, newest first.
func (s *Store) ListImports(ctx context.Context, unit domain.UnitKey, after []string, size int) ([]app.Import, error) {
	p := sqlcgen.ListImportsParams{Unit: string(unit), Size: int32(size)} //nolint:gosec // 1 to 100
	if len(after) == 2 {
		at, err := time.Parse(time.RFC3339Nano, after[0])
		if err != nil {
			return nil, domain.Refuse(domain.Malformed, domain.PageTokenInvalid, "page_token")
		}
		p.AfterAt, p.AfterID = at, after[1]
	}
	rows, err := s.q().ListImports(ctx, p)
	out := make([]app.Import, len(rows))
	for i, r := range rows {
		out[i] = imported(r)
	}
	return out, err
}

// ImportErrors reads what was wrong, in order of line.
func (s *Store) ImportErrors(ctx context.Context, id string, after int64, size int) ([]app.RowError, int64, error) {
	rows, err := s.q().ListImportErrors(ctx, sqlcgen.ListImportErrorsParams{ImportID: id, After: after, Size: int32(size)}) //nolint:gosec // bounded
	out := make([]app.RowError, len(rows))
	for i, r := range rows {
		out[i] = app.RowError{Line: r.Line, Heading: r.Heading, Value: r.Value, Rule: r.Rule, Remedy: r.Remedy}
		if err := json.Unmarshal(r.Params, &out[i].Params); err != nil {
			return nil, 0, err
		}
		after = r.Seq
	}
	return out, after, err
}

// CancelImport ends an import that has not finished.
func (s *Store) CancelImport(ctx context.Context, cause change.Cause, id string, at time.Time) (app.Import, error) {
	_, err := changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) (string, app.Left, error) {
		row, err := q.ImportForUpdate(ctx, id)
		if err != nil {
			return "", app.Left{}, found(err, "name", "imports/"+id)
		}
		n, err := q.CancelImport(ctx, sqlcgen.CancelImportParams{ID: id, FinishedAt: &at})
		if err == nil && n == 0 {
			err = domain.Refuse(domain.Refused, domain.ImportFinished, "name", "state", row.State)
		}
		return id, app.Left{Resource: "imports/" + id, Unit: domain.UnitKey(row.Unit)}, err
	})
	if err != nil {
		return app.Import{}, err
	}
	return s.Import(ctx, id)
}

// StartImport claims an import for a worker; a worker that died may have claimed it before.
func (s *Store) StartImport(ctx context.Context, id string) (bool, error) {
	n, err := s.q().StartImport(ctx, id)
	return n == 1, err
}

// ReportProgress is seen at once: it is not part of the import's transaction.
func (s *Store) ReportProgress(ctx context.Context, id string, p app.Progress) (bool, error) {
	state, err := s.q().ReportProgress(ctx, sqlcgen.ReportProgressParams{
		ID: id, Phase: p.Phase, RowsRead: p.RowsRead, Percent: int32(p.Percent), //nolint:gosec // 0 to 100
	})
	return state == string(app.ImportRunning), err
}

// FinishImport records how an import ended, with its errors. An import that was
// cancelled meanwhile stays cancelled.
func (s *Store) FinishImport(ctx context.Context, i app.Import, wrong []app.RowError) error {
	return s.db().InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		q := sqlcgen.New(tx)
		if err := finish(ctx, q, i); err != nil {
			if errors.Is(err, app.ErrCancelled) {
				return nil
			}
			return err
		}
		if err := q.DropImportErrors(ctx, i.ID); err != nil {
			return err
		}
		p := sqlcgen.AddImportErrorsParams{ImportID: i.ID}
		for seq, e := range wrong {
			params, err := json.Marshal(e.Params)
			if err != nil {
				return err
			}
			p.Seqs = append(p.Seqs, int64(seq)+1)
			p.Lines = append(p.Lines, e.Line)
			p.Headings = append(p.Headings, e.Heading)
			p.Values = append(p.Values, e.Value)
			p.Rules = append(p.Rules, e.Rule)
			p.Remedies = append(p.Remedies, e.Remedy)
			p.Params = append(p.Params, string(params))
		}
		return q.AddImportErrors(ctx, p)
	})
}

// finish records the end of an import; one that was cancelled stays so.
func finish(ctx context.Context, q *sqlcgen.Queries, i app.Import) error {
	repairs, err := json.Marshal(append([]app.Repair{}, i.Repairs...))
	if err != nil {
		return err
	}
	n, err := q.FinishImport(ctx, sqlcgen.FinishImportParams{
		ID: i.ID, State: string(i.State), RowsRead: i.Progress.RowsRead, Created: i.Tally.Created,
		Changed: i.Tally.Changed, Unchanged: i.Tally.Unchanged, Errors: i.Tally.Errors, Failure: i.Failure,
		Encoding: i.Encoding, Repairs: repairs, FinishedAt: moment(i.FinishedAt),
	})
	if err == nil && n == 0 {
		err = app.ErrCancelled
	}
	return err
}
