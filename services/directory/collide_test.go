package directory_test

import (
	"strings"
	"sync"
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// atOnce asks the same from many sides at the same moment; all but one are refused,
// and each refusal says the same whole sentence, as if the caller had come later.
func atOnce(t *testing.T, ask func() error, reason string, says ...string) {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	served := 0
	for range 10 {
		all.Go(func() {
			err := ask()
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				served++
				return
			}
			e := fault.From(err)
			if e.Kind != fault.Exists || e.Reason != reason {
				t.Errorf("%v", err)
			}
			for _, part := range append(says, ".") {
				if !strings.Contains(e.Message, part) {
					t.Errorf("%q does not say %q", e.Message, part)
				}
			}
			if strings.ContainsAny(e.Message, "{}") || strings.Contains(e.Message, "  ") {
				t.Errorf("%q has a hole", e.Message)
			}
		})
	}
	all.Wait()
	if served != 1 {
		t.Errorf("%s: %d were served", reason, served)
	}
}

func TestCallersAtTheSameMomentHearTheWholeRule(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa, top := h.as(t, issuer+"xa1"), h.as(t, admin)
	atOnce(t, func() error {
		_, err := h.RegisterHousehold(xa, register(cuBanh, "777", nil))
		return err
	}, "HOUSEHOLD_CODE_IN_USE", "Mã hộ 777 đã có")
	atOnce(t, func() error {
		_, err := h.BindRole(top, &directoryv1.BindRoleRequest{Binding: &directoryv1.RoleBinding{
			Subject: issuer + "moi", Role: directoryv1.Role_ROLE_COMMUNE_OFFICER, Unit: "units/08584", ValidFrom: "2026-01-01",
		}})
		return err
	}, "ROLE_ALREADY_HELD", "công chức cấp xã", "Xã Võ Miếu")
	atOnce(t, func() error {
		_, err := h.RegisterAgency(xa, &directoryv1.RegisterAgencyRequest{Agency: &directoryv1.Agency{
			IdentificationCode: "H44.1.2", DisplayName: "UBND xã Võ Miếu", Kind: directoryv1.AgencyKind_AGENCY_KIND_PEOPLES_COMMITTEE,
			Unit: "units/08584@2025-07-01", ValidFrom: "2026-01-01",
		}})
		return err
	}, "AGENCY_CODE_IN_USE", "H44.1.2")
	atOnce(t, func() error {
		_, err := h.CreateUnit(top, &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
			Code: "08584.077", DisplayName: "Mới", Type: directoryv1.UnitType_UNIT_TYPE_THON, Parent: "units/08584@2025-07-01", ValidFrom: "2026-11-01",
		}})
		return err
	}, "UNIT_CODE_IN_FORCE", "08584.077", "Thôn Mới")
	who := 0
	var mu sync.Mutex
	atOnce(t, func() error {
		mu.Lock()
		who++
		code := "8" + strings.Repeat("0", who)
		mu.Unlock()
		_, err := h.RegisterHousehold(xa, register(cuBanh, code, &directoryv1.Person{FullName: "Lê Na", NationalId: "025070000001"}))
		return err
	}, "PERSON_REPRESENTS_ANOTHER", "đang đại diện một hộ khác")
}

// An officer of the neighbour is told what was refused, in the words of what was asked.
func TestANeighboursImportIsRefusedInItsOwnWords(t *testing.T) {
	t.Parallel()
	h := province(t)
	_, err := h.CreateImport(h.as(t, issuer+"xa2"), &directoryv1.CreateImportRequest{
		Kind: households, Unit: "units/08584", ValidFrom: "2026-10-01", FileName: "x.csv",
		Source: &directoryv1.CreateImportRequest_Content{Content: []byte(roll)},
	})
	want(t, err, fault.Forbidden, "ROLE_REQUIRED")
	says := fault.From(err).Message
	if strings.Contains(says, "toàn quốc") || !strings.Contains(says, "nhập dữ liệu từ tệp") || !strings.Contains(says, "quản trị cấp xã") {
		t.Error(says)
	}
}

// What is wrong with rows and files names the titles of the file, never our columns.
func TestImportErrorsSpeakOfTheFile(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	head := strings.SplitAfterN(roll, "\n", 2)[0]
	for name, body := range map[string]string{
		"a code twice":    head + "08584.001,001,,,,,\n08584.001,001,,,,,\n",
		"a person twice":  head + "08584.001,001,,Lê Na,,025070000001,\n08584.001,002,,Lê Na,,025070000001,\n",
		"a long address":  head + "08584.001,001," + strings.Repeat("Xóm ", 100) + ",,,,\n",
		"a long code":     head + "08584.001," + strings.Repeat("1", 33) + ",,,,,\n",
		"missing columns": "Mã thôn,Địa chỉ\n08584.001,x\n",
		"a column twice":  "Mã thôn,Mã hộ,Mã hộ\n08584.001,1,2\n",
	} {
		i := h.importTable(t, xa, households, "units/08584", "2026-10-01", []byte(body), false)
		wrong, err := h.ListImportErrors(xa, &directoryv1.ListImportErrorsRequest{Parent: i.GetName()})
		must(t, err)
		if i.GetState() != rejected || len(wrong.GetErrors()) == 0 {
			t.Errorf("%s: %v", name, i)
		}
		for _, e := range wrong.GetErrors() {
			all := e.GetColumn() + e.GetMessage() + e.GetRemedy()
			if strings.Contains(all, "_") || strings.ContainsAny(all, "{}") {
				t.Errorf("%s: %v", name, e)
			}
			if name == "a long address" && e.GetColumn() != "Địa chỉ" {
				t.Errorf("%s names %q", name, e.GetColumn())
			}
			if e.GetLine() == 0 && strings.Contains(e.GetRemedy(), "dòng này") {
				t.Errorf("%s: of the file is said %q", name, e.GetRemedy())
			}
		}
	}
}
