package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Item is a notice in somebody's inbox in the portal.
type Item struct {
	ID    int64
	Title string
	Body  string
	Link  string // path in the portal, or ""
	At    time.Time
	Read  bool
}

// keep puts a notice in the recipient's inbox.
func (d *Deliverer) keep(ctx context.Context, n pending, title, body string) error {
	_, err := d.DB.Pool().Exec(ctx, `
INSERT INTO platform_notice_inbox (notice_id, recipient, title, body, link, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (notice_id) DO NOTHING`, n.id, n.Recipient, title, body, n.Params["link"], n.createdAt)
	if err != nil {
		return fmt.Errorf("putting notice %d in the inbox: %w", n.id, err)
	}
	return nil
}

// ListInbox lists a person's notices, the newest first, at most limit of those
// older than the item before (0: from the newest).
func ListInbox(ctx context.Context, db *pg.DB, recipient string, before int64, limit int) ([]Item, error) {
	rows, err := db.Pool().Query(ctx, `
SELECT notice_id, title, body, link, created_at, read_at IS NOT NULL
FROM platform_notice_inbox
WHERE recipient = $1 AND ($2 = 0 OR notice_id < $2)
ORDER BY notice_id DESC
LIMIT $3`, recipient, before, limit)
	if err != nil {
		return nil, fmt.Errorf("listing the inbox: %w", err)
	}
	items, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Item])
	if err != nil {
		return nil, fmt.Errorf("listing the inbox: %w", err)
	}
	return items, nil
}

// Unread is how many of a person's notices have not been read.
func Unread(ctx context.Context, db *pg.DB, recipient string) (n int, err error) {
	err = db.Pool().QueryRow(ctx, `
SELECT count(*) FROM platform_notice_inbox WHERE recipient = $1 AND read_at IS NULL`, recipient).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("counting the inbox: %w", err)
	}
	return n, nil
}

// MarkRead marks items of this person's inbox as read, all when none is named,
// and returns how many were unread. Items of other people are not touched.
func MarkRead(ctx context.Context, db *pg.DB, recipient string, at time.Time, ids ...int64) (int, error) {
	if ids == nil {
		ids = []int64{}
	}
	tag, err := db.Pool().Exec(ctx, `
UPDATE platform_notice_inbox SET read_at = $2
WHERE recipient = $1 AND read_at IS NULL AND (cardinality($3::bigint[]) = 0 OR notice_id = ANY ($3))`, recipient, at, ids)
	if err != nil {
		return 0, fmt.Errorf("marking the inbox as read: %w", err)
	}
	return int(tag.RowsAffected()), nil
}
