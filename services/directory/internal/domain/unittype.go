package domain

import (
	"regexp"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Level is the tier of a unit.
type Level string

// The levels, from the top.
const (
	Province Level = "province"
	District Level = "district"
	Commune  Level = "commune"
	Village  Level = "village"
)

// UnitType is the legal type of a unit, in the words of the national catalogue.
type UnitType string

// TwoTiers is the first day of the two-tier structure: cấp huyện and thị trấn
// are no more, đặc khu begin.
var TwoTiers = workday.New(2025, 7, 1)

// basisTwoTiers is the law that ended them.
const basisTwoTiers = "Luật Tổ chức chính quyền địa phương 72/2025/QH15"

type typeRow struct {
	level Level
	word  string // the word before the name
	from  Date   // first day on which the type may exist
	to    Date   // first day on which it may not
}

var unitTypes = map[UnitType]typeRow{
	"tinh":                            {level: Province, word: "Tỉnh"},
	"thanh_pho_truc_thuoc_trung_uong": {level: Province, word: "Thành phố"},
	"quan":                            {level: District, word: "Quận", to: TwoTiers},
	"huyen":                           {level: District, word: "Huyện", to: TwoTiers},
	"thi_xa":                          {level: District, word: "Thị xã", to: TwoTiers},
	"thanh_pho_thuoc_tinh":            {level: District, word: "Thành phố", to: TwoTiers},
	"thanh_pho_thuoc_thanh_pho_truc_thuoc_trung_uong": {level: District, word: "Thành phố", to: TwoTiers},
	"xa":         {level: Commune, word: "Xã"},
	"phuong":     {level: Commune, word: "Phường"},
	"thi_tran":   {level: Commune, word: "Thị trấn", to: TwoTiers},
	"dac_khu":    {level: Commune, word: "Đặc khu", from: TwoTiers},
	"thon":       {level: Village, word: "Thôn"},
	"to_dan_pho": {level: Village, word: "Tổ dân phố"},
	"ap":         {level: Village, word: "Ấp"},
	"khom":       {level: Village, word: "Khóm"},
	"ban":        {level: Village, word: "Bản"},
	"buon":       {level: Village, word: "Buôn"},
	"lang":       {level: Village, word: "Làng"},
}

// Level is the level the type belongs to; "" for a type that is none.
func (t UnitType) Level() Level { return unitTypes[t].level }

// Known reports whether t is a type of the catalogue.
func (t UnitType) Known() bool { return unitTypes[t].level != "" }

// FullName puts the word of the type before the name; a village whose name
// already says what it is ("Tổ 5", "Khu 3") keeps it.
func (t UnitType) FullName(name string) string {
	row := unitTypes[t]
	if row.word == "" {
		return name
	}
	return row.word + " " + name
}

// NameIn is the own name within a full name: the word of the type left out.
func (t UnitType) NameIn(full string) string {
	return strings.TrimPrefix(full, unitTypes[t].word+" ")
}

// mayStandUnder is the one table of which level stands under which.
var mayStandUnder = map[Level]map[Level]bool{
	Province: {"": true},
	District: {Province: true},
	Commune:  {Province: true, District: true},
	Village:  {Commune: true},
}

var codeForms = map[Level]*regexp.Regexp{
	Province: regexp.MustCompile(`^[0-9]{2}$`),
	District: regexp.MustCompile(`^[0-9]{3}$`),
	Commune:  regexp.MustCompile(`^[0-9]{5}$`),
	Village:  regexp.MustCompile(`^[0-9]{5}\.[0-9]{1,6}$`),
}
