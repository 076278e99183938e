package disclosure_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

const (
	school = "Trường THCS Võ Miếu"
	rules  = "catalogueItems/agencies.09"
)

// What an agency publishes carries its name of that day wherever the publisher is named, also after the agency was renamed and
// has ended.
func TestAnAgencyIsNamed(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := draftContent()
	c.Title = "Nội quy nhà trường"
	p, err := h.CreatePublication(h.as(t, principal), &disclosurev1.CreatePublicationRequest{Unit: "units/" + commune, Agency: "agencies/" + agency, Item: rules, Content: c})
	must(t, err)
	tasks, err := h.ListTasks(h.as(t, principal), &disclosurev1.ListTasksRequest{})
	must(t, err)
	if tasks.GetTotal() != 1 || tasks.GetTasks()[0].GetAgencyName() != school || tasks.GetTasks()[0].GetAgency() != "agencies/"+agency {
		t.Errorf("tasks %v", tasks)
	}
	if got := h.obligation(t, p.GetObligation()).GetAgencyName(); got != school {
		t.Errorf("the duty names %q", got)
	}
	p = h.approve(t, principal, h.submit(t, principal, p))
	_, err = h.PublishPublication(h.as(t, principal), &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	must(t, err)
	own := h.publish(t, fees, draftContent())
	h.tell(t, "agency_changed", &directoryv1.AgencyChanged{Agency: &directoryv1.AgencyState{
		Id: agency, Name: "Trường Phổ thông cơ sở Võ Miếu", Kind: "public_service_unit", Unit: commune, ValidFrom: "2025-07-01", ValidTo: "2026-03-09",
	}})
	must(t, h.units.Refresh(t.Context()))

	found, err := h.SearchPublications(t.Context(), &disclosurev1.SearchPublicationsRequest{})
	must(t, err)
	names := map[string]string{}
	for _, one := range found.GetPublications() {
		names[one.GetName()] = one.GetAgencyName() + "|" + one.GetUnitName()
	}
	if names[p.GetName()] != school+"|Xã Võ Miếu" || names[own.GetName()] != "|Xã Võ Miếu" {
		t.Errorf("search names %v", names)
	}
	h.listNames(t, p.GetName(), own.GetName())
	h.exportNames(t, p.GetName(), own.GetName())
}

// listNames checks the quarterly list and its spreadsheet.
func (h *house) listNames(t *testing.T, of, own string) {
	t.Helper()
	list, err := h.GetQuarterlyList(t.Context(), &disclosurev1.GetQuarterlyListRequest{Unit: "units/" + commune, Year: 2026, Quarter: 1})
	must(t, err)
	names := map[string]string{}
	for _, line := range list.GetLines() {
		names[line.GetPublication()] = line.GetAgencyName()
	}
	if len(names) != 2 || names[of] != school || names[own] != "" {
		t.Errorf("the quarterly list names %v", names)
	}
	sheet, err := h.ExportQuarterlyList(t.Context(), &disclosurev1.ExportQuarterlyListRequest{Unit: "units/" + commune, Year: 2026, Quarter: 1})
	must(t, err)
	text := unzipped(t, sheet.GetContent())
	for _, want := range []string{"Nơi công khai", school, "Xã Võ Miếu"} {
		if !strings.Contains(text, want) {
			t.Errorf("the spreadsheet lacks %q", want)
		}
	}
}

// exportNames checks the open data.
func (h *house) exportNames(t *testing.T, of, own string) {
	t.Helper()
	stream, err := h.ExportPublications(t.Context(), &disclosurev1.ExportPublicationsRequest{Format: disclosurev1.ExportFormat_EXPORT_FORMAT_CSV})
	must(t, err)
	var text strings.Builder
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		must(t, err)
		text.WriteString(part.GetCsv())
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text.String(), "\ufeff"))).ReadAll()
	must(t, err)
	column := func(row []string, name string) string {
		for i, title := range rows[0] {
			if title == name {
				return row[i]
			}
		}
		t.Fatalf("no column %s in %v", name, rows[0])
		return ""
	}
	names := map[string]string{}
	for _, row := range rows[1:] {
		names["publications/"+column(row, "publication")] = column(row, "agency_name")
	}
	if len(names) != 2 || names[of] != school || names[own] != "" {
		t.Errorf("the export names %v", names)
	}
}

// unzipped is all text of a spreadsheet.
func unzipped(t *testing.T, content []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	must(t, err)
	var text strings.Builder
	for _, file := range archive.File {
		part, err := file.Open()
		must(t, err)
		_, err = io.Copy(&text, part)
		must(t, err)
		must(t, part.Close())
	}
	return text.String()
}
