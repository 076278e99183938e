package grpcapi

import (
	"context"
	"strings"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

func (s importServer) answer(ctx context.Context, i app.Import, err error) (*directoryv1.Import, error) {
	if err != nil {
		return nil, translate(err)
	}
	return s.encode(ctx, i), nil
}

func (s importServer) encode(ctx context.Context, i app.Import) *directoryv1.Import {
	m := &directoryv1.Import{
		Name: "imports/" + i.ID, Unit: unitName(i.Unit), FileName: i.FileName, FileDigest: i.FileDigest, DryRun: i.DryRun,
		Kind:      directoryv1.ImportKind(directoryv1.ImportKind_value["IMPORT_KIND_"+strings.ToUpper(string(i.Kind))]),
		State:     directoryv1.ImportState(directoryv1.ImportState_value["IMPORT_STATE_"+strings.ToUpper(string(i.State))]),
		ValidFrom: i.Period.From.String(), ValidTo: i.Period.To.String(), LegalBasis: i.LegalBasis,
		Phase: i.Progress.Phase, RowsRead: i.Progress.RowsRead, Percent: int32(i.Progress.Percent), //nolint:gosec // 0 to 100
		Created: i.Tally.Created, Changed: i.Tally.Changed, Unchanged: i.Tally.Unchanged, Errors: i.Tally.Errors,
		Failure: i.Failure, Encoding: i.Encoding, CreatedAt: i.CreatedAt.UTC().Format(time.RFC3339),
	}
	if !i.FinishedAt.IsZero() {
		m.FinishedAt = i.FinishedAt.UTC().Format(time.RFC3339)
	}
	for _, r := range i.Repairs {
		m.Repairs = append(m.Repairs, &directoryv1.ImportRepair{
			Rule: r.Rule, Column: r.Heading, Message: s.words.Text(i18n.Lang(ctx), r.Rule, nil), Rows: r.Rows, Lines: r.Lines,
		})
	}
	return m
}
