package portal

import (
	"mime"
	"net/http"
	"strconv"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// quarterlyExport answers with the quarterly list as a spreadsheet.
func (p *Portal) quarterlyExport(w http.ResponseWriter, r *http.Request) error {
	unit, err := p.units.GetUnit(r.Context(), &directoryv1.GetUnitRequest{Name: "units/" + r.PathValue("unit")})
	if err != nil {
		return err
	}
	year, quarter := p.quarterAsked(r.URL.Query())
	sheet, err := p.lists.ExportQuarterlyList(r.Context(), &disclosurev1.ExportQuarterlyListRequest{Unit: unit.GetName(), Year: year, Quarter: quarter})
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", sheet.GetContentType())
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": sheet.GetFileName()}))
	h.Set("Content-Length", strconv.Itoa(len(sheet.GetContent())))
	h.Set("Cache-Control", "no-cache")
	_, _ = w.Write(sheet.GetContent()) // the reader has gone; there is nobody to tell
	return nil
}
