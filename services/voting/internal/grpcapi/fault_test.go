package grpcapi

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// constants reads the values of a named type out of the rules' source.
func constants(t *testing.T, kinds ...string) []string {
	t.Helper()
	files, err := filepath.Glob("../domain/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) == 0 {
				return true
			}
			kind, ok := spec.Type.(*ast.Ident)
			if literal, isText := spec.Values[0].(*ast.BasicLit); ok && isText && slices.Contains(kinds, kind.Name) {
				word, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, word)
			}
			return true
		})
	}
	return all
}

// platform are the reasons that rooms of the platform give on behalf of voting.
var platform = []string{"REQUEST_ID_REUSED"}

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
	reasons := append(constants(t, "Reason"), platform...)
	if len(reasons) < 80 {
		t.Fatalf("found only %d reasons", len(reasons))
	}
	for _, reason := range reasons {
		if _, ok := votingv1.ErrorReason_value["ERROR_REASON_"+reason]; !ok {
			t.Errorf("%s is not in error_reason.proto", reason)
		}
		if !own.Has(reason) && !shared.Has("reason."+reason) {
			t.Errorf("%s has no sentence", reason)
		}
	}
	for name, number := range votingv1.ErrorReason_value {
		if number != 0 && !slices.Contains(reasons, strings.TrimPrefix(name, "ERROR_REASON_")) {
			t.Errorf("%s is documented but never given", name)
		}
	}
}

// The words that travel as enums are the rules' words, both ways.
func TestEveryWordHasItsEnumValue(t *testing.T) {
	t.Parallel()
	for kind, c := range map[string]struct {
		prefix string
		values map[string]int32
	}{
		"State": {"VOTE_STATE", votingv1.VoteState_value}, "Kind": {"ACT", votingv1.Act_value}, "Scope": {"SCOPE", votingv1.Scope_value},
		"Form": {"FORM", votingv1.Form_value}, "Method": {"METHOD", votingv1.Method_value}, "Channel": {"NOTICE_CHANNEL", votingv1.NoticeChannel_value},
		"ConferenceKind": {"CONFERENCE_KIND", votingv1.ConferenceKind_value}, "FollowUpKind": {"PROGRESS_KIND", votingv1.ProgressKind_value},
	} {
		words := constants(t, kind)
		for _, word := range words {
			if c.values[c.prefix+"_"+strings.ToUpper(word)] == 0 {
				t.Errorf("%s has no value for %q", c.prefix, word)
			}
		}
		if len(words) != len(c.values)-1 {
			t.Errorf("%s has %d values, the rules know %v", c.prefix, len(c.values)-1, words)
		}
	}
}

// What a refusal and a page name, they name in words: states, moves, forms, offices, wholes, next steps.
func TestThingsAreNamedInWords(t *testing.T) {
	t.Parallel()
	words, err := Messages()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string][]string{
		"word.state.": constants(t, "State"), "word.form.": constants(t, "Form"), "word.method.": constants(t, "Method"),
		"word.competent.": append(constants(t, "Office"), slices.DeleteFunc(constants(t, "Recogniser"), func(s string) bool { return s == "" })...),
		"word.office.":    constants(t, "Office"), "word.who.": constants(t, "Office"), "opening.": constants(t, "Opening"),
	}
	asked["word.action.vote_"] = constants(t, "Act")
	for name := range maps.Keys(asked) {
		if len(asked[name]) == 0 {
			t.Errorf("nothing found for %s", name)
		}
		for _, code := range asked[name] {
			if !words.Has(name + code) {
				t.Errorf("no word for %s%s", name, code)
			}
		}
	}
	refusal := domain.Refuse(domain.OfficeNotCompetent, "by", "office", "village_head", "competent", "front_head,front_member").On("Điều 16 khoản 2 Luật 10/2022/QH15")
	text := fault.Status(translate(refusal), i18n.Vietnamese, words).Message()
	if !strings.Contains(text, "Trưởng ban công tác Mặt trận, thành viên Ban công tác Mặt trận") || !strings.Contains(text, "Điều 16 khoản 2") {
		t.Errorf("said as %q", text)
	}
}

// Hours are said as the clock on the wall shows them, and no sentence has a hole where the law names nobody.
func TestSentencesHaveNoHoles(t *testing.T) {
	t.Parallel()
	words, err := Messages()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		refusal *domain.Refusal
		want    string
	}{
		{domain.Refuse(domain.VotingStillOpen, "closes_at", "closes", "2026-11-22T02:31:34Z"), "09:31 22/11/2026"},
		{domain.Refuse(domain.OfficeNotCompetent, "by", "office", "village_head"), "người được phân công"},
		{domain.Refuse(domain.StepMissing, "plan", "step", "voting.paper.plan_sent"), "trước khi mở biểu quyết"},
	} {
		if text := fault.Status(translate(c.refusal), i18n.Vietnamese, words).Message(); !strings.Contains(text, c.want) || strings.Contains(text, "()") {
			t.Errorf("%s is said as %q", c.refusal.Reason, text)
		}
	}
}
