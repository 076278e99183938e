package journey

// visit looks at every page that is there without anybody doing anything.
func (w *Walk) visit() error {
	for _, one := range []struct{ name, subject, path string }{
		{"home", "", "/"},
		{"units", "", "/units?q=vo+mieu"},
		{"unit", "", "/units/08584"},
		{"province", "", "/units/25"},
		{"list", "", "/disclosures"},
		{"quarterly", "", "/units/08584/quarterly"},
		{"about", "", "/about"},
		{"open-data", "", "/open-data"},
		{"signin", "", "/signin"},
		{"api", "", "/api"},
		{"api-service", "", "/api/PublicationService"},
		{"desk", officer, "/console"},
		{"desk-publications", officer, "/console/publications"},
		{"obligations", officer, "/console/obligations"},
		{"matrix", officer, "/console/obligations/matrix"},
		{"completeness", officer, "/console/obligations/completeness"},
		{"plans", officer, "/console/plans"},
		{"withholdings", officer, "/console/withholdings"},
		{"withhold", officer, "/console/withholdings/new"},
		{"desk-requests", officer, "/console/requests"},
		{"calendar", officer, "/console/calendar"},
		{"inbox", officer, "/inbox"},
		{"imports", admin, "/console/imports"},
		{"import", admin, "/console/imports/new"},
		{"roles", admin, "/console/roles"},
		{"bind", admin, "/console/roles/new"},
		{"province-matrix", province, "/console/obligations/matrix"},
	} {
		if _, err := w.look(one.name, one.subject, one.path); err != nil {
			return err
		}
	}
	return nil
}
