package demodata

// Representative acts for one household of the demo's village that decides.
type Representative struct {
	Subject    string `yaml:"subject"`
	Name       string `yaml:"name"`
	NationalID string `yaml:"national_id"`
	Village    string `yaml:"village"`   // code
	Household  string `yaml:"household"` // number on the village's roll
	Address    string `yaml:"address"`
	BirthYear  int    `yaml:"birth_year"` // 0: not told
}

// Representatives reads who acts for the households of the village that decides.
func Representatives() ([]Representative, error) { return read[Representative]("representatives.yaml") }

// Everybody is whom the demo's issuer knows: the personas, and after them those representatives who are none of them, each
// with the group under which the page folds them.
func Everybody() ([]Persona, error) {
	people, err := Personas()
	if err != nil {
		return nil, err
	}
	representatives, err := Representatives()
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, p := range people {
		known[p.Subject] = true
	}
	for _, r := range representatives {
		if known[r.Subject] {
			continue
		}
		people = append(people, Persona{
			Subject: r.Subject, Name: r.Name, NationalID: r.NationalID, Blurb: "Đại diện hộ " + r.Household + ", " + r.Address + ".",
			Group: "Đại diện các hộ thôn Cự Bành",
		})
	}
	return people, nil
}
