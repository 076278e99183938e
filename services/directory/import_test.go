package directory_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// finished waits for an import to end.
func (h *house) finished(t testing.TB, ctx context.Context, name string) *directoryv1.Import {
	t.Helper()
	var i *directoryv1.Import
	eventually(t, name+" ends", func() bool {
		var err error
		i, err = h.GetImport(ctx, &directoryv1.GetImportRequest{Name: name})
		must(t, err)
		return i.GetState() > directoryv1.ImportState_IMPORT_STATE_RUNNING
	})
	return i
}

func (h *house) importTable(t testing.TB, ctx context.Context, kind directoryv1.ImportKind, unit, from string, content []byte, dry bool) *directoryv1.Import {
	t.Helper()
	i, err := h.CreateImport(ctx, &directoryv1.CreateImportRequest{
		Kind: kind, Unit: unit, ValidFrom: from, DryRun: dry, FileName: "bang.csv", RequestId: uuid.NewString(),
		Source: &directoryv1.CreateImportRequest_Content{Content: content},
	})
	must(t, err)
	return h.finished(t, ctx, i.GetName())
}

func (h *house) count(t testing.TB, table string) (n int) {
	t.Helper()
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM `+table).Scan(&n))
	return n
}

const households = directoryv1.ImportKind_IMPORT_KIND_HOUSEHOLDS

const roll = `Mã thôn,Mã hộ,Địa chỉ,Người đại diện,Năm sinh,Số định danh,Điện thoại
08584.001,001,Xóm Đồi,Nguyễn Văn Hòa,1970,025070000001,0912345678
08584.001,002,,Trần Thị Thủy,,,
08584.002,001,Xóm Bãi,,,,
`

func wantState(t testing.TB, i *directoryv1.Import, state directoryv1.ImportState, created, changed, unchanged int64) {
	t.Helper()
	if i.GetState() != state || i.GetCreated() != created || i.GetChanged() != changed || i.GetUnchanged() != unchanged {
		t.Fatalf("want %s %d/%d/%d, got %v", state, created, changed, unchanged, i)
	}
}

const (
	succeeded = directoryv1.ImportState_IMPORT_STATE_SUCCEEDED
	rejected  = directoryv1.ImportState_IMPORT_STATE_REJECTED
)

func TestImportingARoll(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	wantState(t, h.importTable(t, xa, households, "units/08584", "2026-10-01", []byte(roll), true), succeeded, 3, 0, 0)
	if n := h.count(t, "household"); n != 0 {
		t.Fatalf("a dry run entered %d households", n)
	}
	wantState(t, h.importTable(t, xa, households, "units/08584", "2026-10-01", []byte(roll), false), succeeded, 3, 0, 0)
	told := h.count(t, "platform_outbox")
	wantState(t, h.importTable(t, xa, households, "units/08584", "2026-10-01", []byte(roll), false), succeeded, 0, 0, 3)
	if now := h.count(t, "platform_outbox"); now != told {
		t.Errorf("a second run told %d facts", now-told)
	}
	// One fact for each village, not for each household.
	if n := h.count(t, "platform_outbox WHERE type = 'danchu.directory.v1.household_roll_changed'"); n != 2 {
		t.Errorf("%d rolls told, want 2", n)
	}
	// Somebody else speaks for a household now; the former one stays known.
	next := strings.Replace(roll, "Nguyễn Văn Hòa,1970,025070000001", "Lê Thị Na,1980,025180000002", 1)
	wantState(t, h.importTable(t, xa, households, "units/08584", "2026-11-01", []byte(next), false), succeeded, 0, 1, 2)
	if n := h.count(t, "household_former"); n != 1 {
		t.Errorf("%d former representatives, want 1", n)
	}
	page, err := h.ListHouseholds(xa, &directoryv1.ListHouseholdsRequest{Parent: cuBanh, Query: "thuy"})
	must(t, err)
	if len(page.GetHouseholds()) != 1 || page.GetTotalSize() != 2 {
		t.Errorf("%v", page)
	}
}

func TestTablesAsTheyCome(t *testing.T) {
	t.Parallel()
	utf16, err := vntext.Encode(roll, vntext.UTF16LE)
	must(t, err)
	tables := map[string][]byte{
		"BOM": append([]byte("\ufeff"), roll...), "NFD": []byte(vntext.NFD(roll)),
		"semicolons": []byte(strings.ReplaceAll(roll, ",", ";")), "CRLF": []byte(strings.ReplaceAll(roll, "\n", "\r\n")),
		"titles above": []byte("DANH SÁCH HỘ GIA ĐÌNH,,,,,,\n,,,,,,\n" + roll), "UTF-16": append([]byte{0xff, 0xfe}, utf16...),
	}
	for _, legacy := range []vntext.Encoding{vntext.TCVN3, vntext.VNI, vntext.VISCII, vntext.Windows1258} {
		if tables[string(legacy)], err = vntext.Encode(roll, legacy); err != nil {
			t.Fatal(err)
		}
	}
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	first := true
	for name, content := range tables {
		i := h.importTable(t, xa, households, "units/08584", "2026-10-01", content, false)
		if first {
			wantState(t, i, succeeded, 3, 0, 0)
			first = false
			continue
		}
		// However it was written, it is the same roll.
		if i.GetState() != succeeded || i.GetUnchanged() != 3 {
			t.Errorf("%s: %v", name, i)
		}
	}
}

func TestBadTables(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	head := strings.SplitAfterN(roll, "\n", 2)[0]
	for name, c := range map[string]struct {
		body, rule string
	}{
		"the sibling's village": {"08600.001,001,,,,,\n", "UNIT_UNKNOWN"},
		"no such village":       {"08584.099,001,,,,,\n", "UNIT_UNKNOWN"},
		"a code twice":          {"08584.001,001,,,,,\n08584.001,001,,,,,\n", "HOUSEHOLD_CODE_TWICE"},
		"a person twice":        {"08584.001,001,,Lê Na,,025070000001,\n08584.001,002,,Lê Na,,025070000001,\n", "NATIONAL_ID_TWICE"},
		"a formula":             {"08584.001,001,\"=HYPERLINK(\"\"http://x\"\")\",,,,\n", "import.formula.rule"},
		"a lost zero":           {"08584.001,001,,Lê Na,,25070000001,\n", "import.zeros.rule"},
		"a child":               {"08584.001,001,,Lê Na,2020,,\n", "BIRTH_YEAR_IMPOSSIBLE"},
		"a number for a name":   {"08584.001,001,,0912345678,,,\n", "PERSON_NAME_MALFORMED"},
		"a wrong phone":         {"08584.001,001,,Lê Na,,,12345\n", "PHONE_MALFORMED"},
		"an id without a name":  {"08584.001,001,,,,025070000001,\n", "PERSON_NAME_MALFORMED"},
		"a short row":           {"08584.001,001\n", "import.row_short.rule"},
		"no code":               {"08584.001,,,,,,\n", "import.required.rule"},
		"a cell of 2 MB":        {"08584.001,001," + strings.Repeat("a", 2<<20) + ",,,,\n", "import.cell_long.rule"},
		"a stray quote":         {"08584.001,001,\"Xóm \"Đồi\" cũ\",,,,\n", "import.quote.rule"},
	} {
		i := h.importTable(t, xa, households, "units/08584", "2026-10-01", []byte(head+"08584.002,900,,Người Tốt,,,\n"+c.body), false)
		if i.GetState() != rejected {
			t.Errorf("%s: %v", name, i)
			continue
		}
		wrong, err := h.ListImportErrors(xa, &directoryv1.ListImportErrorsRequest{Parent: i.GetName()})
		must(t, err)
		var rules []string
		for _, e := range wrong.GetErrors() {
			rules = append(rules, e.GetRule())
			if e.GetLine() < 3 || e.GetMessage() == "" || e.GetMessage() == e.GetRule() || e.GetRemedy() == "" {
				t.Errorf("%s: %v", name, e)
			}
			if strings.Contains(e.GetValue(), "25070000001") || strings.Contains(e.GetValue(), "12345") {
				t.Errorf("%s: the report repeats personal data: %v", name, e)
			}
		}
		if !strings.Contains(strings.Join(rules, " "), c.rule) {
			t.Errorf("%s: rules %v, want %s", name, rules, c.rule)
		}
	}
	if n := h.count(t, "household"); n != 0 {
		t.Errorf("refused tables entered %d households", n)
	}
	// A page that calls itself a table does not even get in.
	_, err := h.CreateImport(xa, &directoryv1.CreateImportRequest{
		Kind: households, Unit: "units/08584", ValidFrom: "2026-10-01", FileName: "roll.csv",
		Source: &directoryv1.CreateImportRequest_Content{Content: []byte(head + "08584.001,001,,<script>x</script>,,,\n")},
	})
	want(t, err, fault.Invalid, "FILE_POLYGLOT")
	i := h.importTable(t, xa, households, "units/08584", "2026-10-01", []byte("a,b\n1,2\n"), false)
	wrong, err := h.ListImportErrors(xa, &directoryv1.ListImportErrorsRequest{Parent: i.GetName()})
	must(t, err)
	if i.GetState() != rejected || wrong.GetErrors()[0].GetRule() != "IMPORT_HEADER_MISSING" {
		t.Errorf("%v %v", i, wrong)
	}
	report, err := h.ExportImportErrors(xa, &directoryv1.ExportImportErrorsRequest{Parent: i.GetName()})
	must(t, err)
	if !bytes.Contains(report.GetData(), []byte("Mã hộ")) {
		t.Errorf("%s", report.GetData())
	}
}

func TestWhoMayImport(t *testing.T) {
	t.Parallel()
	h := province(t)
	ask := func(who string, kind directoryv1.ImportKind, unit string) error {
		_, err := h.CreateImport(h.as(t, issuer+who), &directoryv1.CreateImportRequest{
			Kind: kind, Unit: unit, ValidFrom: "2026-10-01", DryRun: true, FileName: "x.csv",
			Source: &directoryv1.CreateImportRequest_Content{Content: []byte(roll)},
		})
		return err
	}
	want(t, ask("xa1", households, "units/08600"), fault.Forbidden, "")
	want(t, ask("xa1", households, "units/25"), fault.Forbidden, "")
	want(t, ask("cc1", households, "units/08584"), fault.Forbidden, "")
	want(t, ask("thon1", households, "units/08584.001"), fault.Forbidden, "")
	want(t, ask("xa1", directoryv1.ImportKind_IMPORT_KIND_UNITS, ""), fault.Forbidden, "")
	want(t, ask("xa1", directoryv1.ImportKind_IMPORT_KIND_CALENDAR, ""), fault.Forbidden, "")
	want(t, ask("tinh", households, ""), fault.Forbidden, "")
	must(t, ask("tinh", directoryv1.ImportKind_IMPORT_KIND_UNITS, ""))
	must(t, ask("tinh", households, "units/25"))

	// A handle is its uploader's, and an import is not there for a stranger.
	i := h.importTable(t, h.as(t, issuer+"xa1"), households, "units/08584", "2026-10-01", []byte(roll), true)
	_, err := h.GetImport(h.as(t, issuer+"xa2"), &directoryv1.GetImportRequest{Name: i.GetName()})
	want(t, err, fault.NotFound, "")
	_, err = h.CancelImport(h.as(t, issuer+"xa1"), &directoryv1.CancelImportRequest{Name: i.GetName()})
	want(t, err, fault.Refused, "IMPORT_FINISHED")

	stream, err := h.UploadImportFile(h.as(t, issuer+"xa1"))
	must(t, err)
	for _, piece := range []string{roll[:40], roll[40:]} {
		must(t, stream.Send(&directoryv1.UploadImportFileRequest{FileName: "roll.csv", Chunk: []byte(piece)}))
	}
	up, err := stream.CloseAndRecv()
	must(t, err)
	req := &directoryv1.CreateImportRequest{
		Kind: households, Unit: "units/08584", ValidFrom: "2026-10-01", Source: &directoryv1.CreateImportRequest_File{File: up.GetFile()},
	}
	made, err := h.CreateImport(h.as(t, issuer+"xa1"), req)
	must(t, err)
	wantState(t, h.finished(t, h.as(t, issuer+"xa1"), made.GetName()), succeeded, 3, 0, 0)
	req.Unit = "units/08600"
	_, err = h.CreateImport(h.as(t, issuer+"xa2"), req)
	want(t, err, fault.Invalid, "")
}

func TestImportingRolesAgenciesVillagesAndDays(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	roles := directoryv1.ImportKind_IMPORT_KIND_ROLES
	table := "Tài khoản,Họ tên,Vai trò,Mã đơn vị\n" + issuer + "a,Lê Na,commune_officer,08584\n" + issuer + "b,Lê Bo,village_head,08584.002\n"
	wantState(t, h.importTable(t, xa, roles, "units/08584", "2026-11-01", []byte(table), false), succeeded, 2, 0, 0)
	wantState(t, h.importTable(t, xa, roles, "units/08584", "2026-11-01", []byte(table), false), succeeded, 0, 0, 2)
	above := "Tài khoản,Vai trò,Mã đơn vị\n" + issuer + "c,commune_chair,08584\n" + issuer + "d,commune_officer,08600\n"
	i := h.importTable(t, xa, roles, "units/08584", "2026-11-01", []byte(above), false)
	if i.GetState() != rejected || i.GetErrors() != 2 {
		t.Errorf("%v", i)
	}
	agencies := "Mã định danh,Tên cơ quan,Loại,Mã đơn vị\nH44.1,UBND xã Võ Miếu,peoples_committee,08584\n,Trạm y tế,public_service_unit,08584\n"
	kind := directoryv1.ImportKind_IMPORT_KIND_AGENCIES
	wantState(t, h.importTable(t, xa, kind, "units/08584", "2026-01-01", []byte(agencies), false), succeeded, 2, 0, 0)
	wantState(t, h.importTable(t, xa, kind, "units/08584", "2026-01-01", []byte(agencies), false), succeeded, 0, 0, 2)
	// Roles of an agency name it by code or by name; an agency of another unit is none of theirs.
	held := "Tài khoản,Vai trò,Mã đơn vị,Cơ quan\n" + issuer + "e,agency_officer,08584,H44.1\n" + issuer + "f,agency_officer,08584,Trạm y tế\n" + issuer + "g,commune_officer,08584,\n"
	wantState(t, h.importTable(t, xa, roles, "units/08584", "2026-11-01", []byte(held), false), succeeded, 3, 0, 0)
	wantState(t, h.importTable(t, xa, roles, "units/08584", "2026-11-01", []byte(held), false), succeeded, 0, 0, 3)
	if n := h.count(t, "role_binding b JOIN agency a ON a.id::text = b.agency WHERE b.role = 'agency_officer'"); n != 2 {
		t.Errorf("%d officers of agencies, want 2", n)
	}
	heads := "Tài khoản,Vai trò,Mã đơn vị,Cơ quan\n" + issuer + "h,agency_head,08584,H44.1\n"
	wantState(t, h.importTable(t, h.as(t, admin), roles, "units/25", "2026-11-01", []byte(heads), false), succeeded, 1, 0, 0)
	for row, rule := range map[string]string{
		"i,agency_officer,08584,Không có": "AGENCY_UNKNOWN", "i,agency_officer,08584,": "ROLE_AGENCY_MISMATCH",
		"i,commune_officer,08584,H44.1": "ROLE_AGENCY_MISMATCH", "i,agency_head,08584,H44.1": "ROLE_ABOVE_OWN_POWERS",
	} {
		i := h.importTable(t, xa, roles, "units/08584", "2026-11-01", []byte("Tài khoản,Vai trò,Mã đơn vị,Cơ quan\n"+issuer+row+"\n"), false)
		wrong, err := h.ListImportErrors(xa, &directoryv1.ListImportErrorsRequest{Parent: i.GetName()})
		must(t, err)
		if i.GetState() != rejected || wrong.GetErrors()[0].GetRule() != rule {
			t.Errorf("%s: %v %v", row, i, wrong.GetErrors())
		}
	}
	villages := "village_code,commune_code,name,full_name,kind,arrangement\n08584.003,08584,Sang,Thôn Sang,thon,from-2026-07-01\n08584.901,08584,Cũ,Thôn Cũ,thon,before-2026-07-01\n"
	kind = directoryv1.ImportKind_IMPORT_KIND_VILLAGES
	wantState(t, h.importTable(t, xa, kind, "units/08584", "2026-07-01", []byte(villages), false), succeeded, 2, 0, 0)
	wantState(t, h.importTable(t, xa, kind, "units/08584", "2026-07-01", []byte(villages), false), succeeded, 0, 0, 2)
	outside := strings.ReplaceAll(villages, "08584", "08600")
	if i := h.importTable(t, xa, kind, "units/08584", "2026-07-01", []byte(outside), false); i.GetState() != rejected {
		t.Errorf("%v", i)
	}
}

// The catalogues that come with the program, as an installation enters them.
func TestStartingWithTheNationalCatalogues(t *testing.T) {
	t.Parallel()
	began := time.Now()
	h := open(t, directory.Config{Catalogue: true, BootstrapAdmin: admin, BootstrapUnit: "25"})
	eventually(t, "the administrator is bound", func() bool { return h.count(t, "role_binding") == 1 })
	t.Logf("catalogues entered after %s", time.Since(began).Round(10*time.Millisecond))
	for table, n := range map[string]int{
		"unit WHERE valid_from = '2025-03-01'": 10794, "unit WHERE valid_from = '2025-07-01'": 3355,
		"unit WHERE valid_from = '2026-04-30'": 11, "unit_link": 10602 + 11, "calendar_revision": 5,
	} {
		if got := h.count(t, table); got != n {
			t.Errorf("%s: %d, want %d", table, got, n)
		}
	}
	for _, c := range []struct{ name, asOf, want, parent string }{
		{"units/00004", "2025-06-30", "Phường Trúc Bạch", "units/001@2025-03-01"},
		{"units/00004", "2025-07-01", "Phường Ba Đình", "units/01@2025-07-01"},
		{"units/25270", "2026-04-29", "Xã Lộc Ninh", "units/75@2025-07-01"},
		{"units/25270", "2026-04-30", "Phường Lộc Ninh", "units/75@2026-04-30"},
		{"units/75", "2026-04-30", "Thành phố Đồng Nai", ""},
		{"units/38", "2026-01-01", "Tỉnh Thanh Hoá", ""},
		{"units/00745", "2026-01-01", "Xã Phố Bảng", "units/08@2025-07-01"},
	} {
		u, err := h.GetUnit(h.ctx, &directoryv1.GetUnitRequest{Name: c.name, AsOf: c.asOf})
		must(t, err)
		if u.GetFullName() != c.want || u.GetParent() != c.parent {
			t.Errorf("%s on %s: %s under %s", c.name, c.asOf, u.GetFullName(), u.GetParent())
		}
	}
	// Côn Đảo, an island district without communes, became a special zone.
	before, err := h.ListPredecessors(h.ctx, &directoryv1.ListPredecessorsRequest{Name: "units/26732"})
	must(t, err)
	if len(before.GetUnits()) != 1 || before.GetUnits()[0].GetLevel() != directoryv1.UnitLevel_UNIT_LEVEL_DISTRICT {
		t.Errorf("Côn Đảo came out of %v", before.GetUnits())
	}
	eventually(t, "every event reaches the copy", func() bool { return len(h.units.Bindings([]string{admin}, u2026())) == 1 })
	t.Logf("all told after %s", time.Since(began).Round(10*time.Millisecond))
	// Entering the same catalogue again changes nothing.
	again := h.importStarter(t, "units-2025.csv", "2025-07-01")
	if again.GetState() != succeeded || again.GetUnchanged() != 3355 {
		t.Errorf("%v", again)
	}
}

func (h *house) importStarter(t testing.TB, name, from string) *directoryv1.Import {
	t.Helper()
	content, err := starter(name)
	must(t, err)
	handle, err := h.UploadImportFile(h.as(t, admin))
	must(t, err)
	for len(content) > 0 {
		n := min(len(content), 512<<10)
		if err := handle.Send(&directoryv1.UploadImportFileRequest{FileName: name, Chunk: content[:n]}); errors.Is(err, io.EOF) {
			break
		}
		content = content[n:]
	}
	up, err := handle.CloseAndRecv()
	must(t, err)
	i, err := h.CreateImport(h.as(t, admin), &directoryv1.CreateImportRequest{
		Kind: directoryv1.ImportKind_IMPORT_KIND_UNITS, ValidFrom: from, Source: &directoryv1.CreateImportRequest_File{File: up.GetFile()},
	})
	must(t, err)
	return h.finished(t, h.as(t, admin), i.GetName())
}

// bigRoll writes a roll of n households in the villages of the province.
func bigRoll(w io.Writer, n int) {
	_, _ = io.WriteString(w, strings.SplitAfterN(roll, "\n", 2)[0])
	villages := []string{"08584.001", "08584.002", "08600.001"}
	for i := range n {
		_, _ = fmt.Fprintf(w, "%s,%06d,Khu %d,Nguyễn Văn Hòa,19%02d,0250%02d%06d,09%08d\n",
			villages[i*len(villages)/n], i, i%50, 50+i%40, 50+i/1000000%40, i%1000000, i)
	}
}
