package console

import (
	"net/http"

	"github.com/google/uuid"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// WithholdingNew proposes that something is not disclosed. The secret itself is
// never written here.
type WithholdingNew struct {
	Desk          Desk
	Form          Form
	Obligation    string
	Item, Ground  view.Field
	Document      view.Field
	Article       view.Field
	Subject       view.Field
	Justification view.Field
	Review        view.Field
}

var grounds = []string{"STATE_SECRET", "NOT_YET_PUBLIC", "WORK_SECRET", "PERSONAL_PRIVACY", "BUSINESS_SECRET", "OTHER"}

func (c *Console) withholdingNew(w http.ResponseWriter, r *http.Request) error {
	page, err := c.proposing(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	page.Item.Choose(r.URL.Query().Get("item"))
	if id, err := uuid.Parse(r.URL.Query().Get("obligation")); err == nil {
		page.Obligation = id.String()
	}
	return c.pages.withholdingNew.Draw(w, r, http.StatusOK, page)
}

func (c *Console) proposing(r *http.Request) (WithholdingNew, error) {
	lang := i18n.Lang(r.Context())
	desk, err := c.desk(r.Context(), r, "withholdings")
	if err != nil {
		return WithholdingNew{}, err
	}
	if err := need(desk.Unit.Drafts, "NEEDS_OFFICER"); err != nil {
		return WithholdingNew{}, err
	}
	page := WithholdingNew{
		Desk: desk, Ground: c.choice(lang, "ground", "withholding_ground", grounds...),
		Document: view.Field{Name: "basis_document", Max: 100}, Article: view.Field{Name: "basis_article", Max: 100},
		Subject: view.Field{Name: "subject_matter", Required: true, Max: 500}, Justification: view.Field{Name: "justification", Required: true, Max: 2000},
		Review: view.Field{Name: "review_date", Required: true},
	}
	page.Item, _, err = c.itemField(r.Context(), desk.Unit.kind(), "")
	return page, err
}

func (c *Console) withholdingPropose(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, err := c.proposing(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := []*view.Field{&page.Item, &page.Ground, &page.Document, &page.Article, &page.Subject, &page.Justification, &page.Review}
	for _, field := range fields {
		field.Read(r)
	}
	ask := &disclosurev1.ProposeWithholdingRequest{
		Unit: page.Desk.Unit.Unit, Agency: page.Desk.Unit.Agency, Item: "catalogueItems/" + page.Item.Value,
		Ground:        disclosurev1.WithholdingGround(disclosurev1.WithholdingGround_value["WITHHOLDING_GROUND_"+page.Ground.Value]),
		BasisDocument: page.Document.Value, BasisArticle: page.Article.Value, SubjectMatter: page.Subject.Value,
		Justification: page.Justification.Value, RequestId: page.Form.id(r),
	}
	if id, err := uuid.Parse(r.PostFormValue("obligation")); err == nil {
		page.Obligation = id.String()
		ask.Obligation = "obligations/" + page.Obligation
	}
	if err = chosen(&page.Item); err == nil {
		if err = chosen(&page.Ground); err == nil {
			ask.ReviewDate, err = day(&page.Review)
		}
	}
	if err == nil {
		made, refused := c.withholdings.ProposeWithholding(r.Context(), ask)
		if err = refused; err == nil {
			return c.done(w, r, "withholding.proposed", nil, "/console/withholdings/"+terms.ID(made.GetName()))
		}
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.withholdingNew.Draw(w, r, status, page)
}
