package gateway_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

const (
	chair          = directoryv1.Role_ROLE_COMMUNE_CHAIR
	officer        = directoryv1.Role_ROLE_COMMUNE_OFFICER
	communeAdmin   = directoryv1.Role_ROLE_COMMUNE_ADMIN
	provinceAdmin  = directoryv1.Role_ROLE_PROVINCE_ADMIN
	provinceOffice = directoryv1.Role_ROLE_PROVINCE_OFFICER
	inspector      = directoryv1.Role_ROLE_PROVINCE_INSPECTOR
)

func deskStage(t *testing.T) (*stage, string) {
	t.Helper()
	i := newIssuer(t)
	s := withIssuer(t, i, func(c *gateway.Config) { c.MaxUpload = 1 << 20 })
	record := &disclosurev1.FormRecord{
		Name: "publications/" + publicationID + "/forms/1", Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING, Place: "Nhà văn hóa thôn Quyết Tiến", From: "2026-11-19", EarliestEnd: "2026-12-20",
	}
	s.fixed.clerk.answers = map[string]proto.Message{"GetInformationRequest": anAskedRequest}
	shown := func(state disclosurev1.PublicationState) *disclosurev1.Publication {
		s.fixed.state = state
		one := proto.Clone(s.fixed.publication()).(*disclosurev1.Publication)
		one.Forms = append([]*disclosurev1.FormRecord{record}, one.Forms...)
		one.Warnings = []*disclosurev1.ContentWarning{{Code: disclosurev1.WarningCode_WARNING_CODE_PHONE_NUMBER, Field: "body", Excerpt: "09** *** 003", Reason: "Số trực ban"}}
		one.DueHistory = anObligation.DueHistory
		return one
	}
	s.publication = func(state disclosurev1.PublicationState) {
		s.fixed.clerk.mu.Lock()
		defer s.fixed.clerk.mu.Unlock()
		s.fixed.clerk.answers["GetPublication"] = shown(state)
	}
	s.publication(0)
	return s, s.signIn(i)
}

func TestEveryDeskPage(t *testing.T) {
	s, cookie := deskStage(t)
	for _, c := range deskPages {
		s.as(c.role)
		s.publication(c.state)
		w := s.get(c.address, "Cookie", cookie)
		keep(t, c.role.String()+c.address+c.state.String(), w.Body.String())
		if size := w.Body.Len(); size > 60_000 {
			t.Errorf("%s weighs %d bytes", c.address, size)
		}
		if w.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s may be cached: %q", c.address, w.Header().Get("Cache-Control"))
		}
		p := s.page(w, 200)
		p.says(c.selector, c.text)
		p.has(`.desk > nav a[aria-current="true"]`)
		p.lacks("[style], [onclick], script:not([src])")
		p.labelled(c.address)
		english := s.page(s.get(c.address, "Cookie", cookie+"danchu-lang=en"), 200)
		english.has("html[lang=en]")

		s.page(s.get(c.address), 401).says("h1", "Xin đăng nhập")
		s.as()
		s.page(s.get(c.address, "Cookie", cookie), 403).says("p", "tài khoản này chưa có vai trò nào")
	}
}

// as lets the caller hold these roles and no others.
func (s *stage) as(roles ...directoryv1.Role) {
	s.fixed.clerk.mu.Lock()
	defer s.fixed.clerk.mu.Unlock()
	s.fixed.clerk.roles = append([]directoryv1.Role{}, roles...)
}

// labelled demands one heading, a label for every field and an address of its own
// for every label.
func (p page) labelled(address string) {
	p.t.Helper()
	if n := len(cascadia.QueryAll(p.root, cascadia.MustCompile("main h1"))); n != 1 {
		p.t.Errorf("%s has %d first headings", address, n)
	}
	for _, field := range cascadia.QueryAll(p.root, cascadia.MustCompile(`main input:not([type=hidden]), main select, main textarea`)) {
		id := attribute(field, "id")
		if id == "" || cascadia.Query(p.root, cascadia.MustCompile(`label[for="`+id+`"]`)) == nil {
			p.t.Errorf("%s: field %q has no label", address, attribute(field, "name"))
		}
	}
	seen := map[string]bool{}
	for _, node := range cascadia.QueryAll(p.root, cascadia.MustCompile(`[id]`)) {
		if id := attribute(node, "id"); seen[id] {
			p.t.Errorf("%s: two elements are called %q", address, id)
		} else {
			seen[id] = true
		}
	}
	for _, head := range cascadia.QueryAll(p.root, cascadia.MustCompile("main th")) {
		if attribute(head, "scope") == "" {
			p.t.Errorf("%s: a heading of a table without scope", address)
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func TestMarkupInAnswersIsShownAsTyped(t *testing.T) {
	s, cookie := deskStage(t)
	s.fixed.clerk.marked = true
	for _, c := range deskPages {
		s.as(c.role)
		s.publication(c.state)
		p := s.page(s.get(c.address, "Cookie", cookie), 200)
		p.lacks("x-mark, [onclick]")
	}
}

func formOf(fields string) url.Values {
	form := url.Values{"once": {"5e5b7f4e-7d9c-4f0e-9a51-0f3c6f3d2a11"}, "etag": {"1"}}
	for field := range strings.FieldsSeq(fields) {
		name, value, _ := strings.Cut(field, "=")
		value = strings.ReplaceAll(value, "+", " ")
		if value == "*" {
			value = typed
		}
		form.Add(name, value)
	}
	return form
}

func TestEveryDeskFormLosesNothing(t *testing.T) {
	s, cookie := deskStage(t)
	for _, c := range deskForms {
		t.Run(c.asks+" "+c.address, func(t *testing.T) {
			s := &stage{t: t, fixed: s.fixed, gateway: s.gateway, config: s.config, publication: s.publication}
			s.as(c.role)
			s.publication(c.state)
			if c.asks == "ReturnCorrection" {
				s.fixed.clerk.answers["GetPublication"] = s.waiting()
				defer delete(s.fixed.clerk.answers, "GetPublication")
			}
			form := formOf(c.fields)

			// Somebody else was quicker: the page comes back with every word and the new version.
			s.fixed.clerk.refuse = refused(fault.New(fault.Conflict, "STALE_ETAG"))
			w := s.post(c.address, form, "Cookie", cookie)
			keep(t, "refused"+c.address, w.Body.String())
			p := s.page(w, 409)
			p.has("#refusal[role=alert]")
			p.lacks("img[onerror], [onclick]")
			p.labelled(c.address)
			if c.keeps != "" {
				p.keeps(c.keeps, form.Get(c.keeps))
			}
			if ask := s.fixed.clerk.asked[c.asks]; ask != nil && ask.ProtoReflect().Descriptor().Fields().ByName("etag") != nil {
				p.lacks(`input[name=etag][value="1"]`)
			}

			// The service refuses with an article: it is said on the page, at the field.
			s.fixed.clerk.refuse = refused(fault.New(fault.Refused, "SOME_RULE", fault.Basis("Điều 14 khoản 1")))
			s.page(s.post(c.address, form, "Cookie", cookie), 422).says("#refusal", "Điều 14 khoản 1")

			// Not the caller's to do: a calm page, nothing done.
			s.fixed.clerk.refuse = refused(fault.New(fault.Forbidden, ""))
			s.page(s.post(c.address, form, "Cookie", cookie), 403).says("h1", "Bạn không có quyền làm việc này")
			s.as()
			s.page(s.post(c.address, form, "Cookie", cookie), 403).says("p", "chưa có vai trò nào")
			s.page(s.post(c.address, form), 401).says("h1", "Xin đăng nhập")
			s.as(c.role)

			// Accepted: on to the next page with one sentence, and a second press is the same request.
			s.fixed.clerk.refuse = nil
			first := s.accepted(c.address, form, cookie, c.asks)
			if second := s.accepted(c.address, form, cookie, c.asks); first != second {
				t.Errorf("pressed twice, %s was asked as %s and %s", c.asks, first, second)
			}
			form.Set("etag", "2")
			if other := s.accepted(c.address, form, cookie, c.asks); first == other {
				t.Errorf("another form of %s is taken for a repeat", c.asks)
			}
		})
	}
}

// accepted posts a form that is fine and returns the request id the service saw.
func (s *stage) accepted(address string, form url.Values, cookie, asks string) string {
	s.t.Helper()
	delete(s.fixed.clerk.asked, asks)
	w := s.post(address, form, "Cookie", cookie)
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/console") {
		s.t.Fatalf("%s answered %d %q %.900s", address, w.Code, w.Header().Get("Location"), w.Body)
	}
	ask, ok := s.fixed.clerk.asked[asks]
	if !ok {
		s.t.Fatalf("%s did not ask for %s", address, asks)
	}
	fields := ask.ProtoReflect()
	id := fields.Get(fields.Descriptor().Fields().ByName("request_id")).String()
	if len(id) != 36 {
		s.t.Errorf("%s was asked with request id %q", asks, id)
	}
	if etag := fields.Descriptor().Fields().ByName("etag"); etag != nil && fields.Get(etag).String() != form.Get("etag") {
		s.t.Errorf("%s was asked with etag %q, the form had %q", asks, fields.Get(etag), form.Get("etag"))
	}
	return id
}

// keeps demands a field that holds exactly that text.
func (p page) keeps(name, text string) {
	p.t.Helper()
	for _, node := range cascadia.QueryAll(p.root, cascadia.MustCompile(`[name="`+name+`"]`)) {
		if attribute(node, "value") == text || strings.TrimSpace(textOf(node)) == text {
			return
		}
	}
	p.t.Errorf("%s no longer says %q", name, text)
}

func TestChoosingAmongSeveralPosts(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(chair, provinceOffice)
	p := s.page(s.get("/console/obligations?unit="+url.QueryEscape("25@2025-07-01"), "Cookie", cookie), 200)
	p.says("#post option[selected]", "Tỉnh Phú Thọ")
	p.says("h1", "Tỉnh Phú Thọ")
	p.has(`.desk > nav a[href="/console/plans?unit=25%402025-07-01"]`)
	s.fixed.clerk.answers["ListMyRoles"] = &directoryv1.ListMyRolesResponse{Bindings: []*directoryv1.RoleBinding{
		{Role: directoryv1.Role_ROLE_AGENCY_OFFICER, Unit: province.Name, Agency: "agencies/" + someID}, {Role: provinceOffice, Unit: province.Name},
	}}
	s.fixed.clerk.answers["GetAgency"] = &directoryv1.Agency{Name: "agencies/" + someID, DisplayName: "Sở Nội vụ"}
	s.fixed.clerk.roles = nil
	s.page(s.get("/console/publications", "Cookie", cookie), 200).says("h1", "Sở Nội vụ")
	s.page(s.get("/console/obligations?unit=25", "Cookie", cookie), 200).says("#post option[selected]", "Tỉnh Phú Thọ")
}

func TestACorrectionIsShownBeforeItIsMade(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(chair)
	form := formOf("title=* correction_note=* decision_date=2026-11-17 step=compare")
	p := s.page(s.post("/console/publications/"+publicationID+"/correct", form, "Cookie", cookie), 200)
	p.says(".diff ins", `Thôn "Quyết Tiến" <img src=x onerror=alert(1)>`)
	p.says(".diff del", "Quyết định phê duyệt danh sách hộ")
	p.says("button[value=confirm]", "Gửi bản đính chính")
	p.says("#changes ~ p", "khi một người khác đã duyệt")
	p.has("input[name=declare_no_secrets]")
	if _, asked := s.fixed.clerk.asked["CorrectPublication"]; asked {
		t.Error("the correction was made without being confirmed")
	}
}

func TestAStaleDraftIsShownBesideWhatWasTyped(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(officer)
	s.publication(1)
	s.fixed.clerk.refuse = refused(fault.New(fault.Conflict, "STALE_ETAG"))
	p := s.page(s.post("/console/publications/"+publicationID+"/edit", formOf("item=commune.7 title=* decision_date=2026-11-17"), "Cookie", cookie), 409)
	p.says("#refusal", "Có người vừa thay đổi nội dung này trước bạn")
	p.says("details[open] b", "Quyết định phê duyệt danh sách hộ")
	p.keeps("title", typed)
}

func TestFilesOfADraftAreKeptOrLeftOutOneByOne(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(officer)
	s.publication(1)
	form := formOf("item=commune.7 title=* decision_date=17/11/2026 file_had=h+abc+quyet-dinh-45.pdf file_had=+def+phu+luc.pdf file_about=* file_about=Phụ+lục file_drop=file1")
	s.accepted("/console/publications/"+publicationID+"/edit", form, cookie, "UpdatePublication")
	ask := s.fixed.clerk.asked["UpdatePublication"].(*disclosurev1.UpdatePublicationRequest)
	files := ask.GetPublication().GetContent().GetAttachments()
	if len(files) != 1 || files[0].GetSha256() != "def" || files[0].GetFileName() != "phu luc.pdf" || files[0].GetDescription() != "Phụ lục" {
		t.Errorf("the service was given %v", files)
	}
	if got := ask.GetPublication().GetContent().GetDecisionDate(); got != "2026-11-17" {
		t.Errorf("a date typed as people write it arrived as %q", got)
	}
}

func TestARunningImportAsksAgainByItself(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(communeAdmin)
	running := proto.Clone(anImport).(*directoryv1.Import)
	running.State, running.Percent, running.Phase = directoryv1.ImportState_IMPORT_STATE_RUNNING, 40, "checking"
	s.fixed.clerk.answers["GetImport"] = running
	p := s.page(s.get("/console/imports/"+someID, "Cookie", cookie), 200)
	p.has(`meta[http-equiv=refresh]`)
	p.has(`progress[value="40"]`)
	p.says("label", "Đang kiểm tra – 40 %, đã đọc 1.840 dòng")

	wrong := proto.Clone(anImport).(*directoryv1.Import)
	wrong.State, wrong.Errors = directoryv1.ImportState_IMPORT_STATE_REJECTED, 1
	s.fixed.clerk.answers["GetImport"] = wrong
	p = s.page(s.get("/console/imports/"+someID, "Cookie", cookie), 200)
	p.lacks(`meta[http-equiv=refresh]`)
	p.says("th", "Năm sinh không hợp lệ.")
	p.has(`a[href$="errors.csv"]`)
	w := s.get("/console/imports/"+someID+"/errors.csv", "Cookie", cookie)
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") || !strings.Contains(w.Body.String(), "17,năm sinh") {
		t.Errorf("the errors came as %d %v %q", w.Code, w.Header(), w.Body)
	}
}

func TestTheDeskOffersOnlyWhatTheRoleAllows(t *testing.T) {
	s, cookie := deskStage(t)
	for _, c := range []struct {
		role           directoryv1.Role
		address, lacks string
		state          disclosurev1.PublicationState
	}{
		{officer, "/console/publications/" + publicationID, `form[action$="/approve"]`, 2},
		{officer, "/console/publications/" + publicationID, `form[action$="/publish"]`, 3},
		{officer, "/console/publications/" + publicationID, `form[action$="/withdraw"]`, 0},
		{officer, "/console/withholdings/" + someID, "form[method=post][action*=withholdings]", 0},
		{officer, "/console/plans/" + someID, `form[action$="/adopt"]`, 0},
		{officer, "/console/obligations/" + someID, `form[action$="/due"]`, 0},
		{officer, "/console", `.desk > nav a[href^="/console/roles"]`, 0},
		{provinceOffice, "/console", `.desk > nav a[href^="/console/publications"]`, 0},
		{communeAdmin, "/console/units/08584", `form[action$="/attributes"]`, 0},
		{communeAdmin, "/console/calendar", `a[href$="/edit"]`, 0},
		{officer, "/console/units/08584", `a[href*="/villages/"]`, 0},
		{communeAdmin, "/console/units/08542", `a[href*="/villages/"]`, 0}, // the neighbour's
		{officer, "/console/units/08584.001", `a[href$="/rename"]`, 0},
		{chair, "/console/households/" + someID, "form[method=post][action*=households]", 0},
		{chair, "/console/units/08584.001/households", `a[href$="/households/new"]`, 0},
		{provinceOffice, "/console/agencies/" + someID, `form[action$="/end"]`, 0},
		{officer, "/console/agencies?of=08584", `a[href*="/agencies/new"]`, 0},
	} {
		s.as(c.role)
		s.publication(c.state)
		s.page(s.get(c.address, "Cookie", cookie), 200).lacks(c.lacks)
	}
	for _, c := range []struct {
		role    directoryv1.Role
		address string
	}{
		{provinceOffice, "/console/publications"},
		{communeAdmin, "/console/publications/new"},
		{inspector, "/console/publications/" + publicationID + "/correct"},
		{officer, "/console/roles"},
		{chair, "/console/roles/new"},
		{chair, "/console/imports"},
		{communeAdmin, "/console/calendar/2026/edit"},
		{communeAdmin, "/console/requests"},
		{directoryv1.Role_ROLE_PLATFORM_OPERATOR, "/console"},
		{officer, "/console/units/08584/villages/new"},
		{chair, "/console/units/08584/villages/merge"},
		{communeAdmin, "/console/units/08542/villages/new"}, // the neighbour's
		{communeAdmin, "/console/units/25/villages/merge"},  // above the own
		{provinceOffice, "/console/units/08584.001/split"},
		{officer, "/console/units/08584.001/rename"},
		{chair, "/console/units/08584.001/households/new"}, // who chairs the vote does not write the roll
		{provinceAdmin, "/console/units/08584.001/households/new"},
		{officer, "/console/agencies/new?for=08584"},
		{communeAdmin, "/console/agencies/new?for=08542"},
	} {
		s.as(c.role)
		s.page(s.get(c.address, "Cookie", cookie), 403).says("h1", "Bạn không có quyền làm việc này")
	}
}
