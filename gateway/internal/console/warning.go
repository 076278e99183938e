package console

import (
	"net/http"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// WarningRow is a kind of finding that must be explained before the text can go
// on, with the field in which to explain it.
type WarningRow struct {
	Field, Word string
	Excerpts    []string
	Reason      string
	code        disclosurev1.WarningCode
}

// warnings gathers findings by kind: one reason answers all of a kind.
func (c *Console) warnings(lang string, list []*disclosurev1.ContentWarning) []WarningRow {
	var rows []WarningRow
	for _, one := range list {
		rows = c.withWarning(lang, rows, one.GetCode().String())
		for i := range rows {
			if rows[i].code == one.GetCode() {
				rows[i].Excerpts = append(rows[i].Excerpts, one.GetExcerpt())
				rows[i].Reason = one.GetReason()
			}
		}
	}
	return rows
}

// withWarning adds the field of a kind, unless it is there.
func (c *Console) withWarning(lang string, rows []WarningRow, name string) []WarningRow {
	number, ok := disclosurev1.WarningCode_value["WARNING_CODE_"+strings.TrimPrefix(strings.ToUpper(name), "WARNING_CODE_")]
	if !ok || number == 0 {
		return rows
	}
	code := disclosurev1.WarningCode(number)
	for _, row := range rows {
		if row.code == code {
			return rows
		}
	}
	return append(rows, WarningRow{Field: "warning_" + code.String(), Word: c.Terms.Warning(lang, code), code: code})
}

// readWarnings reads the reasons given, also of kinds the page did not know of.
func (c *Console) readWarnings(r *http.Request, rows []WarningRow) []WarningRow {
	for name := range r.PostForm {
		if code, ok := strings.CutPrefix(name, "warning_"); ok {
			rows = c.withWarning(i18n.Lang(r.Context()), rows, code)
		}
	}
	for i := range rows {
		if reason := strings.TrimSpace(r.PostFormValue(rows[i].Field)); reason != "" {
			rows[i].Reason = reason
		}
	}
	return rows
}

func acknowledged(rows []WarningRow) []*disclosurev1.WarningAcknowledgement {
	var out []*disclosurev1.WarningAcknowledgement
	for _, row := range rows {
		if row.Reason != "" {
			out = append(out, &disclosurev1.WarningAcknowledgement{Code: row.code, Reason: row.Reason})
		}
	}
	return out
}
