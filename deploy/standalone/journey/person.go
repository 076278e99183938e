package journey

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// Become lets another person sit down: with the cookies they had, or signed in when they first come. "" is somebody who has not
// signed in.
func (t *Tab) Become(subject string) error {
	if t.who == subject {
		return nil
	}
	fresh := false
	err := t.do(chromedp.ActionFunc(func(ctx context.Context) error {
		cookies, err := storage.GetCookies().Do(ctx)
		if err != nil {
			return err
		}
		t.kept[t.who] = cookies
		if err := network.ClearBrowserCookies().Do(ctx); err != nil {
			return err
		}
		var theirs []*network.CookieParam
		for _, c := range t.kept[subject] {
			theirs = append(theirs, &network.CookieParam{Name: c.Name, Value: c.Value, Domain: c.Domain, Path: c.Path, HTTPOnly: c.HTTPOnly, Secure: c.Secure, SameSite: c.SameSite})
		}
		if fresh = t.kept[subject] == nil; len(theirs) == 0 {
			return nil
		}
		return network.SetCookies(theirs).Do(ctx)
	}))
	t.who = subject
	if err == nil && fresh && subject != "" {
		err = t.signIn(subject)
	}
	if err != nil {
		return fmt.Errorf("becoming %s: %w", subject, err)
	}
	return nil
}

// signIn goes through the issuer as one of the demo's people.
func (t *Tab) signIn(subject string) error {
	if err := t.Go("/signin/start?return=/inbox"); err != nil {
		return err
	}
	return t.Press(`button[name="subject"][value="` + subject + `"]`)
}
