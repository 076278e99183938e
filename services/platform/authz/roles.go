package authz

import (
	"slices"

	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// Scope says for what a role is held.
type Scope string

// A role is held for a unit, for an agency, or for the installation as such.
const (
	ForUnit         Scope = "unit"
	ForAgency       Scope = "agency"
	ForInstallation Scope = "installation"
)

// Role is one role of the platform.
type Role struct {
	// Code is the role in bindings, and the principal's attribute in policies.
	Code string
	// Scope says for what it is held.
	Scope Scope
	// Level is the tier of the unit for which it is held; empty for other scopes.
	Level units.Level
	// Names by language.
	names map[string]string
}

// Name is what people call the role; Vietnamese when the language is not spoken.
func (r Role) Name(lang string) string {
	if name, ok := r.names[lang]; ok {
		return name
	}
	return r.names[i18n.Vietnamese]
}

func role(code string, scope Scope, level units.Level, vi, en string) Role {
	return Role{Code: code, Scope: scope, Level: level, names: map[string]string{i18n.Vietnamese: vi, i18n.English: en}}
}

var roles = []Role{
	role("village_head", ForUnit, units.Village, "trưởng thôn, tổ trưởng tổ dân phố", "village head"),
	role("village_front", ForUnit, units.Village, "ban công tác Mặt trận", "village Front committee"),
	role("commune_officer", ForUnit, units.Commune, "công chức cấp xã", "commune officer"),
	role("commune_chair", ForUnit, units.Commune, "chủ tịch, phó chủ tịch UBND cấp xã", "commune chair"),
	role("commune_admin", ForUnit, units.Commune, "quản trị cấp xã", "commune administrator"),
	role("commune_front", ForUnit, units.Commune, "MTTQ cấp xã", "commune Fatherland Front"),
	role("agency_officer", ForAgency, "", "công chức, viên chức của cơ quan", "agency officer"),
	role("agency_head", ForAgency, "", "người đứng đầu cơ quan", "head of agency"),
	role("province_officer", ForUnit, units.Province, "công chức Sở Nội vụ", "provincial Interior officer"),
	role("province_inspector", ForUnit, units.Province, "thanh tra tỉnh", "provincial inspector"),
	role("province_admin", ForUnit, units.Province, "quản trị cấp tỉnh", "provincial administrator"),
	role("platform_operator", ForInstallation, "", "người vận hành hệ thống", "platform operator"),
}

// Roles lists every role there is. Everybody signed in is a citizen besides; a household representative is matched by
// person key and is no role.
func Roles() []Role { return slices.Clone(roles) }

// RoleOf finds a role by its code.
func RoleOf(code string) (Role, bool) {
	i := slices.IndexFunc(roles, func(r Role) bool { return r.Code == code })
	if i < 0 {
		return Role{}, false
	}
	return roles[i], true
}
