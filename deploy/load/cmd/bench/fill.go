package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc/metadata"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	"github.com/danchu-platform/danchu/deploy/standalone/people"
	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
)

// The two who work here: nobody may approve what they wrote, or grant to themselves.
const (
	author   = "danchu-bench#author"
	approver = "danchu-bench#approver"
)

// Where they work: Phú Thọ and its commune Võ Miếu, as they are since two tiers
// and since its villages were rearranged.
const (
	province     = "25"
	commune      = "units/08584"
	item         = "catalogueItems/communes.04.regulation"
	twoTiers     = "2025-07-01"
	villagesFrom = "2026-07-01"
)

// fill enters, as people would, what the scenarios look at: two officers, the
// demo's villages and a few publications.
func (h *house) fill(ctx context.Context) error {
	var err error
	if waited := eventually(ctx, 100*time.Millisecond, 5*time.Minute, "the catalogue and the first administrators", func() bool {
		err = h.bind(ctx, approver, author, directoryv1.Role_ROLE_COMMUNE_OFFICER)
		return err == nil
	}); waited != nil {
		return errors.Join(waited, err)
	}
	if err := h.bind(ctx, author, approver, directoryv1.Role_ROLE_COMMUNE_CHAIR); err != nil {
		return err
	}
	if err := h.importVillages(ctx); err != nil {
		return err
	}
	for n := range 5 {
		var p *disclosurev1.Publication
		if waited := eventually(ctx, 100*time.Millisecond, time.Minute, "the officers in disclosure", func() bool { // it hears of them within a second
			p, err = h.approved(ctx, -n)
			return err == nil
		}); waited != nil {
			return errors.Join(waited, err)
		}
		if _, _, err := h.publish(ctx, p); err != nil {
			return fmt.Errorf("publishing: %w", err)
		}
	}
	return nil
}

func (h *house) bind(ctx context.Context, granter, subject string, role directoryv1.Role) error {
	asking, err := h.as(ctx, granter)
	if err != nil {
		return err
	}
	_, err = directoryv1.NewRoleServiceClient(h.toDirectory).BindRole(asking, &directoryv1.BindRoleRequest{
		Binding:   &directoryv1.RoleBinding{Subject: subject, DisplayName: "Đo tải", Role: role, Unit: commune, ValidFrom: twoTiers, LegalBasis: "Đo tải"},
		RequestId: uuid.NewString(),
	})
	return err
}

// villages are those of the demo as they are today, and the table that enters them.
func villages() (table []byte, list []people.Village, err error) {
	file, err := demodata.Files.Open("villages.csv")
	if err != nil {
		return nil, nil, err
	}
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, nil, err
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for i, row := range rows {
		if i > 0 && row[6] != "from-"+villagesFrom {
			continue
		}
		if i > 0 {
			list = append(list, people.Village{Code: row[0], FullName: row[4]})
		}
		if err := w.Write([]string{row[0], row[1], row[3], row[4], row[5]}); err != nil {
			return nil, nil, err
		}
	}
	w.Flush()
	return out.Bytes(), list, w.Error()
}

func (h *house) importVillages(ctx context.Context) error {
	table, list, err := villages()
	if err != nil {
		return err
	}
	_, err = h.importOnce(ctx, &directoryv1.CreateImportRequest{
		Kind: directoryv1.ImportKind_IMPORT_KIND_VILLAGES, Unit: "units/" + province, FileName: "villages.csv", ValidFrom: villagesFrom,
		LegalBasis: "Đo tải", Source: &directoryv1.CreateImportRequest_Content{Content: table},
	}, int64(len(list)))
	return err
}

// as speaks for one of the two.
func (h *house) as(ctx context.Context, subject string) (context.Context, error) {
	text, err := h.tokens.of(subject)
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+text), err
}

// approved takes a publication to the last step before the public.
func (h *house) approved(ctx context.Context, n int) (*disclosurev1.Publication, error) {
	client := disclosurev1.NewPublicationServiceClient(h.toDisclosure)
	drafting, err := h.as(ctx, author)
	if err != nil {
		return nil, err
	}
	p, err := client.CreatePublication(drafting, &disclosurev1.CreatePublicationRequest{
		Unit: commune, Item: item,
		Content: &disclosurev1.PublicationContent{
			Title: fmt.Sprintf("Quy chế phối hợp số %d của Ủy ban nhân dân xã", n), DecisionDate: "2025-08-01",
			DocumentNumber: fmt.Sprintf("%d/QĐ-UBND", max(n, -n)+100), IssuingBody: "Ủy ban nhân dân xã Võ Miếu", Summary: "Ban hành quy chế phối hợp giữa Ủy ban nhân dân xã và các thôn.",
			Body: strings.Repeat("Ủy ban nhân dân xã công khai để Nhân dân biết, bàn, làm, kiểm tra, giám sát, thụ hưởng.\n\n", 40),
		},
	})
	if err != nil {
		return nil, fmt.Errorf("drafting: %w", err)
	}
	if p, err = client.SubmitPublication(drafting, &disclosurev1.SubmitPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true}); err != nil {
		return nil, fmt.Errorf("submitting: %w", err)
	}
	approving, err := h.as(ctx, approver)
	if err != nil {
		return nil, err
	}
	if p, err = client.ApprovePublication(approving, &disclosurev1.ApprovePublicationRequest{Name: p.GetName(), Etag: p.GetEtag()}); err != nil {
		return nil, fmt.Errorf("approving: %w", err)
	}
	return p, nil
}

// publish answers with the moment at which the commit was known, and how long the call took.
func (h *house) publish(ctx context.Context, p *disclosurev1.Publication) (at time.Time, took time.Duration, err error) {
	approving, err := h.as(ctx, approver)
	if err != nil {
		return at, 0, err
	}
	began := time.Now()
	_, err = disclosurev1.NewPublicationServiceClient(h.toDisclosure).PublishPublication(approving, &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	return time.Now(), time.Since(began), err
}

// tokens are made anew before they expire, not for every call: a browser's
// minter is not what is measured.
type tokens struct {
	minter *authn.Minter
	mu     sync.Mutex
	made   map[string]token
}

type token struct {
	text string
	at   time.Time
}

func (t *tokens) of(subject string) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known := t.made[subject]; time.Since(known.at) < authn.TokenLife/2 {
		return known.text, nil
	}
	text, err := t.minter.Mint(authn.Caller{Subject: subject, Name: "Đo tải", Kind: authn.Service})
	if err == nil {
		t.made[subject] = token{text, time.Now()}
	}
	return text, err
}
