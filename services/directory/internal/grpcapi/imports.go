package grpcapi

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"strconv"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/importer"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/units"
)

type importServer struct {
	directoryv1.UnimplementedImportServiceServer
	*Surface
}

func decodeImportKind(k directoryv1.ImportKind) app.ImportKind {
	return app.ImportKind(word(k.String(), "IMPORT_KIND_"))
}

// allowImport decides about an import of a kind for a unit, or for the country.
func (s importServer) allowImport(ctx context.Context, action string, kind app.ImportKind, unit domain.UnitKey, id string) error {
	return s.may.Allow(ctx, action, authz.Resource{
		Type: "Import", ID: id, Unit: units.Key(unit), Attrs: map[string]any{"catalogue": kind.National()},
		Hidden: action != "CreateImport" && action != "ListImports",
	})
}

func (s importServer) decide(ctx context.Context, action, name string) (app.Import, error) {
	i, err := s.do.Store().Import(ctx, id(name))
	if err != nil {
		return i, err
	}
	return i, s.allowImport(ctx, action, i.Kind, i.Unit, i.ID)
}

func (s importServer) CreateImport(ctx context.Context, req *directoryv1.CreateImportRequest) (*directoryv1.Import, error) {
	i := app.Import{
		Kind: decodeImportKind(req.GetKind()), DryRun: req.GetDryRun(), LegalBasis: req.GetLegalBasis(),
		Actor: authn.From(ctx).Subject, ActorKeys: authn.From(ctx).Keys(),
	}
	var err error
	if i.Period.From, err = date(req.GetValidFrom(), "valid_from"); err != nil {
		return nil, translate(err)
	}
	if i.Period.To, err = date(req.GetValidTo(), "valid_to"); err != nil {
		return nil, translate(err)
	}
	if req.GetUnit() != "" {
		u, err := s.unit(ctx, req.GetUnit(), s.do.Today())
		if err != nil {
			return nil, translate(err)
		}
		i.Unit = u.Key()
	}
	if err := s.allowImport(ctx, "CreateImport", i.Kind, i.Unit, ""); err != nil {
		return nil, err
	}
	handle, err := s.received(ctx, req)
	if err != nil {
		return nil, err
	}
	i.File, i.FileName, i.FileSize, i.FileDigest = handle.Key, handle.Name, handle.Size, handle.SHA256
	created, err := s.do.CreateImport(ctx, change.ForRequest(ctx, req), i)
	return s.answer(ctx, created, err)
}

func (s importServer) GetImport(ctx context.Context, req *directoryv1.GetImportRequest) (*directoryv1.Import, error) {
	i, err := s.decide(ctx, "GetImport", req.GetName())
	return s.answer(ctx, i, err)
}

func (s importServer) ListImports(ctx context.Context, req *directoryv1.ListImportsRequest) (*directoryv1.ListImportsResponse, error) {
	var key domain.UnitKey
	kind := app.ImportUnits // of the country there are catalogues only
	if req.GetUnit() != "" {
		u, err := s.unit(ctx, req.GetUnit(), s.do.Today())
		if err != nil {
			return nil, translate(err)
		}
		key, kind = u.Key(), app.ImportHouseholds
	}
	if err := s.allowImport(ctx, "ListImports", kind, key, ""); err != nil {
		return nil, err
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	found, err := s.do.Store().ListImports(ctx, key, cursor.After, cursor.Size+1)
	if err != nil {
		return nil, translate(err)
	}
	answer := &directoryv1.ListImportsResponse{}
	if len(found) > cursor.Size {
		found = found[:cursor.Size]
		last := found[len(found)-1]
		answer.NextPageToken = cursor.Next(last.CreatedAt.Format(time.RFC3339Nano), last.ID)
	}
	for _, i := range found {
		answer.Imports = append(answer.Imports, s.encode(ctx, i))
	}
	return answer, nil
}

func (s importServer) ListImportErrors(ctx context.Context, req *directoryv1.ListImportErrorsRequest) (*directoryv1.ListImportErrorsResponse, error) {
	i, err := s.decide(ctx, "ListImportErrors", req.GetParent())
	if err != nil {
		return nil, translate(err)
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	var after int64
	if len(cursor.After) == 1 {
		if after, err = strconv.ParseInt(cursor.After[0], 10, 64); err != nil {
			return nil, translate(domain.Refuse(domain.Malformed, domain.PageTokenInvalid, "page_token"))
		}
	}
	found, last, err := s.do.Store().ImportErrors(ctx, i.ID, after, cursor.Size)
	if err != nil {
		return nil, err
	}
	answer := &directoryv1.ListImportErrorsResponse{}
	for _, e := range found {
		answer.Errors = append(answer.Errors, s.encodeRowError(ctx, e))
	}
	if len(found) == cursor.Size {
		answer.NextPageToken = cursor.Next(strconv.FormatInt(last, 10))
	}
	return answer, nil
}

// encodeRowError puts what was wrong with a row into the caller's language.
func (s importServer) encodeRowError(ctx context.Context, e app.RowError) *directoryv1.ImportError {
	lang := i18n.Lang(ctx)
	for key, value := range e.Params {
		e.Params[key] = filled(key, value)
	}
	return &directoryv1.ImportError{
		Line: e.Line, Column: e.Heading, Value: e.Value, Rule: e.Rule, Message: s.words.Text(lang, e.Rule, e.Params),
		Remedy: s.words.Text(lang, cmp.Or(e.Remedy, "ROW_REMEDY"), e.Params),
	}
}

func (s importServer) ExportImportErrors(ctx context.Context, req *directoryv1.ExportImportErrorsRequest) (*httpbody.HttpBody, error) {
	i, err := s.decide(ctx, "ExportImportErrors", req.GetParent())
	if err != nil {
		return nil, translate(err)
	}
	var file bytes.Buffer
	out, err := importer.NewCSVWriter(&file)
	if err != nil {
		return nil, err
	}
	lang := i18n.Lang(ctx)
	heading := func(key string) string { return s.words.Text(lang, "report."+key, nil) }
	err = out.Write(heading("line"), heading("column"), heading("value"), heading("message"), heading("remedy"))
	var after int64
	for err == nil {
		var found []app.RowError
		found, after, err = s.do.Store().ImportErrors(ctx, i.ID, after, 1000)
		for _, e := range found {
			m := s.encodeRowError(ctx, e)
			err = errors.Join(err, out.Write(m.GetLine(), m.GetColumn(), m.GetValue(), m.GetMessage(), m.GetRemedy()))
		}
		if len(found) == 0 {
			break
		}
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: "text/csv; charset=utf-8", Data: file.Bytes()}, nil
}

func (s importServer) CancelImport(ctx context.Context, req *directoryv1.CancelImportRequest) (*directoryv1.Import, error) {
	i, err := s.decide(ctx, "CancelImport", req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	i, err = s.do.CancelImport(ctx, change.ForRequest(ctx, req), i.ID)
	return s.answer(ctx, i, err)
}
