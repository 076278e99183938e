package journey

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/danchu-platform/danchu/deploy/standalone/story"
)

const head = "truong-thon-cu-banh"

// Await waits until something is shown.
func (t *Tab) Await(selector string) error {
	return t.do(chromedp.WaitVisible(selector, chromedp.ByQuery))
}

// vote walks the pages of a secret vote online: found, read, cast in three steps, checked, and seen from the console. Without
// JavaScript the booth says whom to ask.
func (w *Walk) vote() error {
	stage, err := story.NewStage(w.Tab.base, "w"+strconv.FormatInt(time.Now().UnixMilli(), 36), http.DefaultTransport, nil)
	if err != nil {
		return err
	}
	open, err := story.OpenBallot(w.Tab.ctx, stage, 30*time.Minute)
	if err != nil {
		return err
	}
	name := open.GetName()
	for _, one := range []struct{ name, subject, path string }{
		{"votes", "", "/votes"},
		{"vote", "", "/" + name},
		{"votes-mine", citizen, "/votes/mine"},
		{"desk-votes", head, "/console/votes"},
		{"desk-vote", head, "/console/" + name},
		{"booth", citizen, "/" + name + "/cast"},
	} {
		t, err := w.look(one.name, one.subject, one.path)
		if err != nil {
			return err
		}
		if err := t.Says(open.GetTitle()); err != nil {
			return err
		}
	}
	if !w.Tab.screen.JavaScript {
		return nil
	}
	return w.cast()
}

// cast goes through the three steps of the booth.
func (w *Walk) cast() error {
	t := w.Tab
	err := errors.Join(t.Unfold(`[data-step="start"] [data-act="draw"]`), t.Await(`[data-step="choosing"]`))
	if err != nil {
		return err
	}
	if _, err := w.look("booth-choose", citizen, ""); err != nil {
		return err
	}
	err = errors.Join(t.Tick(`[data-step="choosing"] input[value="AGREE"]`), t.Unfold(`[data-step="choosing"] .actions button`), t.Await(`[data-step="confirming"]`))
	if err != nil {
		return err
	}
	if _, err := w.look("booth-confirm", citizen, ""); err != nil {
		return err
	}
	if err := errors.Join(t.Unfold(`[data-step="confirming"] [data-act="cast"]`), t.Await(`[data-step="done"]`)); err != nil {
		return err
	}
	_, err = w.look("booth-done", citizen, "")
	return err
}
