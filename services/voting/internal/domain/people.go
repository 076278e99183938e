package domain

// Office is the capacity in which somebody acts. The law gives each step to one.
type Office string

// Offices of the village, the commune and the agency.
const (
	VillageHead       Office = "village_head"        // Trưởng thôn, Tổ trưởng tổ dân phố
	FrontHead         Office = "front_head"          // Trưởng ban công tác Mặt trận
	FrontMember       Office = "front_member"        // thành viên Ban công tác Mặt trận
	NamedConvener     Office = "named_convener"      // người được chỉ định khi khuyết Trưởng thôn
	ElectionTeam      Office = "election_team"       // Tổ bầu cử
	CommuneChair      Office = "commune_chair"       // Chủ tịch UBND cấp xã
	CommuneFrontChair Office = "commune_front_chair" // Chủ tịch Ủy ban MTTQ Việt Nam cấp xã
	Citizen           Office = "citizen"             // công dân cư trú
	Household         Office = "household"           // đại diện hộ gia đình
	LeadOrganisation  Office = "lead_organisation"   // Công đoàn, hoặc tổ chức được giao
	AgencyHead        Office = "agency_head"         // người đứng đầu cơ quan, đơn vị
	StaffMember       Office = "staff_member"        // cán bộ, công chức, viên chức, người lao động
)

// Actor is a person who acts, and in which office. The subject is opaque; the name is shown to colleagues only.
type Actor struct {
	Subject string `json:"subject"`
	Name    string `json:"name,omitempty"`
	Office  Office `json:"office,omitempty"`
}

// Body is who decides: a village, a commune, or an agency of a unit.
type Body struct {
	Unit   string `json:"unit"`             // key, "08584@2025-07-01"
	Agency string `json:"agency,omitempty"` // id; only in the scope of an agency
}

// Attachment is a stored file. Handle is the blob's own key; signed handles exist only at the edge.
type Attachment struct {
	Handle      string `json:"handle"`
	FileName    string `json:"file_name"`
	ContentType string `json:"content_type"`
	Size        int64  `json:"size"`
	SHA256      string `json:"sha256"`
	Description string `json:"description,omitempty"`
}
