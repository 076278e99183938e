package gateway_test

import (
	"context"
	"strings"
	"sync"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// clerk stands between the gateway and the fixed answers: it knows what the desk
// asked for, answers what the console alone asks, and refuses changes when told to.
type clerk struct {
	mu      sync.Mutex
	roles   []directoryv1.Role       // of the caller in Võ Miếu or, for province roles, in Phú Thọ; nil leaves the fixed ones
	refuse  error                    // answers every change
	marked  bool                     // every text in every answer carries markup
	answers map[string]proto.Message // by the short name of the method
	refuses map[string]error         // the same, in place of an answer
	asked   map[string]proto.Message
	named   map[string]bool // whether the caller said who they are
}

// register adds the services that only the console speaks to.
func (c *clerk) register(server *grpc.Server) {
	directoryv1.RegisterHouseholdServiceServer(server, directoryv1.UnimplementedHouseholdServiceServer{})
	directoryv1.RegisterCalendarServiceServer(server, directoryv1.UnimplementedCalendarServiceServer{})
	directoryv1.RegisterImportServiceServer(server, directoryv1.UnimplementedImportServiceServer{})
	disclosurev1.RegisterPlanServiceServer(server, disclosurev1.UnimplementedPlanServiceServer{})
	disclosurev1.RegisterWithholdingServiceServer(server, disclosurev1.UnimplementedWithholdingServiceServer{})
	registerVoting(server)
}

func (c *clerk) intercept(ctx context.Context, ask any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	method := info.FullMethod[strings.LastIndexByte(info.FullMethod, '/')+1:]
	request := ask.(proto.Message)
	if c.asked == nil {
		c.asked, c.named = map[string]proto.Message{}, map[string]bool{}
	}
	md, _ := metadata.FromIncomingContext(ctx)
	c.named[method] = len(md.Get("authorization")) > 0
	c.asked[method] = request
	changes := request.ProtoReflect().Descriptor().Fields().ByName("request_id") != nil
	if changes && c.refuse != nil {
		return nil, c.refuse
	}
	answer, err := c.answer(ctx, method, ask, info, next)
	if message, ok := answer.(proto.Message); ok && err == nil && c.marked {
		message = proto.Clone(message)
		mark(message.ProtoReflect())
		return message, nil
	}
	return answer, err
}

func (c *clerk) answer(ctx context.Context, method string, ask any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	if err := c.refuses[method]; err != nil {
		return nil, err
	}
	if method == "ListMyRoles" && c.roles != nil {
		return c.bindings(), nil
	}
	if one, ok := c.answers[method]; ok {
		return one, nil
	}
	if one, ok := deskAnswers[method]; ok {
		return one, nil
	}
	if one, ok := voteAnswers[method]; ok {
		return one, nil
	}
	answer, err := next(ctx, ask)
	if status.Code(err) == codes.Unimplemented {
		return done(info.FullMethod)
	}
	return answer, err
}

// refuseRead lets a method answer with a fault from now on.
func (c *clerk) refuseRead(method string, f *fault.Error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refuses = map[string]error{method: refused(f)}
}

func (c *clerk) bindings() *directoryv1.ListMyRolesResponse {
	answer := &directoryv1.ListMyRolesResponse{}
	for _, role := range c.roles {
		unit := communes[0].Name
		switch role {
		case directoryv1.Role_ROLE_PROVINCE_ADMIN, directoryv1.Role_ROLE_PROVINCE_OFFICER, directoryv1.Role_ROLE_PROVINCE_INSPECTOR:
			unit = province.Name
		}
		answer.Bindings = append(answer.Bindings, &directoryv1.RoleBinding{Role: role, Unit: unit})
	}
	return answer
}

const someID = "0193f2a0-7c11-7aaa-8bbb-0123456789ad"

// done is the answer to a change that went well: the thing, by some name.
func done(method string) (proto.Message, error) {
	parts := strings.Split(strings.TrimPrefix(method, "/"), "/")
	service, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(parts[0]))
	if err != nil {
		return nil, err
	}
	output := service.(protoreflect.ServiceDescriptor).Methods().ByName(protoreflect.Name(parts[1])).Output()
	kind, err := protoregistry.GlobalTypes.FindMessageByName(output.FullName())
	if err != nil {
		return nil, err
	}
	answer := kind.New()
	if field := output.Fields().ByName("name"); field != nil {
		answer.Set(field, protoreflect.ValueOfString("things/"+someID))
	}
	return answer.Interface(), nil
}

// mark puts markup into every text of an answer that is no id, date or word of the
// contract.
func mark(m protoreflect.Message) {
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.IsList():
			list := value.List()
			for i := range list.Len() {
				if field.Kind() == protoreflect.MessageKind {
					mark(list.Get(i).Message())
				} else if texts[field.Name()] && field.Kind() == protoreflect.StringKind {
					list.Set(i, protoreflect.ValueOfString(list.Get(i).String()+"<x-mark onclick=x>"))
				}
			}
		case field.Kind() == protoreflect.MessageKind:
			mark(value.Message())
		case texts[field.Name()] && field.Kind() == protoreflect.StringKind:
			m.Set(field, protoreflect.ValueOfString(value.String()+`"'><x-mark onclick=x>`))
		}
		return true
	})
}

var texts = map[protoreflect.Name]bool{}

func init() {
	for _, name := range strings.Fields(`title summary body document_number issuing_body correction_note withdrawal_reason return_reason reason excerpt place note
		shortfall missing display_name full_name unit_name agency_name item_title content purpose requester_name requester_contact wanted_form answer extension_reason
		subject_matter justification decision_reason not_arisen_reason responsible file_name description legal_basis text steps message remedy value column
		failure encoding subject address code number period cause`) {
		texts[protoreflect.Name(name)] = true
	}
}

var anObligation = &disclosurev1.Obligation{
	Name: "obligations/" + someID, Etag: "7", Unit: communes[0].Name, UnitName: "Xã Võ Miếu", Item: "catalogueItems/commune.2",
	ItemTitle: "Dự toán, quyết toán ngân sách và kế hoạch tài chính", Period: "2026-Q4", State: disclosurev1.ObligationState_OBLIGATION_STATE_EXPECTED,
	Standing: disclosurev1.Standing_STANDING_DUE_SOON, Due: due(), DaysLeft: 3, DocumentNumber: "61/QĐ-UBND", DecisionDate: "2026-11-17",
	DueHistory: []*disclosurev1.DueChange{{
		Previous: due(), Recomputed: &typev1.DueDate{Date: "2026-11-26", Basis: due().Basis}, RecomputedTime: timestamppb.New(now), Cause: "calendar", Decision: "proposed",
	}},
}

var aWithholding = &disclosurev1.Withholding{
	Name: "withholdings/" + someID, Etag: "7", Unit: communes[0].Name, Item: item7.Name, State: disclosurev1.WithholdingState_WITHHOLDING_STATE_APPROVED,
	Ground: disclosurev1.WithholdingGround_WITHHOLDING_GROUND_STATE_SECRET, Basis: &typev1.LegalBasis{Text: "Điều 11 Luật 10/2022/QH15"},
	SubjectMatter: "Kế hoạch phòng thủ năm 2026", Justification: "Thuộc danh mục bí mật nhà nước.", ReviewDate: "2027-06-30", Author: &disclosurev1.Official{DisplayName: "Lê Thị Hồng Nhung"},
}

var aPlan = &disclosurev1.Plan{
	Name: "plans/" + someID, Etag: "7", Unit: communes[0].Name, Year: 2027, State: disclosurev1.PlanState_PLAN_STATE_DRAFT,
	Lines: []*disclosurev1.PlanLine{{
		Number: 1, Item: item7.Name, Content: "Kết quả bình xét hộ nghèo", Forms: []disclosurev1.DisclosureForm{1, 2, 3}, PlannedDate: "2027-01-15", DurationDays: 30, Responsible: "Phòng Văn hóa – Xã hội",
	}},
	UnplannedItems: []string{"catalogueItems/commune.2"},
}

var anAskedRequest = &disclosurev1.InformationRequest{
	Name: "informationRequests/" + someID, Etag: "7", RegisterNumber: "3/2026", Unit: communes[0].Name, UnitName: "Xã Võ Miếu",
	State: disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_RECEIVED, Channel: disclosurev1.RequestChannel_REQUEST_CHANNEL_NETWORK,
	Complexity: disclosurev1.RequestComplexity_REQUEST_COMPLEXITY_COMPLEX, Content: "Xin xem quyết toán ngân sách xã quý III năm 2026.", Purpose: "Giám sát",
	RequesterName: "Đinh Văn Sỹ", RequesterContact: "0900 000 003", WantedForm: "Bản in", SubmitTime: timestamppb.New(now), Due: due(), DaysLeft: 3,
	DueHistory: anObligation.DueHistory,
}

var anImport = &directoryv1.Import{
	Name: "imports/" + someID, Kind: directoryv1.ImportKind_IMPORT_KIND_HOUSEHOLDS, Unit: communes[0].Name, FileName: "ho-gia-dinh.xlsx", DryRun: true, ValidFrom: "2026-11-20",
	State: directoryv1.ImportState_IMPORT_STATE_SUCCEEDED, RowsRead: 1840, Created: 1836, Unchanged: 4, Percent: 100, Encoding: "tcvn3", CreatedAt: "2026-11-20T01:00:00Z", FinishedAt: "2026-11-20T01:00:04Z",
}

var aBinding = &directoryv1.RoleBinding{
	Name: "roleBindings/" + someID, Etag: "7", Subject: "https://dinhdanh.example#can-bo", DisplayName: "Lê Thị Hồng Nhung", Role: directoryv1.Role_ROLE_COMMUNE_OFFICER,
	Unit: communes[0].Name, ValidFrom: "2025-07-01", LegalBasis: "Quyết định 12/QĐ-UBND",
}

var aYear = &directoryv1.CalendarYear{
	Name: "calendarYears/2026", Year: 2026, Etag: "7", Status: directoryv1.CalendarStatus_CALENDAR_STATUS_DECIDED, WorkingDays: 250, Revision: 2, LegalBasis: "Thông báo 9859/TB-BNV", SetAt: "2026-01-02T01:00:00Z",
	Days: []*directoryv1.CalendarDay{
		{Date: "2026-11-24", DisplayName: "Ngày Văn hóa Việt Nam", Kind: directoryv1.CalendarDay_KIND_STATUTORY}, {Date: "2026-08-22", DisplayName: "Làm bù", Kind: directoryv1.CalendarDay_KIND_SWAPPED_WORKING},
	},
}

var anAgency = &directoryv1.Agency{
	Name: "agencies/" + someID, Etag: "7", DisplayName: "Công ty Thủy lợi Thanh Sơn", Kind: directoryv1.AgencyKind_AGENCY_KIND_STATE_ENTERPRISE,
	Unit: communes[0].Name, Contact: "Thôn Sụ Ngoài", ValidFrom: "2025-07-01",
}

var aHousehold = &directoryv1.Household{
	Name: "households/" + someID, Etag: "7", Village: villages[0].Name, Code: "H-001", Address: "Xóm Bến", ValidFrom: "2025-07-01",
	Representative: &directoryv1.Representative{From: "2025-07-01", Person: &directoryv1.Person{FullName: "Đinh Văn Sỹ", BirthYear: 1962, Identified: true}},
}

// deskAnswers are the fixed answers to what the console alone asks.
var deskAnswers = map[string]proto.Message{
	"ListObligations":         &disclosurev1.ListObligationsResponse{Obligations: []*disclosurev1.Obligation{anObligation}, NextPageToken: "next"},
	"GetObligation":           anObligation,
	"GetObligationMatrix":     aMatrix(25),
	"ListWithholdings":        &disclosurev1.ListWithholdingsResponse{Withholdings: []*disclosurev1.Withholding{aWithholding}, InForce: 1},
	"GetWithholding":          aWithholding,
	"ListPlans":               &disclosurev1.ListPlansResponse{Plans: []*disclosurev1.Plan{aPlan}},
	"GetPlan":                 aPlan,
	"ListInformationRequests": &disclosurev1.ListInformationRequestsResponse{InformationRequests: []*disclosurev1.InformationRequest{anAskedRequest}},
	"ListImports":             &directoryv1.ListImportsResponse{Imports: []*directoryv1.Import{anImport}},
	"GetImport":               anImport,
	"GetAgency":               anAgency,
	"GetHousehold":            aHousehold,
	"ListHouseholdHistory": &directoryv1.ListHouseholdHistoryResponse{
		Events:          []*directoryv1.HouseholdEvent{{Date: "2025-07-01", Kind: directoryv1.HouseholdEvent_KIND_REGISTERED}, {Date: "2026-01-01", Kind: directoryv1.HouseholdEvent_KIND_SPLIT, Related: "households/" + publicationID, Reason: "Con ra ở riêng"}},
		Representatives: []*directoryv1.Representative{{From: "2025-07-01", To: "2026-01-01", Person: &directoryv1.Person{FullName: "Đinh Văn Tư"}}},
	},
	"ListImportErrors": &directoryv1.ListImportErrorsResponse{NextPageToken: "next", Errors: []*directoryv1.ImportError{{
		Line: 17, Column: "ngày sinh", Value: "=1+1", Rule: "BIRTH_YEAR_IMPOSSIBLE", Message: "Năm sinh không hợp lệ.", Remedy: "Ghi bốn chữ số, ví dụ 1984.",
	}}},
	"ExportImportErrors":    &httpbody.HttpBody{ContentType: "text/csv", Data: []byte("dòng,cột\n17,năm sinh\n")},
	"ListRoleBindings":      &directoryv1.ListRoleBindingsResponse{Bindings: []*directoryv1.RoleBinding{aBinding}},
	"GetRoleBinding":        aBinding,
	"ListCalendarYears":     &directoryv1.ListCalendarYearsResponse{Years: []*directoryv1.CalendarYear{aYear, {Year: 2025}}},
	"GetCalendarYear":       aYear,
	"ListCalendarRevisions": &directoryv1.ListCalendarRevisionsResponse{Revisions: []*directoryv1.CalendarYear{aYear, {Revision: 1, Status: directoryv1.CalendarStatus_CALENDAR_STATUS_PROVISIONAL, SetAt: "2025-11-01T01:00:00Z"}}},
	"ListHouseholds": &directoryv1.ListHouseholdsResponse{TotalSize: 214, Households: []*directoryv1.Household{
		{Name: "households/" + someID, Code: "001", Address: "Ngõ 2", ValidFrom: "2025-07-01", Representative: &directoryv1.Representative{Person: &directoryv1.Person{FullName: "Đinh Thị Ngọt", BirthYear: 1961, Identified: true}}},
		{Name: "households/" + publicationID, Code: "002", ValidFrom: "2025-07-01"},
	}},
}

func aMatrix(rows int) *disclosurev1.GetObligationMatrixResponse {
	answer := &disclosurev1.GetObligationMatrixResponse{NextPageToken: "next"}
	for i := range 22 {
		answer.Items = append(answer.Items, &disclosurev1.CatalogueItem{Name: "catalogueItems/communes.07.results", Number: string(rune('a'+i%22)) + "7", Title: item7.Title})
	}
	states := []*disclosurev1.MatrixCell{
		{Counts: &disclosurev1.Counts{Total: 3, Met: 1, Missing: 2}, Standing: disclosurev1.Standing_STANDING_OVERDUE},
		{Counts: &disclosurev1.Counts{Total: 1, Open: 1}, Standing: disclosurev1.Standing_STANDING_DUE_SOON},
		{Counts: &disclosurev1.Counts{Total: 2, Met: 2}, Standing: disclosurev1.Standing_STANDING_IN_TIME},
		{Counts: &disclosurev1.Counts{Total: 1, Expected: 1}},
		{Counts: &disclosurev1.Counts{Total: 1, Withheld: 1}},
		{Counts: &disclosurev1.Counts{}},
		{Counts: &disclosurev1.Counts{Total: 2, Met: 2, Late: 1}, Standing: disclosurev1.Standing_STANDING_LATE},
		{Counts: &disclosurev1.Counts{Total: 1, NotArisen: 1}},
	}
	for i := range rows {
		row := &disclosurev1.MatrixRow{Unit: communes[i%len(communes)].Name, UnitName: communes[i%len(communes)].FullName}
		for j := range 22 {
			cell := proto.Clone(states[(i*7+j)%len(states)]).(*disclosurev1.MatrixCell)
			cell.Item = "catalogueItems/communes.07.results"
			row.Cells = append(row.Cells, cell)
		}
		answer.Rows = append(answer.Rows, row)
	}
	return answer
}
