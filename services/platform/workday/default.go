package workday

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"
)

//go:embed calendar-vn.csv
var defaultDays []byte

//go:embed calendar-vn-years.csv
var defaultYears []byte

// Default is the calendar the product starts with: 2024 to 2028, the last two
// provisional. Directory owns the calendar in force; an administrator edits it
// there. The embedded files are checked by the tests, so a fault in them
// cannot reach a release; it panics.
var Default = sync.OnceValue(func() *Calendar {
	c, err := ReadCSV(bytes.NewReader(defaultYears), bytes.NewReader(defaultDays))
	if err != nil {
		panic(err)
	}
	return c
})

// ReadCSV reads a calendar from two tables with header rows: years
// (year,status,note) and days (date,name_vi,kind,source,status,note), where a
// day's status is official or projected. Errors name the table and the line.
func ReadCSV(years, days io.Reader) (*Calendar, error) {
	status := map[int]Status{}
	err := eachRecord(years, "years", []string{"year", "status"}, func(get func(string) string) error {
		year, err := strconv.Atoi(get("year"))
		if err != nil {
			return fmt.Errorf("%q is not a year", get("year"))
		}
		if _, twice := status[year]; twice {
			return fmt.Errorf("year %d is listed twice", year)
		}
		status[year] = Status(get("status"))
		return nil
	})
	if err != nil {
		return nil, err
	}
	var list []Day
	err = eachRecord(days, "days", []string{"date", "name_vi", "kind"}, func(get func(string) string) error {
		date, err := Parse(get("date"))
		if err != nil {
			return err
		}
		list = append(list, Day{
			Date: date, Name: get("name_vi"), Kind: Kind(get("kind")), Source: get("source"),
			Projected: get("status") == "projected", Note: get("note"),
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return NewCalendar(status, list)
}

func eachRecord(r io.Reader, table string, needed []string, take func(get func(string) string) error) error {
	reader := csv.NewReader(r)
	header, err := reader.Read()
	if err != nil {
		return fmt.Errorf("workday: %s: reading the header: %w", table, err)
	}
	column := map[string]int{}
	for i, name := range header {
		column[name] = i
	}
	for _, name := range needed {
		if _, there := column[name]; !there {
			return fmt.Errorf("workday: %s: column %q is missing", table, name)
		}
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("workday: %s: %w", table, err)
		}
		line, _ := reader.FieldPos(0)
		get := func(name string) string {
			if i, there := column[name]; there {
				return record[i]
			}
			return ""
		}
		if err := take(get); err != nil {
			return fmt.Errorf("workday: %s line %d: %w", table, line, err)
		}
	}
}
