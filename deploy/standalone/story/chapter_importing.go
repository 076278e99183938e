package story

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// importing: a commune brings the roll of a village in the encoding its old program wrote, with mistakes in it.
func importing() []Step {
	return []Step{
		{"a roll in a pre-Unicode encoding is tried without changing anything", tryBadRoll},
		{"each mistake is named by line, column and remedy", badRows},
		{"the report can be taken home as CSV", badRowsCSV},
		{"the mended roll is imported", importRoll},
		{"the same roll again changes nothing", importAgain},
		{"the households are on the roll of the village, names whole", onTheRoll},
		{"a commune does not import for its neighbour", importNeighbour},
	}
}

const rollVillage = commune + ".029" // Thôn Xuân Thắng

// roll is a table of households; code makes households of this telling.
func (s *Stage) roll(bad bool) []byte {
	rows := []string{"Mã thôn;Mã hộ;Địa chỉ;Chủ hộ;Năm sinh;Số điện thoại"}
	for i, name := range []string{"Nguyễn Thị Hằng", "Trần Văn Mười", "Đặng Quốc Đạt", "Lý Thị Thuỷ"} {
		year, phone := 1960+i*7, fmt.Sprintf("09123%02d%03d", i, i*111)
		rows = append(rows, fmt.Sprintf("%s;%s-%d;Thôn Xuân Thắng, xã Võ Miếu;%s;%d;%s", rollVillage, strings.ToUpper(s.mark), i+1, name, year, phone))
	}
	if bad {
		rows = append(rows,
			rollVillage+";"+strings.ToUpper(s.mark)+"-1;Thôn Xuân Thắng;Phạm Thị Nhường;1971;0912300999",  // a code that is on the list already
			rollVillage+";;Thôn Xuân Thắng;Bùi Văn Quyết;1980;0912300998",                                 // no code
			rollVillage+";"+strings.ToUpper(s.mark)+"-7;Thôn Xuân Thắng;Hoàng Thị Nguyệt;2019;0912300997", // a child
			rollVillage+";"+strings.ToUpper(s.mark)+"-8;Thôn Xuân Thắng;Đỗ Văn Thưởng;1975;55577",         // no number
		)
	}
	return []byte(strings.Join(rows, "\r\n") + "\r\n")
}

func (s *Stage) startImport(ctx context.Context, who, place, unit, file string, table []byte, dry bool) (*directoryv1.Import, error) {
	b, err := s.as(ctx, who)
	if err != nil {
		return nil, err
	}
	made := &directoryv1.Import{}
	return made, b.do(ctx, change{method: http.MethodPost, path: "/v1/imports", id: s.id(place), into: made, named: made.GetName, seen: made.GetFileDigest, ask: &directoryv1.CreateImportRequest{
		Kind: directoryv1.ImportKind_IMPORT_KIND_HOUSEHOLDS, Unit: unit, Source: &directoryv1.CreateImportRequest_Content{Content: table},
		FileName: file, DryRun: dry, ValidFrom: "2026-07-01", LegalBasis: "Sổ hộ của thôn", RequestId: s.id(place),
	}})
}

// finish waits for the end of an import.
func (s *Stage) finish(ctx context.Context, run *directoryv1.Import, want directoryv1.ImportState) (*directoryv1.Import, error) {
	b, err := s.as(ctx, communeAdmin)
	if err != nil {
		return nil, err
	}
	now := &directoryv1.Import{}
	_, err = s.await(ctx, time.Minute, func(ctx context.Context) error {
		if err := b.get(ctx, "/v1/"+run.GetName(), nil, now); err != nil {
			return err
		}
		if now.GetFinishedAt() == "" {
			return fmt.Errorf("still %s", now.GetState())
		}
		return nil
	})
	if err == nil && now.GetState() != want {
		err = fmt.Errorf("ended as %s with %d mistakes %s, want %s", now.GetState(), now.GetErrors(), now.GetFailure(), want)
	}
	return now, err
}

func tryBadRoll(ctx context.Context, s *Stage) (string, error) {
	table, err := vntext.Encode(string(s.roll(true)), vntext.TCVN3)
	if err != nil {
		return "", err
	}
	run, err := s.startImport(ctx, communeAdmin, "try the roll", "units/"+commune, "so-ho-cu.csv", table, true)
	if err != nil {
		return "", err
	}
	s.table, err = s.finish(ctx, run, directoryv1.ImportState_IMPORT_STATE_REJECTED)
	if err != nil {
		return "", err
	}
	if s.table.GetEncoding() != "tcvn3" {
		return "", fmt.Errorf("read as %q, want tcvn3", s.table.GetEncoding())
	}
	return fmt.Sprintf("%d rows read as TCVN3, %d with a mistake, nothing entered", s.table.GetRowsRead(), s.table.GetErrors()), nil
}

func badRows(ctx context.Context, s *Stage) (string, error) {
	if s.table == nil {
		return "", errMissing
	}
	b, err := s.as(ctx, communeAdmin)
	if err != nil {
		return "", err
	}
	var list directoryv1.ListImportErrorsResponse
	if err := b.get(ctx, "/v1/"+s.table.GetName()+"/errors", nil, &list); err != nil {
		return "", err
	}
	lines := map[int64]string{}
	for _, one := range list.GetErrors() {
		if one.GetColumn() == "" || one.GetMessage() == "" || one.GetRemedy() == "" {
			return "", fmt.Errorf("line %d: column %q, message %q, remedy %q", one.GetLine(), one.GetColumn(), one.GetMessage(), one.GetRemedy())
		}
		if strings.Contains(one.String(), "55577") {
			return "", fmt.Errorf("the report repeats a telephone number: %v", one)
		}
		lines[one.GetLine()] = fmt.Sprintf("dòng %d, cột %s: %s", one.GetLine(), one.GetColumn(), one.GetMessage())
	}
	for _, line := range []int64{6, 7, 8, 9} {
		if lines[line] == "" {
			return "", fmt.Errorf("line %d is not in the report %v", line, lines)
		}
	}
	return lines[8], nil
}

func badRowsCSV(ctx context.Context, s *Stage) (string, error) {
	if s.table == nil {
		return "", errMissing
	}
	b, err := s.as(ctx, communeAdmin)
	if err != nil {
		return "", err
	}
	response, body, err := b.read(ctx, "/v1/"+s.table.GetName()+"/errors.csv")
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK || strings.Count(string(body), "\n") < 5 {
		return "", fmt.Errorf("%d: %s", response.StatusCode, body)
	}
	return fmt.Sprintf("%s, %d bytes", response.Header.Get("Content-Type"), len(body)), nil
}

func (s *Stage) mended(ctx context.Context, place string) (*directoryv1.Import, error) {
	run, err := s.startImport(ctx, communeAdmin, place, "units/"+commune, "so-ho.csv", s.roll(false), false)
	if err != nil {
		return nil, err
	}
	return s.finish(ctx, run, directoryv1.ImportState_IMPORT_STATE_SUCCEEDED)
}

func importRoll(ctx context.Context, s *Stage) (string, error) {
	run, err := s.mended(ctx, "import the roll")
	if err != nil {
		return "", err
	}
	if run.GetCreated() != 4 || run.GetErrors() != 0 {
		return "", fmt.Errorf("%d entered, %d changed, %d mistakes; want 4 entered", run.GetCreated(), run.GetChanged(), run.GetErrors())
	}
	return fmt.Sprintf("%d households entered", run.GetCreated()), nil
}

func importAgain(ctx context.Context, s *Stage) (string, error) {
	run, err := s.mended(ctx, "import the roll again")
	if err != nil {
		return "", err
	}
	if run.GetCreated() != 0 || run.GetChanged() != 0 || run.GetUnchanged() != 4 {
		return "", fmt.Errorf("%d entered, %d changed, %d as they were", run.GetCreated(), run.GetChanged(), run.GetUnchanged())
	}
	return fmt.Sprintf("%d as they were", run.GetUnchanged()), nil
}

func onTheRoll(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, communeAdmin)
	if err != nil {
		return "", err
	}
	names := map[string]bool{}
	ask := url.Values{"page_size": {"100"}}
	for {
		var roll directoryv1.ListHouseholdsResponse
		if err := b.get(ctx, "/v1/units/"+rollVillage+"/households", ask, &roll); err != nil {
			return "", err
		}
		for _, one := range roll.GetHouseholds() {
			if strings.HasPrefix(one.GetCode(), strings.ToUpper(s.mark)+"-") {
				names[one.GetRepresentative().GetPerson().GetFullName()] = true
			}
		}
		if roll.GetNextPageToken() == "" {
			break
		}
		ask.Set("page_token", roll.GetNextPageToken())
	}
	if len(names) != 4 || !names["Đặng Quốc Đạt"] {
		return "", fmt.Errorf("on the roll: %v", names)
	}
	return "Đặng Quốc Đạt and three more", nil
}

func importNeighbour(ctx context.Context, s *Stage) (string, error) {
	_, err := s.startImport(ctx, communeAdmin, "import for the neighbour", "units/"+sibling, base64.URLEncoding.EncodeToString([]byte(s.mark))+".csv", s.roll(false), true)
	return refused(err, denied...)
}
