package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/platform/jobs"
)

// Channel is a way to reach somebody.
type Channel string

// The channels.
const (
	Mail    Channel = "mail"    // Recipient is an address
	Webhook Channel = "webhook" // Recipient is an endpoint's name; empty: every endpoint that wants the template
	Inbox   Channel = "inbox"   // Recipient is the subject of a person who signs in
)

// Notice is one thing to tell one recipient.
type Notice struct {
	Channel   Channel
	Recipient string
	Template  string            // "request_answered"; a webhook's type
	Lang      string            // "vi" or "en"; empty: "vi"
	Params    map[string]string // for the template; "link" is where an inbox entry leads
	// DedupKey says what the notice is about, as in "requests/123 answered": the
	// same again to the same recipient on the same channel is not told again.
	DedupKey string
}

const insert = `
INSERT INTO platform_notice (channel, recipient, template, lang, params, dedup_key, created_at)
SELECT channel, recipient, template, lang, params::jsonb, dedup_key, $7
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
     AS n (channel, recipient, template, lang, params, dedup_key)
ON CONFLICT ON CONSTRAINT platform_notice_once DO NOTHING
RETURNING id`

// Insert queues notices in tx: they go out after it commits, and never if it
// does not. One that was inserted before (see Notice.DedupKey) is left out.
func Insert(ctx context.Context, tx pgx.Tx, at time.Time, notices ...Notice) error {
	if len(notices) == 0 {
		return nil
	}
	var channels, recipients, templates, langs, params, keys []string
	for _, n := range notices {
		if err := n.check(); err != nil {
			return err
		}
		text, err := json.Marshal(n.Params)
		if err != nil {
			return fmt.Errorf("writing notice %s: %w", n.Template, err)
		}
		if n.Params == nil {
			text = []byte("{}")
		}
		lang := n.Lang
		if lang == "" {
			lang = "vi"
		}
		channels, recipients = append(channels, string(n.Channel)), append(recipients, n.Recipient)
		templates, langs = append(templates, n.Template), append(langs, lang)
		params, keys = append(params, string(text)), append(keys, n.DedupKey)
	}
	rows, err := tx.Query(ctx, insert, channels, recipients, templates, langs, params, keys, at)
	if err != nil {
		return fmt.Errorf("queueing notices: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return fmt.Errorf("queueing notices: %w", err)
	}
	deliveries := make([]river.JobArgs, len(ids))
	for i, id := range ids {
		deliveries[i] = deliver{NoticeID: id}
	}
	return jobs.Insert(ctx, tx, deliveries...)
}

func (n Notice) check() error {
	switch {
	case n.Template == "" || n.DedupKey == "":
		return errors.New("a notice needs a template and a dedup key")
	case n.Channel == Mail && n.Recipient == "", n.Channel == Inbox && n.Recipient == "":
		return fmt.Errorf("notice %s by %s needs a recipient", n.Template, n.Channel)
	case n.Channel != Mail && n.Channel != Inbox && n.Channel != Webhook:
		return fmt.Errorf("notice %s has the unknown channel %q", n.Template, n.Channel)
	}
	return nil
}
