package standalone_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// request is what the test needs of a request for information.
type request struct{ Name, Etag, RegisterNumber string }

// lettersGoOut asks for something with a mail address as contact, and for something else with a telephone number, answers both,
// and finds in the mailbox what was sent to whom. It answers the number of the first in the register.
func (h *house) lettersGoOut(t *testing.T) (number string) {
	t.Helper()
	const address = "lan.phan@example.vn"
	mailed := h.ask(t, "0912 345 678 hoặc "+address)
	phoned := h.ask(t, "0912 345 678")
	h.answer(t, phoned)
	h.answer(t, mailed)

	told := "Yêu cầu số " + mailed.RegisterNumber + " đã được trả lời"
	await(t, time.Minute, "the letter", func() bool { return strings.Contains(h.page(t, "/demo/mailbox"), told) })
	box := h.page(t, "/demo/mailbox")
	for _, want := range []string{address, "Yêu cầu số " + mailed.RegisterNumber + " đã được tiếp nhận", h.portal + "/requests/" + strings.TrimPrefix(mailed.Name, "informationRequests/")} {
		if !strings.Contains(box, want) {
			t.Errorf("the mailbox lacks %q", want)
		}
	}
	// Letters are for the one who asked: no content, and none for whom no address is known.
	for _, never := range []string{"Danh mục dự án", "Xin gửi", "số " + phoned.RegisterNumber, "0912"} {
		if strings.Contains(box, never) {
			t.Errorf("the mailbox tells %q", never)
		}
	}
	if sent := strings.Count(box, "<article"); sent != 2 {
		t.Errorf("%d letters, want 2", sent)
	}
	return mailed.RegisterNumber
}

func (h *house) ask(t *testing.T, contact string) request {
	t.Helper()
	var made request
	h.call(t, citizen, http.MethodPost, "/v1/informationRequests", map[string]any{
		"unit": "units/08584", "channel": "REQUEST_CHANNEL_NETWORK", "content": "Danh mục dự án đầu tư năm 2026", "requester_name": "Phan Thị Lan",
		"requester_contact": contact,
	}, &made)
	return made
}

func (h *house) answer(t *testing.T, r request) {
	t.Helper()
	h.call(t, clerk, http.MethodPost, "/v1/"+r.Name+":receive", map[string]any{"etag": r.Etag, "complexity": "REQUEST_COMPLEXITY_SIMPLE"}, &r)
	h.call(t, clerk, http.MethodPost, "/v1/"+r.Name+":answer", map[string]any{"etag": r.Etag, "answer": "Xin gửi kèm danh mục"}, &r)
}
