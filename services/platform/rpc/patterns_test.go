package rpc

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	_ "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	_ "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Every pattern of the contracts is said in words, with an example that keeps to it.
func TestEveryPatternIsSaidInWords(t *testing.T) {
	seen := map[string]bool{}
	var walk func(protoreflect.MessageDescriptors)
	walk = func(messages protoreflect.MessageDescriptors) {
		for i := range messages.Len() {
			m := messages.Get(i)
			walk(m.Messages())
			for j := range m.Fields().Len() {
				rules, err := protovalidate.ResolveFieldRules(m.Fields().Get(j))
				if err != nil {
					t.Fatal(err)
				}
				for _, pattern := range []string{rules.GetString().GetPattern(), rules.GetRepeated().GetItems().GetString().GetPattern()} {
					if pattern != "" {
						seen[pattern] = true
					}
				}
			}
		}
	}
	protoregistry.GlobalFiles.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(f.Package()), "danchu.") {
			walk(f.Messages())
		}
		return true
	})
	if len(seen) < 10 {
		t.Fatalf("only %d patterns found", len(seen))
	}
	words, err := fault.Words()
	if err != nil {
		t.Fatal(err)
	}
	for pattern := range seen {
		f, known := formOf(pattern)
		if !known || !words.Has("reason."+f.reason) {
			t.Errorf("nobody has put %s into words", pattern)
			continue
		}
		if f.example != "" && !regexp.MustCompile(pattern).MatchString(f.example) {
			t.Errorf("%s does not keep to %s", f.example, pattern)
		}
	}
}

// People read what to write, in their language, and never a regular expression.
func TestNobodyReadsARegularExpression(t *testing.T) {
	v, err := newValidator(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		ask    proto.Message
		vi, en string
	}{
		{&directoryv1.ListHouseholdsRequest{Parent: "08584"}, "units/08584", "units/08584"},
		{&directoryv1.ListHouseholdsRequest{Parent: "units/08584", AsOf: "21/11/2026"}, "năm-tháng-ngày", "year-month-day"},
		{&directoryv1.GetHouseholdRequest{Name: "households/1"}, "households/", "households/"},
	} {
		refused := v.check(c.ask)
		if refused == nil {
			t.Fatalf("%v was taken", c.ask)
		}
		for lang, want := range map[string]string{i18n.Vietnamese: c.vi, i18n.English: c.en} {
			e := fault.FromStatus(fault.Status(refused, lang, nil))
			for _, one := range e.Violations {
				if one.Field == "" || !strings.Contains(one.Message, want) || strings.ContainsAny(one.Message, "^$[]{}\\") {
					t.Errorf("%s: %+v", lang, one)
				}
			}
			if len(e.Violations) == 0 {
				t.Errorf("%s: no field is named", lang)
			}
		}
	}
}
