package seed

import (
	"bytes"
	"context"
	"encoding/csv"
	"slices"
	"strconv"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	"github.com/danchu-platform/danchu/deploy/standalone/people"
	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
)

// importRepresentatives enters the households of the village that decides, each with a representative who can sign in.
func (s *seeder) importRepresentatives(ctx context.Context) error {
	all, err := demodata.Representatives()
	if err != nil {
		return err
	}
	var table bytes.Buffer
	rows := [][]string{{"village_code", "household_code", "address", "representative", "birth_year", "national_id", "phone"}}
	for _, r := range all {
		born := ""
		if r.BirthYear > 0 {
			born = strconv.Itoa(r.BirthYear)
		}
		rows = append(rows, []string{r.Village, r.Household, r.Address, r.Name, born, r.NationalID, ""})
	}
	if err := csv.NewWriter(&table).WriteAll(rows); err != nil {
		return err
	}
	return s.importTable(ctx, &directoryv1.CreateImportRequest{
		Kind: directoryv1.ImportKind_IMPORT_KIND_HOUSEHOLDS, Unit: "units/" + Province, FileName: "representatives.csv",
		ValidFrom: VillagesRearranged, LegalBasis: "Dữ liệu mẫu",
		Source: &directoryv1.CreateImportRequest_Content{Content: table.Bytes()},
	})
}

// withoutRepresentatives leaves out the villages whose households are not made up.
func (s *seeder) withoutRepresentatives(villages []people.Village) ([]people.Village, error) {
	all, err := demodata.Representatives()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(villages, func(v people.Village) bool {
		return slices.ContainsFunc(all, func(r demodata.Representative) bool { return r.Village == v.Code })
	}), nil
}
