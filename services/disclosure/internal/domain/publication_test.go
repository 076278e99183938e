package domain_test

import (
	"slices"
	"testing"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
)

var everyState = []domain.State{domain.Draft, domain.InReview, domain.Approved, domain.Scheduled, domain.Published, domain.Withdrawn, domain.Expired, domain.Archived}

// The whole table of moves, written a second time.
func TestMoves(t *testing.T) {
	t.Parallel()
	for action, from := range map[domain.Action][]domain.State{
		domain.ActEdit: {domain.Draft}, domain.ActDiscard: {domain.Draft}, domain.ActSubmit: {domain.Draft}, domain.ActApprove: {domain.InReview},
		domain.ActReturn: {domain.InReview, domain.Approved}, domain.ActPublish: {domain.Approved, domain.Scheduled},
		domain.ActSchedule: {domain.Approved, domain.Scheduled}, domain.ActUnschedule: {domain.Scheduled},
		domain.ActCorrect: {domain.Published, domain.Archived}, domain.ActWithdraw: {domain.Published, domain.Archived, domain.Expired},
		domain.ActArchive: {domain.Published}, domain.ActExpire: {domain.Published, domain.Archived}, domain.ActForm: {domain.Published, domain.Archived},
		domain.ActEndForm: {domain.Published, domain.Archived, domain.Withdrawn, domain.Expired},
	} {
		for _, state := range everyState {
			if got, want := state.May(action), slices.Contains(from, state); got != want {
				t.Errorf("%s in %s: %v, want %v", action, state, got, want)
			}
		}
	}
}

func TestWhatAStateDoesNotAllowIsRefused(t *testing.T) {
	t.Parallel()
	with := setting(t, "communes.12", "2026-03-20")
	for _, state := range everyState {
		p := domain.Publication{State: state, Item: "communes.12"}
		for action, move := range map[domain.Action]func() error{
			domain.ActEdit: func() error {
				_, err := p.Edit(domain.Content{Title: "x"}, domain.Actor{Subject: "x"}, with)
				return err
			},
			domain.ActDiscard:    p.Discard,
			domain.ActSubmit:     func() error { _, err := p.Submit(true, nil, with); return err },
			domain.ActApprove:    func() error { _, err := p.Approve(domain.Actor{Subject: "b"}, 1, with); return err },
			domain.ActReturn:     func() error { _, err := p.Return("x", with); return err },
			domain.ActPublish:    func() error { _, _, err := p.Publish("1/2026", domain.Publisher{}, with); return err },
			domain.ActSchedule:   func() error { _, err := p.Schedule(at("2026-03-21"), with); return err },
			domain.ActUnschedule: func() error { _, err := p.Unschedule(with); return err },
			domain.ActCorrect: func() error {
				_, err := p.ProposeCorrection(domain.Content{}, "x", true, nil, domain.Actor{Subject: "x"}, with)
				return err
			},
			domain.ActWithdraw: func() error { _, _, err := p.Withdraw("x", with); return err },
			domain.ActArchive:  func() error { _, _, err := p.Archive(with); return err },
			domain.ActExpire:   func() error { _, _, err := p.Expire(with); return err },
			domain.ActForm:     func() error { _, _, err := p.RecordForm(domain.FormRecord{}, with); return err },
			domain.ActEndForm:  func() error { _, _, err := p.EndForm(1, day("2026-03-20"), "x", with); return err },
		} {
			if !state.May(action) {
				refused(t, move(), domain.StateNotAllowed)
			}
		}
	}
}

func TestExamine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		content  domain.Content
		personal bool
		want     []domain.WarningCode
	}{
		"MẬT":                                {domain.Content{Body: "Hồ sơ\nMẬT\nsố 3"}, false, []domain.WarningCode{domain.ClassificationMark}},
		"TỐI MẬT":                            {domain.Content{Title: "Kế hoạch (TỐI MẬT)"}, false, []domain.WarningCode{domain.ClassificationMark}},
		"TUYỆT MẬT":                          {domain.Content{Summary: "TUYỆT  MẬT"}, false, []domain.WarningCode{domain.ClassificationMark}},
		"TUYET MAT without marks":            {domain.Content{Body: "Ke hoach TUYET MAT"}, false, []domain.WarningCode{domain.ClassificationMark}},
		"MAT alone on its line":              {domain.Content{Body: "So 3\n  MAT \nKe hoach"}, false, []domain.WarningCode{domain.ClassificationMark}},
		"in a file's name":                   {domain.Content{Attachments: []domain.Attachment{{FileName: "ke-hoach_toi-mat.pdf"}}}, false, []domain.WarningCode{domain.ClassificationMark}},
		"a file called MAT":                  {domain.Content{Attachments: []domain.Attachment{{FileName: "3-MAT.pdf"}}}, false, []domain.WarningCode{domain.ClassificationMark}},
		"honey":                              {domain.Content{Body: "Hỗ trợ nuôi ong lấy mật ong; bí mật kinh doanh; mat bang"}, false, nil},
		"twelve digits":                      {domain.Content{Body: "Nguyễn Văn A, 025190001234"}, false, []domain.WarningCode{domain.PersonalIDNumber}},
		"twelve digits with spaces":          {domain.Content{Body: "025 190 001 234"}, true, []domain.WarningCode{domain.PersonalIDNumber}},
		"thirteen digits":                    {domain.Content{Body: "mã 0251900012345"}, false, nil},
		"a phone number in a list":           {domain.Content{Body: "A, 0912 345 678"}, true, []domain.WarningCode{domain.PhoneNumber}},
		"a phone number with country code":   {domain.Content{Body: "A, +84912345678"}, true, []domain.WarningCode{domain.PhoneNumber}},
		"an office's phone number elsewhere": {domain.Content{Body: "Liên hệ 0912345678"}, false, nil},
		"an amount of money":                 {domain.Content{Body: "1.250.000.000.000 đồng"}, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []domain.WarningCode
			for _, w := range domain.Examine(tc.content, tc.personal) {
				got = append(got, w.Code)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("found %v, want %v", got, tc.want)
			}
		})
	}
}

// Law §12: lists of persons (items 7, 8, 9) go out of sight after the posting period, which a later posting prolongs.
func TestPersonalListsExpire(t *testing.T) {
	t.Parallel()
	content := domain.Content{Title: "Danh sách hộ được hỗ trợ", Body: "Hộ ông A", DocumentNumber: "1/QĐ", DecisionDate: day("2026-03-09")}
	p := must[domain.Publication](t)(domain.NewDraft("id", domain.Body{Unit: "u"}, content, domain.Actor{Subject: "a"}, false, setting(t, "communes.07.results", "2026-03-09")))
	p = must[domain.Publication](t)(p.Submit(true, nil, setting(t, "communes.07.results", "2026-03-09")))
	p = must[domain.Publication](t)(p.Approve(domain.Actor{Subject: "b"}, 1, setting(t, "communes.07.results", "2026-03-09")))
	p, _, err := p.Publish("1/2026", domain.Publisher{}, setting(t, "communes.07.results", "2026-03-10"))
	if err != nil || p.ExpiryDate != day("2026-04-09") {
		t.Fatalf("expires on %s, want 30 days after 10/3 (%v)", p.ExpiryDate, err)
	}
	if p.Hidden(day("2026-04-09")) || !p.Hidden(day("2026-04-10")) {
		t.Error("it is to be shown through 9/4 and no longer")
	}
	later, _, err := p.RecordForm(posting("office", "2026-03-20", ""), setting(t, "communes.07.results", "2026-03-20"))
	if err != nil || later.ExpiryDate != day("2026-04-19") {
		t.Errorf("posted on 20/3: expires on %s (%v)", later.ExpiryDate, err)
	}
	_, _, err = later.RecordForm(posting("community", "2026-04-20", ""), setting(t, "communes.07.results", "2026-04-20"))
	refused(t, err, domain.ContentHidden) // else a new posting would bring the names back
	gone, _, err := later.Expire(setting(t, "communes.07.results", "2026-04-20"))
	if err != nil {
		t.Fatal(err)
	}
	gone, _, err = gone.EndForm(2, day("2026-04-20"), "", setting(t, "communes.07.results", "2026-04-20"))
	if err != nil || gone.State != domain.Expired || gone.Forms[1].To != day("2026-04-20") {
		t.Errorf("taken down on the first day allowed: %v (%v)", gone.Forms, err)
	}
	_, _, err = p.Expire(setting(t, "communes.07.results", "2026-04-09"))
	refused(t, err, domain.StateNotAllowed)
	expired, facts, err := p.Expire(setting(t, "communes.07.results", "2026-04-10"))
	if err != nil || expired.State != domain.Expired || len(facts) != 1 {
		t.Errorf("%v %v", expired.State, err)
	}
}

func TestScheduleBounds(t *testing.T) {
	t.Parallel()
	p, with := domain.Publication{State: domain.Approved}, setting(t, "communes.12", "2026-03-20")
	_, err := p.Schedule(with.Now, with)
	refused(t, err, domain.TimeInPast)
	_, err = p.Schedule(with.Now.AddDate(1, 0, 1), with)
	refused(t, err, domain.TimeTooFar)
}
