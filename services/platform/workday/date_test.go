package workday_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]workday.Date{
		"2026-11-25": {Y: 2026, M: 11, D: 25},
		"25/11/2026": {Y: 2026, M: 11, D: 25},
		"5/1/2026":   {Y: 2026, M: 1, D: 5},
		"29/02/2024": {Y: 2024, M: 2, D: 29},
	} {
		if got, err := workday.Parse(text); err != nil || got != want {
			t.Errorf("Parse(%q) = %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "29/02/2026", "31/04/2026", "2026-13-01", "11/25/2026", "25/11/26", "25-11-2026", "2026-11-25T00:00:00Z",
		" 2026-11-25", "0000-01-01", "٢٥/١١/٢٠٢٦", strings.Repeat("9", 10_000),
	} {
		_, err := workday.Parse(text)
		var bad *workday.ParseError
		if !errors.As(err, &bad) {
			t.Errorf("Parse(%.20q) was accepted", text)
		} else if len(err.Error()) > 400 {
			t.Errorf("the error repeats %d bytes of the input", len(err.Error()))
		}
	}
}

func TestDateForms(t *testing.T) {
	d := workday.New(2026, 11, 25)
	if d.String() != "2026-11-25" || d.Format() != "25/11/2026" || d.Long() != "thứ Tư 25/11/2026" {
		t.Error(d.String(), d.Format(), d.Long())
	}
	names := []string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}
	for i, name := range names {
		if got := workday.New(2026, 11, 22+i).WeekdayName(); got != name {
			t.Errorf("%s, want %s", got, name)
		}
	}
	var none workday.Date
	if none.String() != "" || none.Format() != "" || none.Long() != "" || !none.IsZero() {
		t.Error("no date must print as nothing")
	}
	if q := workday.New(2026, 9, 30).Quarter(); q != 3 {
		t.Errorf("quarter %d", q)
	}
}

func TestTodayIsTheDayInVietnam(t *testing.T) {
	if got := workday.Today(time.Date(2026, 11, 24, 17, 0, 0, 0, time.UTC)); got != workday.New(2026, 11, 25) {
		t.Errorf("17:00 UTC is already the next day in Vietnam, got %s", got)
	}
	if got := workday.Today(time.Date(2026, 11, 24, 16, 59, 59, 0, time.UTC)); got != workday.New(2026, 11, 24) {
		t.Errorf("one second earlier is still the day before, got %s", got)
	}
	d := workday.New(2026, 11, 24)
	if workday.Today(d.End().Add(-time.Nanosecond)) != d || workday.Today(d.End()) != d.AddDays(1) || workday.Today(d.Start()) != d {
		t.Error("a period ends at 24:00 of its last day (Điều 148.6 BLDS)")
	}
}

func TestDateEncoding(t *testing.T) {
	type row struct {
		From workday.Date `json:"from"`
		To   workday.Date `json:"to,omitzero"`
	}
	out, err := json.Marshal(row{From: workday.New(2026, 3, 9)})
	if err != nil || string(out) != `{"from":"2026-03-09"}` {
		t.Errorf("%s, %v", out, err)
	}
	var back row
	if err := json.Unmarshal([]byte(`{"from":"09/03/2026","to":""}`), &back); err != nil || back.From != workday.New(2026, 3, 9) || !back.To.IsZero() {
		t.Errorf("%+v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`{"from":"2026-02-30"}`), &back); err == nil {
		t.Error("30 February was accepted")
	}
}

func TestDateSQL(t *testing.T) {
	d := workday.New(2026, 3, 9)
	if v, err := d.Value(); err != nil || v != "2026-03-09" {
		t.Error(v, err)
	}
	if v, err := (workday.Date{}).Value(); err != nil || v != nil {
		t.Error(v, err)
	}
	for _, source := range []any{"2026-03-09", []byte("2026-03-09"), time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)} {
		var got workday.Date
		if err := got.Scan(source); err != nil || got != d {
			t.Errorf("Scan(%T) = %v, %v", source, got, err)
		}
	}
	got := d
	if err := got.Scan(nil); err != nil || !got.IsZero() {
		t.Error("NULL is no date")
	}
	if err := got.Scan(42); err == nil {
		t.Error("a number was accepted as a date")
	}
}
