package grpcapi

import (
	"strings"
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Every reason the contract documents has its sentence in every language.
func TestEveryReasonHasWords(t *testing.T) {
	words, err := Messages()
	if err != nil {
		t.Fatal(err)
	}
	shared, err := fault.Words()
	if err != nil {
		t.Fatal(err)
	}
	for number, name := range directoryv1.ErrorReason_name {
		reason := strings.TrimPrefix(name, "ERROR_REASON_")
		if number != 0 && !words.Has(reason) && !shared.Has("reason."+reason) {
			t.Errorf("no sentence for %s", reason)
		}
	}
}

// Roles, levels and states are said in words: people do not speak of commune_chair.
func TestCodesAreSaidInWords(t *testing.T) {
	words, err := Messages()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages() {
		for _, role := range authz.Roles() {
			for _, reason := range []domain.Reason{domain.RoleAboveOwnPowers, domain.RoleLevelMismatch, domain.RoleAlreadyHeld, domain.RoleAgencyMismatch} {
				refusal := translate(domain.Refuse(domain.Refused, reason, "binding.role", "role", role.Code, "name", "Xã Võ Miếu"))
				text := fault.Status(refusal, lang, words).Message()
				if strings.Contains(text, role.Code) || !strings.Contains(text, role.Name(lang)) {
					t.Errorf("%s in %s: %q", reason, lang, text)
				}
			}
		}
		for _, level := range []domain.Level{domain.Province, domain.District, domain.Commune, domain.Village} {
			if !words.Has("word.level." + string(level)) {
				t.Errorf("no word for the level %s", level)
			}
		}
		text := fault.Status(translate(domain.Refuse(domain.Refused, domain.ImportFinished, "name", "state", "succeeded")), i18n.Vietnamese, words).Message()
		if !strings.Contains(text, "(thành công)") {
			t.Error(text)
		}
	}
}
