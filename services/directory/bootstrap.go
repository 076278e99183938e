package directory

import (
	"context"
	"strings"

	"github.com/danchu-platform/danchu/services/directory/catalogue"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// starters are the tables an empty directory starts with, in order. Respellings
// and the legal changes of 2026 come last: they speak of the units before them.
var starters = []app.Starter{
	{
		Kind: app.ImportUnits, Name: "units-pre2025.csv", LegalBasis: "Danh mục đơn vị hành chính đến 01/3/2025",
		Period: domain.Period{From: workday.New(2025, 3, 1), To: domain.TwoTiers},
	},
	{
		Kind: app.ImportUnits, Name: "units-2025.csv", LegalBasis: "Quyết định 19/2025/QĐ-TTg",
		Period: domain.Period{From: domain.TwoTiers},
	},
	{
		Kind: app.ImportUnitMapping, Name: "unit-mapping.csv", LegalBasis: "Nghị quyết 202/2025/QH15",
		Period: domain.Period{From: domain.TwoTiers},
	},
	{Kind: app.ImportUnitChanges, Name: "units-changes-2026.csv"},
	{Kind: app.ImportCalendar, Name: "holidays-vn.csv"},
}

// bootstrap gives an empty installation its catalogues and its first
// administrator. Each step happens once, whichever replica comes first.
func (s *Service) bootstrap(ctx context.Context) error {
	if s.cfg.Catalogue {
		if err := s.do.Start(ctx, catalogue.Files, starters); err != nil {
			return err
		}
	}
	for _, admin := range list(s.cfg.BootstrapAdmin) {
		for _, unit := range list(s.cfg.BootstrapUnit) {
			if err := s.do.BindFirstAdmin(ctx, admin, unit); err != nil {
				return err
			}
		}
	}
	return nil
}

// list reads values separated by commas.
func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}
