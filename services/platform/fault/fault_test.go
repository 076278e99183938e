package fault_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

func TestEveryKindHasItsOwnCodeAndSentence(t *testing.T) {
	t.Parallel()
	words, err := fault.Words()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[codes.Code]fault.Kind{}
	for _, kind := range fault.Kinds() {
		if other, twice := seen[kind.Code()]; twice {
			t.Errorf("%s and %s share %s", kind, other, kind.Code())
		}
		seen[kind.Code()] = kind
		if !words.Has("kind." + kind.String()) {
			t.Errorf("%s has no sentence", kind)
		}
		if back := fault.FromStatus(fault.Status(fault.New(kind, ""), "vi", nil)); back.Kind != kind {
			t.Errorf("%s came back as %s", kind, back.Kind)
		}
	}
	for kind, want := range map[fault.Kind]int{
		fault.Invalid: 400, fault.Refused: 400, fault.Conflict: 409, fault.Exists: 409, fault.NotFound: 404,
		fault.Forbidden: 403, fault.Unauthenticated: 401, fault.Limited: 429, fault.Unavailable: 503, fault.Internal: 500,
	} {
		if got := kind.HTTPStatus(); got != want {
			t.Errorf("%s → %d, want %d", kind, got, want)
		}
	}
}

// Every rule that protovalidate can break must have a sentence of its own, so that no caller reads "not valid".
func TestEveryStandardRuleHasASentence(t *testing.T) {
	t.Parallel()
	rules := []string{"required", "enum.defined_only", "any.in", "any.not_in", "message.oneof"}
	types := validate.File_buf_validate_validate_proto.Messages()
	for i := range types.Len() {
		settings := types.Get(i).Fields()
		for j := range settings.Len() {
			options := settings.Get(j).Options()
			if !proto.HasExtension(options, validate.E_Predefined) {
				continue
			}
			predefined, ok := proto.GetExtension(options, validate.E_Predefined).(*validate.PredefinedRules)
			if !ok {
				t.Fatal("the predefined extension has another type")
			}
			for _, rule := range predefined.GetCel() {
				rules = append(rules, rule.GetId())
			}
		}
	}
	if len(rules) < 300 {
		t.Fatalf("found only %d rules: the walk is broken", len(rules))
	}
	for _, rule := range rules {
		if strings.HasSuffix(rule, ".example") { // documentation, never broken
			continue
		}
		if fault.RuleKey(rule) == "" {
			t.Errorf("rule %s has no sentence", rule)
		}
	}
}

func words(t *testing.T) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(fstest.MapFS{
		"m.vi.yaml": {Data: []byte("POSTING_TOO_SHORT: \"Phải niêm yết ít nhất {days} ngày.\"\nunit.code: Mã đơn vị gồm năm chữ số.")},
		"m.en.yaml": {Data: []byte("POSTING_TOO_SHORT: \"Must be posted for at least {days} days.\"\nunit.code: A unit code has five digits.")},
	}, "m.*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestStatusTellsReasonFieldRemedyAndArticle(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("publishing: %w", fault.New(fault.Refused, "POSTING_TOO_SHORT",
		fault.Field("forms[1].to"), fault.Param("days", "30"), fault.Basis("Điều 12 khoản 3 Luật 10/2022/QH15"),
		fault.RetryAfter(2*time.Second), fault.Wrap(errors.New("driver detail"))))
	for lang, want := range map[string]string{
		"vi": "Phải niêm yết ít nhất 30 ngày. (Căn cứ: Điều 12 khoản 3 Luật 10/2022/QH15.)",
		"en": "Must be posted for at least 30 days. (Legal basis: Điều 12 khoản 3 Luật 10/2022/QH15.)",
	} {
		st := fault.Status(err, lang, words(t))
		if st.Code() != codes.FailedPrecondition || st.Message() != want {
			t.Errorf("%s: %s %q, want %q", lang, st.Code(), st.Message(), want)
		}
		if strings.Contains(fmt.Sprint(st.Proto()), "driver detail") {
			t.Error("the cause is shown to the caller")
		}
		back := fault.FromStatus(st)
		if back.Kind != fault.Refused || back.Reason != "POSTING_TOO_SHORT" || back.Field != "forms[1].to" || back.Params["days"] != "30" ||
			back.Basis != "Điều 12 khoản 3 Luật 10/2022/QH15" || back.Message != want || back.RetryAfter != 2*time.Second ||
			len(back.Violations) != 1 || back.Violations[0].Message != want {
			t.Errorf("%s came back as %+v", lang, back)
		}
	}
}

func TestViolationsSpeakByReasonRuleOrMessage(t *testing.T) {
	t.Parallel()
	err := fault.New(fault.Invalid, "REQUEST_INVALID", fault.Violate(
		fault.Violation{Field: "title", Rule: "string.min_len", Params: map[string]string{"min_len": "3"}},
		fault.Violation{Field: "code", Rule: "unit.code", Message: "written in the proto"},
		fault.Violation{Field: "from", Rule: "our.own", Message: "written in the proto"},
		fault.Violation{Field: "to", Rule: "nobody.knows"},
		fault.Violation{Field: "id", Rule: "string.uuid_empty"},
	))
	got := fault.FromStatus(fault.Status(err, "vi", words(t))).Violations
	want := []string{"Cần ít nhất 3 ký tự.", "Mã đơn vị gồm năm chữ số.", "written in the proto", "Giá trị không hợp lệ.", "Phải là mã UUID"}
	if len(got) != len(want) {
		t.Fatalf("got %+v", got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i].Message, want[i]) {
			t.Errorf("%s: %q, want %q", got[i].Field, got[i].Message, want[i])
		}
	}
}

func TestTheUnknownStaysInside(t *testing.T) {
	t.Parallel()
	secret := errors.New("duplicate key (national_id)=(025090001234)")
	for name, err := range map[string]error{
		"plain error":          secret,
		"internal with cause":  fault.New(fault.Internal, "WHATEVER", fault.Param("id", "025090001234"), fault.Wrap(secret)),
		"unknown grpc status":  status.Error(codes.Unknown, secret.Error()),
		"internal grpc status": status.Error(codes.Internal, secret.Error()),
		"foreign not found":    status.Error(codes.NotFound, secret.Error()),
	} {
		st := fault.Status(err, "en", nil)
		if st.Code() != codes.Internal || strings.Contains(fmt.Sprint(st.Proto()), "025090001234") {
			t.Errorf("%s is shown as %v", name, st.Proto())
		}
	}
}

func TestStatusOfContextsAndPeers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		code   codes.Code
		reason string
	}{
		{context.DeadlineExceeded, codes.DeadlineExceeded, "DEADLINE_EXCEEDED"},
		{fmt.Errorf("x: %w", context.Canceled), codes.Canceled, "CANCELED"},
		{status.Error(codes.Unimplemented, "unknown method"), codes.Unimplemented, "UNIMPLEMENTED"},
		{status.Error(codes.Unavailable, "10.0.0.7:9090 refused"), codes.Unavailable, "UNAVAILABLE"},
		{status.Error(codes.ResourceExhausted, "larger than max"), codes.ResourceExhausted, "MESSAGE_TOO_LARGE"},
		{fault.Status(fault.New(fault.Forbidden, "NOT_YOURS"), "vi", nil).Err(), codes.PermissionDenied, "NOT_YOURS"},
	} {
		st := fault.Status(c.err, "vi", nil)
		if got := fault.FromStatus(st).Reason; st.Code() != c.code || got != c.reason {
			t.Errorf("%v → %s %s, want %s %s", c.err, st.Code(), got, c.code, c.reason)
		}
	}
	if st := fault.Status(nil, "vi", nil); st.Code() != codes.OK {
		t.Errorf("nil → %s", st.Code())
	}
	if fault.FromStatus(status.New(codes.OK, "")) != nil || fault.From(nil) != nil {
		t.Error("OK is no fault")
	}
}

func TestErrorsAreFoundThroughWrapping(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("loading unit: %w", fault.New(fault.NotFound, "UNIT_NOT_FOUND", fault.Wrap(context.Canceled)))
	if !fault.Is(err, "UNIT_NOT_FOUND") || fault.Is(err, "OTHER") || fault.KindOf(err) != fault.NotFound || !errors.Is(err, context.Canceled) {
		t.Errorf("%v is not found", err)
	}
	if fault.KindOf(errors.New("x")) != fault.Internal {
		t.Error("an unknown error is Internal")
	}
	if !slices.Contains(fault.Kinds(), fault.KindOf(err)) {
		t.Error("Kinds is incomplete")
	}
}
