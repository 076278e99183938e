package workday

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// MarshalText writes the ISO form; no date is the empty text. JSON uses it too.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what Parse reads; the empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value stores the date as ISO text, which a date column accepts; no date is NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a date column. A moment is taken by its own numbers, never moved
// between zones: a date column has none.
func (d *Date) Scan(source any) error {
	switch value := source.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = fromTime(value)
		return nil
	case string:
		return d.UnmarshalText([]byte(value))
	case []byte:
		return d.UnmarshalText(value)
	}
	return fmt.Errorf("workday: cannot read a date from %T", source)
}
