package grpcapi

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// reasonsOf reads the reasons the rules can refuse with out of their source.
func reasonsOf(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../domain/refusal.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Reason" {
				word, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, word)
			}
		}
		return true
	})
	return all
}

// Every reason is documented in the contract and has a sentence in every language; the contract documents no other.
func TestEveryReasonIsDocumentedAndSaid(t *testing.T) {
	t.Parallel()
	own, err := Messages()
	if err != nil {
		t.Fatal(err)
	}
	shared, err := fault.Words()
	if err != nil {
		t.Fatal(err)
	}
	reasons := reasonsOf(t)
	for _, reason := range reasons {
		if _, ok := disclosurev1.ErrorReason_value["ERROR_REASON_"+reason]; !ok {
			t.Errorf("%s is not in error_reason.proto", reason)
		}
		if !own.Has(reason) && !shared.Has("reason."+reason) {
			t.Errorf("%s has no sentence", reason)
		}
	}
	for name, number := range disclosurev1.ErrorReason_value {
		if number != 0 && !slices.Contains(reasons, name[len("ERROR_REASON_"):]) {
			t.Errorf("%s is documented but never given", name)
		}
	}
}

// The words that travel as enums are the domain's words: each state, kind and standing has its value.
func TestEveryWordHasItsEnumValue(t *testing.T) {
	t.Parallel()
	check := func(values map[string]int32, prefix string, words ...string) {
		for _, word := range words {
			if upper[disclosurev1.PublicationState](values, prefix, word) == 0 {
				t.Errorf("%s has no value for %q", prefix, word)
			}
		}
	}
	check(disclosurev1.PublicationState_value, "PUBLICATION_STATE", string(domain.Draft), string(domain.InReview), string(domain.Approved),
		string(domain.Scheduled), string(domain.Published), string(domain.Withdrawn), string(domain.Expired), string(domain.Archived))
	check(disclosurev1.ObligationState_value, "OBLIGATION_STATE", string(domain.ObligationExpected), string(domain.ObligationOpen),
		string(domain.ObligationInForms), string(domain.ObligationStateMet), string(domain.ObligationNone), string(domain.ObligationWithheld))
	check(disclosurev1.Standing_value, "STANDING", string(domain.Quiet), string(domain.DueSoon), string(domain.Overdue), string(domain.InTime), string(domain.Late))
	check(disclosurev1.PlanState_value, "PLAN_STATE", string(domain.PlanDraft), string(domain.PlanInForce), string(domain.PlanReplaced))
	check(disclosurev1.WithholdingState_value, "WITHHOLDING_STATE", string(domain.WithholdingProposed), string(domain.WithholdingInForce),
		string(domain.WithholdingDeclined), string(domain.WithholdingOver))
	check(disclosurev1.InformationRequestState_value, "INFORMATION_REQUEST_STATE", string(domain.RequestSubmitted), string(domain.RequestTakenUp),
		string(domain.RequestDone), string(domain.RequestTurnedDown), string(domain.RequestSentOn), string(domain.RequestWithdrawn))
	check(disclosurev1.TaskKind_value, "TASK_KIND", string(app.TaskDraft), string(app.TaskRework), string(app.TaskReview), string(app.TaskPublish),
		string(app.TaskRecordForm), string(app.TaskRequest), string(app.TaskApproveWithholding), string(app.TaskReviewWithholding),
		string(app.TaskDueProposal), string(app.TaskExpected))
	check(disclosurev1.WarningCode_value, "WARNING_CODE", string(domain.ClassificationMark), string(domain.PersonalIDNumber), string(domain.PhoneNumber))
}
