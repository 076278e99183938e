package disclosure

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/notify"
)

// newDelivery makes what takes notices to people and programs: mail and webhooks where settings say how, the portal's
// inbox always.
func newDelivery(cfg Config, deps Deps) (*notify.Deliverer, error) {
	templates, err := notify.LoadTemplates(noticeFiles, "notices")
	if err != nil {
		return nil, err
	}
	d := &notify.Deliverer{DB: deps.DB, Templates: templates, Clock: deps.Clock, Log: deps.Log}
	if address := cfg.SMTPURL.Reveal(); address != "" {
		mailer, err := notify.NewMailer(address, cfg.MailFrom, nil)
		if err != nil {
			return nil, fmt.Errorf("DANCHU_SMTP_URL, DANCHU_MAIL_FROM: %w", err)
		}
		if portal, err := url.Parse(cfg.PublicURL); err != nil || portal.Host == "" {
			return nil, errors.New("DANCHU_PUBLIC_URL: letters lead to the portal; want its address, such as https://danchu.phutho.gov.vn")
		}
		d.Mail = mailer
	}
	if list := cfg.Webhooks.Reveal(); list != "" {
		endpoints, err := notify.LoadEndpoints(strings.NewReader(list))
		if err != nil {
			return nil, fmt.Errorf("DANCHU_WEBHOOKS: %w", err)
		}
		if d.Webhooks, err = notify.NewWebhooks(Name, endpoints, nil); err != nil {
			return nil, fmt.Errorf("DANCHU_WEBHOOKS: %w", err)
		}
	}
	return d, nil
}
