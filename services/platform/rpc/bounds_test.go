package rpc_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

func TestLimitPerCaller(t *testing.T) {
	t.Parallel()
	h := open(t, &units{}, rpc.Limits{CallerRate: 1, CallerBurst: 2, AnonymousRate: 1, AnonymousBurst: 1})
	for range 2 {
		if _, err := h.GetUnit(h.as(t, "https://sso#a"), unit); err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.GetUnit(h.as(t, "https://sso#a"), unit)
	e := wantFault(t, err, fault.Limited, "RATE_EXCEEDED")
	if e.RetryAfter <= 0 || e.Params["seconds"] != "1" || !strings.Contains(e.Message, "1 giây") {
		t.Errorf("refused without saying how long: %+v", e)
	}
	if _, err := h.GetUnit(h.as(t, "https://sso#b"), unit); err != nil {
		t.Errorf("another caller pays for the first: %v", err)
	}
	h.clock.advance(time.Second)
	if _, err := h.GetUnit(h.as(t, "https://sso#a"), unit); err != nil {
		t.Errorf("after waiting: %v", err)
	}
	named := reading(t, "vi", rpc.ClientKey, "c1")
	if _, err := h.GetUnit(named, unit); err != nil {
		t.Fatal(err)
	}
	_, err = h.GetUnit(named, unit)
	wantFault(t, err, fault.Limited, "RATE_EXCEEDED")
	if _, err := h.GetUnit(reading(t, "vi", rpc.ClientKey, "c2"), unit); err != nil {
		t.Errorf("another client of the gateway pays for the first: %v", err)
	}
}

func TestLimitPerUnit(t *testing.T) {
	t.Parallel()
	limits := rpc.Limits{UnitRate: 1, UnitBurst: 1, Unit: func(_ context.Context, _ string, m proto.Message) string {
		if r, ok := m.(*directoryv1.GetUnitRequest); ok {
			return strings.TrimPrefix(r.GetName(), "units/")
		}
		return ""
	}}
	h := open(t, &units{}, limits)
	if _, err := h.GetUnit(h.as(t, "https://sso#a"), unit); err != nil {
		t.Fatal(err)
	}
	_, err := h.GetUnit(h.as(t, "https://sso#b"), unit)
	wantFault(t, err, fault.Limited, "UNIT_RATE_EXCEEDED")
	if _, err := h.GetUnit(h.as(t, "https://sso#b"), &directoryv1.GetUnitRequest{Name: "units/08587"}); err != nil {
		t.Errorf("another unit pays for the first: %v", err)
	}
}

func TestValidateNamesFieldRuleAndRemedyInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	h := open(t, &units{}, rpc.Limits{})
	bad := &directoryv1.ReorganiseUnitsRequest{
		EffectiveDate: "01/07/2025",
		LegalBasis:    "",
		Dissolved:     []string{"units/08584@2025-07-01", "x"},
		RequestId:     "again",
	}
	for lang, want := range map[string]map[string]string{
		"vi": {"effective_date": "Hãy ghi ngày", "legal_basis": "Cần ít nhất 1 ký tự.", "dissolved[1]": "Hãy ghi đơn vị theo mã và ngày", "request_id": "Phải là mã UUID"},
		"en": {"effective_date": "Write the day", "legal_basis": "Needs at least 1 characters.", "dissolved[1]": "Give the unit by its code and first day", "request_id": "Must be a UUID"},
	} {
		_, err := h.ReorganiseUnits(reading(t, lang), bad)
		e := wantFault(t, err, fault.Invalid, "REQUEST_INVALID")
		got := map[string]string{}
		for _, v := range e.Violations {
			got[v.Field] = v.Message
		}
		for field, sentence := range want {
			if !strings.HasPrefix(got[field], sentence) {
				t.Errorf("%s %s: %q, want %q", lang, field, got[field], sentence)
			}
		}
	}
	_, err := h.ListUnits(reading(t, "vi"), &directoryv1.ListUnitsRequest{PageSize: 1000, Query: strings.Repeat("ả", 101), Level: 99})
	got := map[string]string{}
	for _, v := range wantFault(t, err, fault.Invalid, "REQUEST_INVALID").Violations {
		got[v.Field] = v.Message
	}
	for field, want := range map[string]string{"page_size": "Phải từ 0 đến 100.", "query": "Không được quá 100 ký tự.", "level": "Phải là một giá trị có trong danh mục."} {
		if got[field] != want {
			t.Errorf("%s: %q, want %q", field, got[field], want)
		}
	}
}

func TestTooManyViolationsStillFitTheTrailer(t *testing.T) {
	t.Parallel()
	h := open(t, &units{}, rpc.Limits{})
	bad := &directoryv1.ReorganiseUnitsRequest{EffectiveDate: "2025-07-01", LegalBasis: "x"}
	for i := range 900 {
		bad.Dissolved = append(bad.Dissolved, "xã "+strconv.Itoa(i))
	}
	_, err := h.ReorganiseUnits(reading(t, "vi"), bad)
	if e := wantFault(t, err, fault.Invalid, "REQUEST_INVALID"); len(e.Violations) != 16 {
		t.Errorf("told %d violations, want 16", len(e.Violations))
	}
}
