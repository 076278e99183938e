package grpcapi

import (
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func unitName(key domain.UnitKey) string {
	if key == "" {
		return ""
	}
	return "units/" + string(key)
}

// encodeUnit writes a unit with the parent of the day.
func encodeUnit(u *domain.Unit, day workday.Date) *directoryv1.Unit {
	return &directoryv1.Unit{
		Name: unitName(u.Key()), Key: string(u.Key()), Code: u.Code, DisplayName: u.Name, FullName: u.FullName,
		EnglishName: u.NameEn, Level: encodeLevel(u.Level()), Type: encodeUnitType(u.Type), Parent: unitName(u.Parent(day)),
		ValidFrom: u.Period.From.String(), ValidTo: u.Period.To.String(), Attributes: encodeAttributes(u.Attributes),
		LegalBasis: u.LegalBasis, Etag: app.Etag(u.Version),
	}
}

func encodeUnits(units []*domain.Unit, day workday.Date) []*directoryv1.Unit {
	out := make([]*directoryv1.Unit, len(units))
	for i, u := range units {
		out[i] = encodeUnit(u, day)
	}
	return out
}

func encodeAttributes(a domain.Attributes) *directoryv1.UnitAttributes {
	return &directoryv1.UnitAttributes{SpecialArea: a.SpecialArea, Remote: a.Remote, Radio: a.Radio}
}

func decodeAttributes(a *directoryv1.UnitAttributes) domain.Attributes {
	return domain.Attributes{SpecialArea: a.GetSpecialArea(), Remote: a.GetRemote(), Radio: a.GetRadio()}
}

// The words of the domain are those of the enums without their prefix.

func encodeLevel(l domain.Level) directoryv1.UnitLevel {
	return directoryv1.UnitLevel(directoryv1.UnitLevel_value["UNIT_LEVEL_"+strings.ToUpper(string(l))])
}

func decodeLevel(l directoryv1.UnitLevel) domain.Level {
	return domain.Level(word(l.String(), "UNIT_LEVEL_"))
}

func encodeUnitType(t domain.UnitType) directoryv1.UnitType {
	return directoryv1.UnitType(directoryv1.UnitType_value["UNIT_TYPE_"+strings.ToUpper(string(t))])
}

func decodeUnitType(t directoryv1.UnitType) domain.UnitType {
	return domain.UnitType(word(t.String(), "UNIT_TYPE_"))
}

func encodeLink(l domain.Link) *directoryv1.UnitLink {
	return &directoryv1.UnitLink{
		Predecessor: unitName(l.From), Successor: unitName(l.To),
		Kind:          directoryv1.LinkKind(directoryv1.LinkKind_value["LINK_KIND_"+strings.ToUpper(string(l.Kind))]),
		EffectiveDate: l.Date.String(), LegalBasis: l.LegalBasis,
	}
}

func encodeLinks(links []domain.Link) []*directoryv1.UnitLink {
	out := make([]*directoryv1.UnitLink, len(links))
	for i, l := range links {
		out[i] = encodeLink(l)
	}
	return out
}

// word is the domain's word of an enum's name; "" for the unspecified.
func word(name, prefix string) string {
	text := strings.ToLower(strings.TrimPrefix(name, prefix))
	if text == "unspecified" {
		return ""
	}
	return text
}

// decodeUnit reads a unit to establish, under the parent it names.
func decodeUnit(m *directoryv1.Unit, from workday.Date) *domain.Unit {
	u := &domain.Unit{
		Code: m.GetCode(), Name: strings.TrimSpace(m.GetDisplayName()), FullName: strings.TrimSpace(m.GetFullName()),
		NameEn: strings.TrimSpace(m.GetEnglishName()), Type: decodeUnitType(m.GetType()),
		Period: domain.Period{From: from}, Attributes: decodeAttributes(m.GetAttributes()), LegalBasis: m.GetLegalBasis(),
	}
	if parent := id(m.GetParent()); parent != "" {
		u.Parents = []domain.Parentage{{From: from, Parent: domain.UnitKey(parent)}}
	}
	return u
}
