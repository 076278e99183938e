package journey

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Walk is one publication on its way from a draft to its tombstone and one secret vote, each step taken by the person whose step it is. Look is called
// at each page worth looking at, with a name for it.
type Walk struct {
	Tab   *Tab
	Title string
	Scan  string // a file to attach
	Look  func(name string, t *Tab) error

	id string // of the publication
}

// Walk the way.
func (w *Walk) Walk() error {
	for _, step := range []struct {
		name string
		take func() error
	}{
		{"visit", w.visit},
		{"draft", w.draft},
		{"submit", w.submit},
		{"approve", w.approve},
		{"publish", w.publish},
		{"read", w.read},
		{"correct", w.correct},
		{"approve the correction", w.approveCorrection},
		{"compare", w.compare},
		{"withdraw", w.withdraw},
		{"tombstone", w.tombstone},
		{"ask", w.ask},
		{"vote", w.vote},
	} {
		if err := step.take(); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

// look opens a path as somebody and looks at it.
func (w *Walk) look(name, subject, path string) (*Tab, error) {
	t := w.Tab
	if err := t.Become(subject); err != nil {
		return nil, err
	}
	if path != "" {
		if err := t.Go(path); err != nil {
			return nil, err
		}
	}
	if err := w.Look(name, t); err != nil {
		return nil, fmt.Errorf("looking at %s: %w", name, err)
	}
	return t, nil
}

const (
	officer  = "can-bo-vo-mieu"
	chair    = "chu-tich-vo-mieu"
	admin    = "quan-tri-vo-mieu"
	province = "so-noi-vu"
	citizen  = "cong-dan"
)

func (w *Walk) draft() error {
	if _, err := w.look("desk", officer, "/console"); err != nil {
		return err
	}
	t, err := w.look("new-draft", officer, "/console/publications/new")
	if err != nil {
		return err
	}
	err = errors.Join(
		t.Choose("#item", "communes.03.projects"), t.Type("#title", w.Title), t.Type("#document_number", "91/QĐ-UBND"),
		t.Type("#decision_date", time.Now().AddDate(0, 0, -1).Format("02/01/2006")), t.Type("#issuing_body", "Ủy ban nhân dân xã Võ Miếu"),
		t.Type("#summary", "Đường bê tông liên thôn dài 2,4 km, hoàn thành trong quý II năm 2027."),
		t.Type("#body", "Điều 1. Đầu tư đường liên thôn Sụ Ngoài – Cự Thắng, dài 2,4 km.\n\nĐiều 2. Tổng mức đầu tư 3,6 tỷ đồng.\n\nĐiều 3. Nhân dân giám sát theo Luật Thực hiện dân chủ ở cơ sở."),
	)
	if err != nil {
		return err
	}
	if err := t.Attach("#file", w.Scan); err != nil {
		return err
	}
	if err := t.Press("main form .actions button"); err != nil {
		return err
	}
	at, err := t.Address()
	if err != nil {
		return err
	}
	if w.id = strings.TrimPrefix(at, "/console/publications/"); len(w.id) != 36 {
		return fmt.Errorf("saving the draft leads to %s", at)
	}
	return nil
}

func (w *Walk) submit() error {
	t, err := w.look("draft", officer, "/console/publications/"+w.id)
	if err != nil {
		return err
	}
	if err := t.Tick("#declare_no_secrets"); err != nil {
		return err
	}
	return t.Press(w.form("submit"))
}

// form is the button of the form that carries out a verb.
func (w *Walk) form(verb string) string {
	return `form[action="/console/publications/` + w.id + "/" + verb + `"] button`
}

func (w *Walk) approve() error {
	if _, err := w.look("today", chair, "/console"); err != nil {
		return err
	}
	t, err := w.look("review", chair, "/console/publications/"+w.id)
	if err != nil {
		return err
	}
	return t.Press(w.form("approve"))
}

func (w *Walk) publish() error {
	t, err := w.look("approved", chair, "/console/publications/"+w.id)
	if err != nil {
		return err
	}
	return t.Press(w.form("publish"))
}

func (w *Walk) read() error {
	t, err := w.look("public", "", "/disclosures/"+w.id)
	if err != nil {
		return err
	}
	return errors.Join(t.Says(w.Title), t.Says("3,6 tỷ đồng"))
}

func (w *Walk) correct() error {
	t, err := w.look("correcting", officer, "/console/publications/"+w.id+"/correct")
	if err != nil {
		return err
	}
	err = errors.Join(
		t.Type("#correction_note", "Sửa tổng mức đầu tư theo quyết định điều chỉnh."),
		t.Type("#body", "Điều 1. Đầu tư đường liên thôn Sụ Ngoài – Cự Thắng, dài 2,4 km.\n\nĐiều 2. Tổng mức đầu tư 3,9 tỷ đồng.\n\nĐiều 3. Nhân dân giám sát theo Luật Thực hiện dân chủ ở cơ sở."),
		t.Press(`button[value="compare"]`),
	)
	if err != nil {
		return err
	}
	// What the public will see struck out and put in comes before the last press.
	if _, err := w.look("correction", officer, ""); err != nil {
		return err
	}
	if err := t.Tick("#declare_no_secrets"); err != nil {
		return err
	}
	return t.Press(`button[value="confirm"]`)
}

func (w *Walk) approveCorrection() error {
	t, err := w.look("correction-waits", chair, "/console/publications/"+w.id)
	if err != nil {
		return err
	}
	return t.Press(w.form("approve-correction"))
}

func (w *Walk) compare() error {
	t, err := w.look("difference", "", "/disclosures/"+w.id+"?version=2")
	if err != nil {
		return err
	}
	return errors.Join(t.Says("3,6 tỷ đồng"), t.Says("3,9 tỷ đồng"))
}

func (w *Walk) withdraw() error {
	t, err := w.look("published", chair, "/console/publications/"+w.id)
	if err != nil {
		return err
	}
	// The withdrawal is behind a line that has to be opened first.
	if err := t.Unfold(`details:has(form[action$="/withdraw"]) summary`); err != nil {
		return err
	}
	if err := t.Type(`form[action$="/withdraw"] textarea`, "Công bố nhầm bản chưa được thông qua."); err != nil {
		return err
	}
	return t.Press(w.form("withdraw"))
}

func (w *Walk) tombstone() error {
	t, err := w.look("tombstone", "", "/disclosures/"+w.id)
	if err != nil {
		return err
	}
	return errors.Join(t.Says(w.Title), t.Says("Công bố nhầm bản chưa được thông qua."))
}

func (w *Walk) ask() error {
	t, err := w.look("ask", citizen, "/requests/new?unit=08584")
	if err != nil {
		return err
	}
	if err := t.Type("#content", "Xin bản quyết định điều chỉnh tổng mức đầu tư. "+w.Title); err != nil {
		return err
	}
	if err := t.Press("main form .actions button"); err != nil {
		return err
	}
	if _, err := w.look("request", citizen, ""); err != nil {
		return err
	}
	_, err = w.look("requests", citizen, "/requests")
	return err
}
