package bus

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// position is the place up to which this consumer has taken the stream, 0 for a
// stream it has not read yet.
func (r *reader) position(ctx context.Context, conn *pgx.Conn) (uint64, error) {
	var place int64
	err := conn.QueryRow(ctx, `
SELECT place FROM platform_position WHERE consumer = $1 AND stream_created = $2`, r.consumer.Name, r.created).Scan(&place)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, fmt.Errorf("reading the consumer's position: %w", err)
	}
	return uint64(place), nil //nolint:gosec // never negative
}

// move writes down, with the events' own transaction, that everything up to place
// is taken.
func (r *reader) move(ctx context.Context, tx pgx.Tx, place uint64) error {
	_, err := tx.Exec(ctx, `
INSERT INTO platform_position (consumer, stream_created, place) VALUES ($1, $2, $3)
ON CONFLICT (consumer) DO UPDATE SET stream_created = EXCLUDED.stream_created, place = EXCLUDED.place`,
		r.consumer.Name, r.created, int64(place)) //nolint:gosec // far below 2^63
	if err != nil {
		return fmt.Errorf("writing the consumer's position: %w", err)
	}
	return nil
}
