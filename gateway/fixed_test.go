package gateway_test

import (
	"context"
	"strings"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// fixed answers the contracts with fixed values: what a page is given in these
// tests. How services come to such answers is tested with the services; the whole
// is walked in deploy/standalone.
type fixed struct {
	directoryv1.UnimplementedUnitServiceServer
	directoryv1.UnimplementedAgencyServiceServer
	directoryv1.UnimplementedRoleServiceServer
	disclosurev1.UnimplementedCatalogueServiceServer
	disclosurev1.UnimplementedPublicationServiceServer
	disclosurev1.UnimplementedObligationServiceServer
	disclosurev1.UnimplementedQuarterlyListServiceServer
	disclosurev1.UnimplementedInformationRequestServiceServer
	disclosurev1.UnimplementedNoticeServiceServer
	disclosurev1.UnimplementedDashboardServiceServer

	mu       sync.Mutex
	title    string // of the publication; a test may change it
	agency   string // that published it; a test may set it
	tokens   []string
	attached string // SHA-256 of a file on the publication
	created  *disclosurev1.CreatePublicationRequest
	state    disclosurev1.PublicationState // of the publication; published unless set
	clerk    clerk
}

// setTitle changes the publication while the gateway is asking for it.
func (f *fixed) setTitle(title string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.title = title
}

func (f *fixed) register(server *grpc.Server) {
	f.clerk.register(server)
	directoryv1.RegisterUnitServiceServer(server, f)
	directoryv1.RegisterAgencyServiceServer(server, f)
	directoryv1.RegisterRoleServiceServer(server, f)
	disclosurev1.RegisterCatalogueServiceServer(server, f)
	disclosurev1.RegisterPublicationServiceServer(server, f)
	disclosurev1.RegisterObligationServiceServer(server, f)
	disclosurev1.RegisterQuarterlyListServiceServer(server, f)
	disclosurev1.RegisterInformationRequestServiceServer(server, f)
	disclosurev1.RegisterNoticeServiceServer(server, f)
	disclosurev1.RegisterDashboardServiceServer(server, f)
}

const publicationID = "0193f2a0-7c11-7aaa-8bbb-0123456789ab"

func unit(code, name, parent string) *directoryv1.Unit {
	return &directoryv1.Unit{
		Name: "units/" + code + "@2025-07-01", Key: code + "@2025-07-01", Code: code, DisplayName: name, FullName: name,
		Level: directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE, Parent: parent, ValidFrom: "2025-07-01", LegalBasis: "Nghị quyết 1676/NQ-UBTVQH15",
	}
}

var (
	province = &directoryv1.Unit{Name: "units/25@2025-07-01", Key: "25@2025-07-01", Code: "25", FullName: "Tỉnh Phú Thọ", Level: directoryv1.UnitLevel_UNIT_LEVEL_PROVINCE, ValidFrom: "2025-07-01"}
	communes = []*directoryv1.Unit{
		unit("08584", "Xã Võ Miếu", province.Name), unit("08542", "Xã Thanh Sơn", province.Name), unit("07900", "Phường Việt Trì", province.Name),
		unit("08824", "Xã Hải Lựu", province.Name), unit("04792", "Xã Cao Phong", province.Name), unit("08152", "Xã Đoan Hùng", province.Name),
	}
)

// villages are two of Võ Miếu.
var villages = []*directoryv1.Unit{village("08584.001", "Thôn Sụ Ngoài"), village("08584.002", "Thôn Cự Thắng")}

func village(code, name string) *directoryv1.Unit {
	one := unit(code, name, communes[0].Name)
	one.Level, one.Type, one.DisplayName, one.Etag = directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE, directoryv1.UnitType_UNIT_TYPE_THON, strings.TrimPrefix(name, "Thôn "), "7"
	return one
}

func (f *fixed) GetUnit(_ context.Context, r *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
	for _, one := range append(append([]*directoryv1.Unit{province}, communes...), villages...) {
		if r.Name == one.Name || r.Name == "units/"+one.Code {
			return one, nil
		}
	}
	return nil, refused(fault.New(fault.NotFound, "UNIT_NOT_FOUND"))
}

func (f *fixed) ListUnits(_ context.Context, r *directoryv1.ListUnitsRequest) (*directoryv1.ListUnitsResponse, error) {
	switch {
	case r.Level == directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE:
		return &directoryv1.ListUnitsResponse{Units: villages}, nil
	case r.IncludeEnded:
		old := unit("08590", "Xã Tân Minh", "units/238@2004-07-01")
		old.Name, old.Key, old.ValidTo = "units/08590@2004-07-01", "08590@2004-07-01", "2025-06-30"
		return &directoryv1.ListUnitsResponse{Units: []*directoryv1.Unit{old}}, nil
	case r.Query == "khong co":
		return &directoryv1.ListUnitsResponse{}, nil
	case r.Query != "":
		return &directoryv1.ListUnitsResponse{Units: communes[:2]}, nil
	}
	return &directoryv1.ListUnitsResponse{Units: communes}, nil
}

func (f *fixed) ListUnitAncestors(_ context.Context, r *directoryv1.ListUnitAncestorsRequest) (*directoryv1.ListUnitAncestorsResponse, error) {
	if r.Name == province.Name {
		return &directoryv1.ListUnitAncestorsResponse{}, nil
	}
	if strings.Contains(r.Name, ".") {
		return &directoryv1.ListUnitAncestorsResponse{Ancestors: []*directoryv1.Unit{communes[0], province}}, nil
	}
	return &directoryv1.ListUnitAncestorsResponse{Ancestors: []*directoryv1.Unit{province}}, nil
}

func (f *fixed) ListSuccessors(context.Context, *directoryv1.ListSuccessorsRequest) (*directoryv1.ListSuccessorsResponse, error) {
	return &directoryv1.ListSuccessorsResponse{Units: communes[:1]}, nil
}

func (f *fixed) ListPredecessors(context.Context, *directoryv1.ListPredecessorsRequest) (*directoryv1.ListPredecessorsResponse, error) {
	old := unit("08584", "Xã Võ Miếu (huyện Thanh Sơn)", "")
	return &directoryv1.ListPredecessorsResponse{Units: []*directoryv1.Unit{old}}, nil
}

func (f *fixed) ListAgencies(context.Context, *directoryv1.ListAgenciesRequest) (*directoryv1.ListAgenciesResponse, error) {
	return &directoryv1.ListAgenciesResponse{Agencies: []*directoryv1.Agency{{DisplayName: "Ủy ban nhân dân xã Võ Miếu"}, {DisplayName: "Trạm Y tế xã Võ Miếu"}, anAgency}}, nil
}

var item7 = &disclosurev1.CatalogueItem{
	Name: "catalogueItems/commune.7", Number: "7", Title: "Chính sách hỗ trợ, an sinh xã hội: đối tượng, mức hỗ trợ, quy trình bình xét, kết quả",
	TitleEn: "Support and social security", Basis: &typev1.LegalBasis{Text: "Điều 11 khoản 7 Luật 10/2022/QH15"},
}

func (f *fixed) ListCatalogueItems(_ context.Context, r *disclosurev1.ListCatalogueItemsRequest) (*disclosurev1.ListCatalogueItemsResponse, error) {
	if r.Kind > disclosurev1.ItemKind_ITEM_KIND_COMMUNE {
		return &disclosurev1.ListCatalogueItemsResponse{}, nil
	}
	return &disclosurev1.ListCatalogueItemsResponse{Items: []*disclosurev1.CatalogueItem{
		{Name: "catalogueItems/commune.2", Number: "2", Title: "Ngân sách", Heading: true},
		{Name: "catalogueItems/commune.2.quarterly", Number: "2", Parent: "catalogueItems/commune.2", Title: "Dự toán, quyết toán ngân sách theo quý"},
		item7,
	}}, nil
}

func (f *fixed) GetCatalogueItem(context.Context, *disclosurev1.GetCatalogueItemRequest) (*disclosurev1.CatalogueItem, error) {
	return item7, nil
}

func due() *typev1.DueDate {
	return &typev1.DueDate{
		Date: "2026-11-25", StartDate: "2026-11-17", Amount: 5, Unit: "working_days", RuleId: "disclosure.commune.due",
		Basis: &typev1.LegalBasis{Text: "Điều 12 khoản 3 Luật 10/2022/QH15"},
		Steps: []string{"Ngày 24/11/2026 nghỉ: Ngày Văn hóa Việt Nam.", "Ngày 21 và 22/11/2026 là thứ Bảy, Chủ nhật."},
	}
}

func (f *fixed) publication() *disclosurev1.Publication {
	one := f.published()
	if f.attached != "" {
		one.Attachments = append(one.Attachments, &typev1.Attachment{FileName: "biên bản.txt", ContentType: "text/plain; charset=utf-8", Sha256: f.attached})
	}
	if f.state != 0 {
		one.State, one.PublishedTime, one.CorrectedTime, one.Version = f.state, nil, nil, 0
		one.Author = &disclosurev1.Official{DisplayName: "Lê Thị Hồng Nhung", Subject: "someone"}
		one.Warnings = []*disclosurev1.ContentWarning{{Code: disclosurev1.WarningCode_WARNING_CODE_CLASSIFICATION_MARK, Field: "body", Excerpt: "độ mật của cây trồng"}}
	}
	return one
}

func (f *fixed) published() *disclosurev1.Publication {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &disclosurev1.Publication{
		Name: "publications/" + publicationID, Etag: "3", Unit: communes[0].Name, UnitName: "Xã Võ Miếu", AgencyName: f.agency, Item: item7.Name,
		State: disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED, RegisterNumber: "12/2026", Version: 2, Title: f.title,
		Summary:        "Phê duyệt 46 hộ nghèo, hộ cận nghèo được hỗ trợ xây mới, sửa chữa nhà ở năm 2026.",
		Body:           "Điều 1. Phê duyệt danh sách 46 hộ được hỗ trợ nhà ở năm 2026.\n\nĐiều 2. Mức hỗ trợ: xây mới 60 triệu đồng một hộ, sửa chữa 30 triệu đồng một hộ.\n<script>alert(1)</script>",
		DocumentNumber: "45/QĐ-UBND", IssuingBody: "Ủy ban nhân dân xã Võ Miếu", DecisionDate: "2026-11-17",
		PublishedTime: timestamppb.New(now.AddDate(0, 0, -1)), CorrectedTime: timestamppb.New(now), CorrectionNote: "Sửa số hộ từ 45 thành 46.",
		Due: due(), Digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		Attachments: []*typev1.Attachment{{Handle: "h", FileName: "quyet-dinh-45.pdf", ContentType: "application/pdf", SizeBytes: 231044, Sha256: "abc", Description: "Bản ký số của quyết định"}},
		Forms: []*disclosurev1.FormRecord{{
			Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING, Letter: "a", Place: "Nhà văn hóa thôn Quyết Tiến", From: "2026-11-19", Satisfied: false,
		}},
		Fulfilment: []*disclosurev1.FormFulfilment{
			{Required: required(disclosurev1.DisclosureForm_DISCLOSURE_FORM_PORTAL), Fulfilled: true},
			{Required: required(disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING), Running: true, Missing: "Niêm yết đủ 30 ngày vào ngày 20/12/2026."},
			{Required: required(disclosurev1.DisclosureForm_DISCLOSURE_FORM_RADIO), Missing: "Chưa ghi nhận 3 ngày phát thanh."},
		},
	}
}

func required(form disclosurev1.DisclosureForm) *disclosurev1.RequiredForm {
	return &disclosurev1.RequiredForm{Form: form, Basis: &typev1.LegalBasis{Text: "Điều 13 khoản 2 Luật 10/2022/QH15"}}
}

func (f *fixed) GetPublication(_ context.Context, r *disclosurev1.GetPublicationRequest) (*disclosurev1.Publication, error) {
	if r.Name != "publications/"+publicationID {
		return nil, refused(fault.New(fault.NotFound, "PUBLICATION_NOT_FOUND"))
	}
	return f.publication(), nil
}

func (f *fixed) SearchPublications(_ context.Context, r *disclosurev1.SearchPublicationsRequest) (*disclosurev1.SearchPublicationsResponse, error) {
	late := f.publication()
	late.Title, late.LateDays, late.UnitName = "Quyết toán thu, chi ngân sách quý III năm 2026", 2, "Xã Thanh Sơn"
	return &disclosurev1.SearchPublicationsResponse{Publications: []*disclosurev1.Publication{f.publication(), late}, NextPageToken: "next"}, nil
}

func (f *fixed) ListPublicationVersions(context.Context, *disclosurev1.ListPublicationVersionsRequest) (*disclosurev1.ListPublicationVersionsResponse, error) {
	return &disclosurev1.ListPublicationVersionsResponse{Versions: []*disclosurev1.PublicationVersion{
		{Version: 2, PublishedTime: timestamppb.New(now), CorrectionNote: "Sửa số hộ từ 45 thành 46."}, {Version: 1, PublishedTime: timestamppb.New(now.AddDate(0, 0, -1))},
	}}, nil
}

func (f *fixed) GetPublicationDifference(context.Context, *disclosurev1.GetPublicationDifferenceRequest) (*disclosurev1.GetPublicationDifferenceResponse, error) {
	return &disclosurev1.GetPublicationDifferenceResponse{FromVersion: 1, ToVersion: 2, CorrectionNote: "Sửa số hộ từ 45 thành 46.", Fields: []*disclosurev1.FieldDifference{{
		Field: "body", Lines: []*disclosurev1.DifferenceLine{
			{Kind: disclosurev1.DifferenceKind_DIFFERENCE_KIND_REMOVED, Text: "Điều 1. Phê duyệt danh sách 45 hộ được hỗ trợ nhà ở năm 2026."},
			{Kind: disclosurev1.DifferenceKind_DIFFERENCE_KIND_ADDED, Text: "Điều 1. Phê duyệt danh sách 46 hộ được hỗ trợ nhà ở năm 2026."},
			{Kind: disclosurev1.DifferenceKind_DIFFERENCE_KIND_SAME, Text: "Điều 2. Mức hỗ trợ: xây mới 60 triệu đồng một hộ."},
		},
	}}}, nil
}

func (f *fixed) GetCompleteness(_ context.Context, r *disclosurev1.GetCompletenessRequest) (*disclosurev1.GetCompletenessResponse, error) {
	counts := func(met, missing, late int32) *disclosurev1.Counts {
		return &disclosurev1.Counts{Total: 20, Met: met, InForms: 2, Missing: missing, Late: late, Withheld: 1, CompletenessBasisPoints: 10000 * (met + 2) / (met + 2 + missing)}
	}
	answer := &disclosurev1.GetCompletenessResponse{
		Total: &disclosurev1.UnitCounts{Counts: counts(12, 1, 1)},
		Items: []*disclosurev1.ItemCounts{{Item: item7.Name, ItemTitle: item7.Title, Counts: counts(3, 1, 1)}},
		Missing: []*disclosurev1.Obligation{{
			Name: "obligations/0193f2a0-7c11-7aaa-8bbb-0123456789aa", Unit: communes[0].Name, UnitName: communes[0].FullName, Item: "catalogueItems/commune.2",
			ItemTitle: "Dự toán, quyết toán ngân sách và kế hoạch tài chính", Period: "2026-Q3", Due: due(), DaysLeft: -4, Standing: disclosurev1.Standing_STANDING_OVERDUE,
		}},
	}
	if r.Unit == "units/25" || r.Unit == province.Name {
		for _, one := range communes {
			answer.Units = append(answer.Units, &disclosurev1.UnitCounts{Unit: one.Name, UnitName: one.FullName, Counts: counts(10, 2, 1)})
		}
	}
	return answer, nil
}

func (f *fixed) GetQuarterlyList(context.Context, *disclosurev1.GetQuarterlyListRequest) (*disclosurev1.QuarterlyList, error) {
	return &disclosurev1.QuarterlyList{UnitName: "Xã Võ Miếu", Year: 2026, Quarter: 4, Provisional: true, Withheld: 1, Lines: []*disclosurev1.QuarterlyLine{{
		Number: 1, Publication: "publications/" + publicationID, Title: f.title, AgencyName: f.agency, ItemNumber: "7", ItemTitle: item7.Title, DocumentNumber: "45/QĐ-UBND",
		DecisionDate: "2026-11-17", PublishedDate: "2026-11-19", Forms: []*disclosurev1.QuarterlyForm{
			{Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_PORTAL, Letter: "b", From: "2026-11-19"},
			{Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING, Letter: "a", Place: "Nhà văn hóa thôn Quyết Tiến", From: "2026-11-19", To: "2026-12-20"},
		},
	}}}, nil
}

func (f *fixed) ExportQuarterlyList(context.Context, *disclosurev1.ExportQuarterlyListRequest) (*disclosurev1.ExportQuarterlyListResponse, error) {
	return &disclosurev1.ExportQuarterlyListResponse{FileName: "Danh mục quý 4.xlsx", ContentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Content: []byte("PK")}, nil
}

// caller notes the token of the call and refuses one without.
func (f *fixed) caller(ctx context.Context) error {
	md, _ := metadata.FromIncomingContext(ctx)
	if len(md.Get("authorization")) == 0 {
		return refused(fault.New(fault.Unauthenticated, ""))
	}
	f.tokens = append(f.tokens, strings.Join(md.Get("authorization"), " and "))
	return nil
}

func (f *fixed) CreateInformationRequest(ctx context.Context, r *disclosurev1.CreateInformationRequestRequest) (*disclosurev1.InformationRequest, error) {
	if err := f.caller(ctx); err != nil {
		return nil, err
	}
	if r.Content == "" {
		return nil, refused(fault.New(fault.Invalid, "REQUEST_INVALID", fault.Violate(fault.Violation{Field: "content", Rule: "string.min_len", Params: map[string]string{"min_len": "1"}})))
	}
	return f.request(), nil
}

func (f *fixed) request() *disclosurev1.InformationRequest {
	return &disclosurev1.InformationRequest{
		Name: "informationRequests/0193f2a0-7c11-7aaa-8bbb-0123456789ac", Etag: "1", RegisterNumber: "3/2026", Unit: communes[0].Name, UnitName: "Xã Võ Miếu",
		State: disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_SUBMITTED, Content: "Xin xem quyết toán ngân sách xã quý III năm 2026.", Due: due(), DaysLeft: 3, SubmitTime: timestamppb.New(now),
	}
}

func (f *fixed) GetInformationRequest(ctx context.Context, _ *disclosurev1.GetInformationRequestRequest) (*disclosurev1.InformationRequest, error) {
	return f.request(), f.caller(ctx)
}

func (f *fixed) ListMyInformationRequests(ctx context.Context, _ *disclosurev1.ListMyInformationRequestsRequest) (*disclosurev1.ListInformationRequestsResponse, error) {
	return &disclosurev1.ListInformationRequestsResponse{InformationRequests: []*disclosurev1.InformationRequest{f.request()}}, f.caller(ctx)
}

func (f *fixed) ListNotices(ctx context.Context, _ *disclosurev1.ListNoticesRequest) (*disclosurev1.ListNoticesResponse, error) {
	return &disclosurev1.ListNoticesResponse{Unread: 1, Notices: []*disclosurev1.Notice{{
		Name: "notices/1", Subject: "Đã tiếp nhận yêu cầu số 3/2026", Text: "Xã Võ Miếu đã tiếp nhận yêu cầu của bạn.", Resource: "informationRequests/0193f2a0-7c11-7aaa-8bbb-0123456789ac", CreateTime: timestamppb.New(now),
	}}}, f.caller(ctx)
}

// refused is a fault as a service sends it.
func refused(f *fault.Error) error {
	st := fault.Status(f, "vi", nil)
	if st.Code() == codes.OK {
		return status.Error(codes.Internal, "a fault without a kind")
	}
	return st.Err()
}

func (f *fixed) ListMyRoles(ctx context.Context, _ *directoryv1.ListMyRolesRequest) (*directoryv1.ListMyRolesResponse, error) {
	return &directoryv1.ListMyRolesResponse{Bindings: []*directoryv1.RoleBinding{
		{Role: directoryv1.Role_ROLE_COMMUNE_CHAIR, Unit: communes[0].Name}, {Role: directoryv1.Role_ROLE_COMMUNE_OFFICER, Unit: communes[1].Name},
	}}, f.caller(ctx)
}

func (f *fixed) ListTasks(ctx context.Context, _ *disclosurev1.ListTasksRequest) (*disclosurev1.ListTasksResponse, error) {
	return &disclosurev1.ListTasksResponse{Total: 2, Overdue: 1, Tasks: []*disclosurev1.Task{
		{Kind: disclosurev1.TaskKind_TASK_KIND_DRAFT, Resource: "obligations/0193f2a0-7c11-7aaa-8bbb-0123456789aa", Unit: communes[0].Name, UnitName: "Xã Võ Miếu", Title: "Dự toán, quyết toán ngân sách và kế hoạch tài chính", Item: "catalogueItems/commune.2", Due: due(), DaysLeft: -4, Reason: "Quyết định 61/QĐ-UBND ngày 17/11/2026 phải công khai."},
		{Kind: disclosurev1.TaskKind_TASK_KIND_REVIEW, Resource: "publications/" + publicationID, Unit: communes[0].Name, UnitName: "Xã Võ Miếu", Title: f.title, Due: due(), DaysLeft: 2, Reason: "Lê Thị Hồng Nhung gửi duyệt lúc 08:10."},
	}}, f.caller(ctx)
}

func (f *fixed) ListPublications(ctx context.Context, _ *disclosurev1.ListPublicationsRequest) (*disclosurev1.ListPublicationsResponse, error) {
	draft := f.publication()
	draft.State, draft.PublishedTime, draft.Author = disclosurev1.PublicationState_PUBLICATION_STATE_DRAFT, nil, &disclosurev1.Official{DisplayName: "Lê Thị Hồng Nhung"}
	return &disclosurev1.ListPublicationsResponse{Publications: []*disclosurev1.Publication{draft, f.publication()}}, f.caller(ctx)
}

func (f *fixed) CreatePublication(ctx context.Context, r *disclosurev1.CreatePublicationRequest) (*disclosurev1.Publication, error) {
	if err := f.caller(ctx); err != nil {
		return nil, err
	}
	if r.Content.DecisionDate == "" {
		return nil, refused(fault.New(fault.Invalid, "REQUEST_INVALID", fault.Violate(fault.Violation{Field: "content.decision_date", Rule: "required"})))
	}
	f.created = r
	return f.publication(), nil
}

func (f *fixed) SubmitPublication(ctx context.Context, r *disclosurev1.SubmitPublicationRequest) (*disclosurev1.Publication, error) {
	if err := f.caller(ctx); err != nil {
		return nil, err
	}
	if !r.DeclareNoSecrets {
		return nil, refused(fault.New(fault.Refused, "SECRECY_NOT_DECLARED", fault.Field("declare_no_secrets")))
	}
	return f.publication(), nil
}
