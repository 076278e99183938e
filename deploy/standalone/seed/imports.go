package seed

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"time"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	"github.com/danchu-platform/danchu/deploy/standalone/people"
	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
)

// VillagesRearranged is the first day of the villages as the councils arranged
// them in mid-2026 (Nghị định 185/2026/NĐ-CP).
const VillagesRearranged = "2026-07-01"

// importVillages enters the villages of Phú Thọ that the councils' resolutions name.
func (s *seeder) importVillages(ctx context.Context) error {
	table, _, err := villages()
	if err != nil {
		return err
	}
	return s.importTable(ctx, &directoryv1.CreateImportRequest{
		Kind: directoryv1.ImportKind_IMPORT_KIND_VILLAGES, Unit: "units/" + Province, FileName: "villages.csv",
		ValidFrom: VillagesRearranged, LegalBasis: "Nghị quyết của Hội đồng nhân dân các xã, 6/2026",
		Source: &directoryv1.CreateImportRequest_Content{Content: table},
	})
}

// importHouseholds makes up households for every village and enters them.
func (s *seeder) importHouseholds(ctx context.Context) error {
	if s.Households <= 0 {
		return nil
	}
	_, list, err := villages()
	if err != nil {
		return err
	}
	parts, err := demodata.Files.Open("names-vi.csv")
	if err != nil {
		return err
	}
	names, err := people.ReadNames(parts)
	if err != nil {
		return err
	}
	list, err = s.withoutRepresentatives(list)
	if err != nil {
		return err
	}
	var table bytes.Buffer
	if err := people.WriteHouseholds(&table, names, list, s.Households, 2026); err != nil {
		return err
	}
	return s.importTable(ctx, &directoryv1.CreateImportRequest{
		Kind: directoryv1.ImportKind_IMPORT_KIND_HOUSEHOLDS, Unit: "units/" + Province, FileName: "households-made-up.csv",
		ValidFrom: VillagesRearranged, LegalBasis: "Dữ liệu mẫu",
		Source: &directoryv1.CreateImportRequest_Content{Content: table.Bytes()},
	})
}

// villages is the table of today's villages, without those of the arrangement before.
func villages() (table []byte, list []people.Village, err error) {
	file, err := demodata.Files.Open("villages.csv")
	if err != nil {
		return nil, nil, err
	}
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, nil, fmt.Errorf("reading villages: %w", err)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for i, row := range rows {
		if i > 0 && row[6] != "from-"+VillagesRearranged {
			continue
		}
		if i > 0 {
			list = append(list, people.Village{Code: row[0], FullName: row[4]})
		}
		// The last columns tell where the row comes from; they are in the file's provenance.
		if err := w.Write([]string{row[0], row[1], row[3], row[4], row[5]}); err != nil {
			return nil, nil, err
		}
	}
	w.Flush()
	return out.Bytes(), list, w.Error()
}

// importTable starts an import and waits until it has ended.
func (s *seeder) importTable(ctx context.Context, req *directoryv1.CreateImportRequest) error {
	client := directoryv1.NewImportServiceClient(s.Directory)
	req.RequestId = requestID("import", req.GetKind(), req.GetValidFrom(), req.GetFileName())
	run, err := patiently(ctx, func() (*directoryv1.Import, error) { return client.CreateImport(s.as(ctx, Author), req) })
	if err != nil {
		return err
	}
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		switch run.GetState() {
		case directoryv1.ImportState_IMPORT_STATE_SUCCEEDED:
			return nil
		case directoryv1.ImportState_IMPORT_STATE_REJECTED, directoryv1.ImportState_IMPORT_STATE_FAILED, directoryv1.ImportState_IMPORT_STATE_CANCELLED:
			return s.whyNot(s.as(ctx, Author), run)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
		if run, err = client.GetImport(s.as(ctx, Author), &directoryv1.GetImportRequest{Name: run.GetName()}); err != nil {
			return err
		}
	}
}

// whyNot puts the first row's error beside the import's own.
func (s *seeder) whyNot(ctx context.Context, run *directoryv1.Import) error {
	first := ""
	list, err := directoryv1.NewImportServiceClient(s.Directory).ListImportErrors(ctx, &directoryv1.ListImportErrorsRequest{Parent: run.GetName(), PageSize: 1})
	if err == nil && len(list.GetErrors()) > 0 {
		e := list.GetErrors()[0]
		first = fmt.Sprintf("; line %d, %s: %s", e.GetLine(), e.GetColumn(), e.GetMessage())
	}
	return fmt.Errorf("%s ended as %s with %d wrong rows %s%s", run.GetFileName(), run.GetState(), run.GetErrors(), run.GetFailure(), first)
}
