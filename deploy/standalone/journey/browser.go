package journey

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Screen is how somebody looks at the product.
type Screen struct {
	Name          string
	Width, Height int64
	JavaScript    bool
}

// Tab is a browser with one tab. One person at a time sits before it; each keeps their own cookies.
type Tab struct {
	base   string
	screen Screen
	ctx    context.Context
	close  func()
	who    string
	kept   map[string][]*network.Cookie // of those who have got up

	mu       sync.Mutex
	problems []string
}

// slow is how long one act in the browser may take on a loaded machine.
const slow = 90 * time.Second

// Open starts a browser without a window. It opens nothing but what it is told to. base is the portal's address.
func Open(ctx context.Context, base string, screen Screen) (*Tab, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "vi"), chromedp.Flag("hide-scrollbars", true),
		chromedp.WSURLReadTimeout(time.Minute),
	)
	if path := os.Getenv("DANCHU_CHROMIUM"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	allocator, end := chromedp.NewExecAllocator(ctx, options...)
	tab, quit := chromedp.NewContext(allocator)
	t := &Tab{
		base: strings.TrimSuffix(base, "/"), screen: screen, ctx: tab, kept: map[string][]*network.Cookie{},
		close: func() { quit(); end() },
	}
	chromedp.ListenTarget(tab, t.hear)
	// The first run makes the browser; it must not end with a bound of time.
	err := chromedp.Run(tab,
		runtime.Enable(), log.Enable(),
		emulation.SetDeviceMetricsOverride(screen.Width, screen.Height, 1, screen.Width < 600),
		emulation.SetScriptExecutionDisabled(!screen.JavaScript),
		emulation.SetTimezoneOverride("Asia/Ho_Chi_Minh"),
	)
	if err != nil {
		t.close()
		return nil, fmt.Errorf("starting Chromium (on Debian: apt-get install chromium): %w", err)
	}
	return t, nil
}

// Close ends the browser.
func (t *Tab) Close() { t.close() }

// hear collects what the browser complains of.
func (t *Tab) hear(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = e.ExceptionDetails.Error()
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
			problem = fmt.Sprintf("console %s: %v", e.Type, e.Args)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning {
			problem = fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	}
	if problem != "" {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.problems = append(t.problems, problem)
	}
}

// Problems are what the browser has complained of since the last time it was asked.
func (t *Tab) Problems() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	told := t.problems
	t.problems = nil
	return told
}

func (t *Tab) do(actions ...chromedp.Action) error {
	ctx, cancel := context.WithTimeout(t.ctx, slow)
	defer cancel()
	return chromedp.Run(ctx, actions...)
}

// Go opens an address of the portal.
func (t *Tab) Go(path string) error {
	return t.leave("opening "+path, chromedp.ActionFunc(func(ctx context.Context) error {
		_, _, problem, _, err := page.Navigate(t.base + path).Do(ctx)
		if err == nil && problem != "" {
			err = errors.New(problem)
		}
		return err
	}))
}

// leave does what leads to another page and waits until that page has loaded.
func (t *Tab) leave(what string, actions ...chromedp.Action) error {
	ctx, cancel := context.WithTimeout(t.ctx, slow)
	defer cancel()
	loaded := make(chan struct{})
	var once sync.Once
	chromedp.ListenTarget(ctx, func(event any) {
		if _, ok := event.(*page.EventLoadEventFired); ok {
			once.Do(func() { close(loaded) })
		}
	})
	if err := chromedp.Run(ctx, actions...); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	select {
	case <-loaded:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s leads nowhere: %w", what, ctx.Err())
	}
}

// Address is where the tab is.
func (t *Tab) Address() (string, error) {
	var at string
	err := t.do(chromedp.Location(&at))
	return strings.TrimPrefix(at, t.base), err
}

// Type writes into a field, in place of what it says.
func (t *Tab) Type(selector, text string) error {
	err := t.do(
		chromedp.WaitVisible(selector, chromedp.ByQuery), chromedp.Focus(selector, chromedp.ByQuery),
		chromedp.Evaluate("document.activeElement.select()", nil),
		chromedp.ActionFunc(func(ctx context.Context) error { return input.InsertText(text).Do(ctx) }),
	)
	if err != nil {
		return fmt.Errorf("typing into %s: %w", selector, err)
	}
	return nil
}

// Choose picks an option by its value.
func (t *Tab) Choose(selector, value string) error {
	if err := t.do(chromedp.WaitVisible(selector, chromedp.ByQuery), chromedp.SetValue(selector, value, chromedp.ByQuery)); err != nil {
		return fmt.Errorf("choosing in %s: %w", selector, err)
	}
	return nil
}

// Attach puts a file into a field.
func (t *Tab) Attach(selector, path string) error {
	if err := t.do(chromedp.SetUploadFiles(selector, []string{path}, chromedp.ByQuery)); err != nil {
		return fmt.Errorf("attaching to %s: %w", selector, err)
	}
	return nil
}

// Tick sets a box.
func (t *Tab) Tick(selector string) error {
	if err := t.do(chromedp.WaitReady(selector, chromedp.ByQuery), chromedp.Click(selector, chromedp.ByQuery)); err != nil {
		return fmt.Errorf("ticking %s: %w", selector, err)
	}
	return nil
}

// Press presses what leads to another page and waits until it is there. A page that refuses what was typed is an error.
func (t *Tab) Press(selector string) error {
	err := t.leave("pressing "+selector,
		chromedp.WaitVisible(selector, chromedp.ByQuery), chromedp.ScrollIntoView(selector, chromedp.ByQuery), chromedp.Click(selector, chromedp.ByQuery))
	if err != nil {
		return err
	}
	var refusal string
	if err := t.do(chromedp.Evaluate(`document.getElementById("refusal")?.textContent.trim() ?? ""`, &refusal)); err != nil {
		return err
	}
	if refusal != "" {
		return fmt.Errorf("pressing %s is refused: %s", selector, strings.Join(strings.Fields(refusal), " "))
	}
	return nil
}

// Says fails unless the page shows the text.
func (t *Tab) Says(text string) error {
	var all string
	if err := t.do(chromedp.Text("body", &all, chromedp.ByQuery)); err != nil {
		return err
	}
	if !strings.Contains(strings.Join(strings.Fields(all), " "), strings.Join(strings.Fields(text), " ")) {
		at, _ := t.Address()
		return fmt.Errorf("%s does not show %q", at, text)
	}
	return nil
}

// Unfold opens a closed part of the page.
func (t *Tab) Unfold(selector string) error {
	return t.do(chromedp.WaitVisible(selector, chromedp.ByQuery), chromedp.ScrollIntoView(selector, chromedp.ByQuery), chromedp.Click(selector, chromedp.ByQuery))
}
