package story

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// signIn goes the way of a person: from the portal to whatever issuer it names, choose who to be, and come back. Nothing of the
// protocol is known here; the instance and its issuer do it between them.
func (b *Browser) signIn(ctx context.Context, subject string) error {
	choose, err := b.page(ctx, "/signin/start?return=%2Finbox")
	if err != nil {
		return err
	}
	action, form, err := choose.form("")
	if err != nil {
		return fmt.Errorf("the issuer shows no list of people: %w", err)
	}
	form.Del("")
	form.Set("subject", subject)
	back, err := b.post(ctx, action, form)
	if err != nil {
		return err
	}
	if back.URL.Host != b.stage.base.Host {
		return fmt.Errorf("the sign-in ended at %s and not at the portal", back.URL.Host)
	}
	return nil
}

// signOut leaves the portal and the issuer.
func (b *Browser) signOut(ctx context.Context) error {
	response, body, err := b.call(ctx, http.MethodPost, "/signout", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, []byte(url.Values{}.Encode()))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("signing out answered %d: %s", response.StatusCode, excerpt(body))
	}
	return nil
}
