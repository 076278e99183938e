package disclosure

import (
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/config"
)

const endpoint = `[{"name":"front","url":"https://mttq.example/told","secrets":["whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"]}]`

func TestNoticesGoWhereSettingsSay(t *testing.T) {
	none, err := newDelivery(Config{}, Deps{})
	if err != nil || none.Mail != nil || none.Webhooks != nil {
		t.Errorf("without settings: %+v, %v", none, err)
	}
	both, err := newDelivery(Config{SMTPURL: "smtp://mail.example:587", MailFrom: "Dân chủ <dan-chu@example.vn>", PublicURL: "https://danchu.example", Webhooks: endpoint}, Deps{})
	if err != nil || both.Mail == nil || both.Webhooks == nil {
		t.Errorf("with settings: %+v, %v", both, err)
	}
}

// A fault is told at the start, by the variable's name, and without what it holds.
func TestBadSettingsOfDeliveryAreRefused(t *testing.T) {
	for _, c := range []struct {
		cfg  Config
		want string
	}{
		{Config{SMTPURL: "http://s3cret@mail.example", MailFrom: "a@b.vn"}, "DANCHU_SMTP_URL"},
		{Config{SMTPURL: "smtp://mail.example", MailFrom: "nobody"}, "DANCHU_MAIL_FROM"},
		{Config{SMTPURL: "smtp://mail.example", MailFrom: "a@b.vn"}, "DANCHU_PUBLIC_URL"},
		{Config{Webhooks: `[{"name":"s3cret"`}, "DANCHU_WEBHOOKS"},
		{Config{Webhooks: config.Secret(strings.Replace(endpoint, "https", "http", 1))}, "DANCHU_WEBHOOKS"},
	} {
		_, err := newDelivery(c.cfg, Deps{})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "whsec_M") {
			t.Errorf("%s: got %v", c.want, err)
		}
	}
}
