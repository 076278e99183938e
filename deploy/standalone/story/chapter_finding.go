package story

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// finding: what is public is found, listed and taken away as data.
func finding() []Step {
	return []Step{
		{"the search finds it with diacritics and without", searchWords},
		{"the search by unit, item and form", searchFilters},
		{"what a predecessor published is found from the successor", searchSuccessor},
		{"the quarterly list has it", quarterly},
		{"the quarterly list as a workbook", quarterlyWorkbook},
		{"open data as CSV, formulas neutralised", openCSV},
		{"open data as JSON", openJSON},
	}
}

func searchWords(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	for _, words := range []string{"hỗ trợ nhà ở " + s.mark, "ho tro nha o " + s.mark, "HO TRO nha o " + strings.ToUpper(s.mark)} {
		found, err := s.anybody().search(ctx, words)
		if err != nil {
			return "", err
		}
		if len(found) != 1 || found[0].GetName() != s.road.GetName() {
			return "", fmt.Errorf("%q finds %d, want the one", words, len(found))
		}
	}
	page, err := s.anybody().page(ctx, "/disclosures?"+url.Values{"q": {"ho tro nha o " + s.mark}}.Encode())
	if err != nil {
		return "", err
	}
	return "“hỗ trợ nhà ở” = “ho tro nha o”: one of all", page.says(s.road.GetTitle())
}

func searchFilters(ctx context.Context, s *Stage) (string, error) {
	for _, filter := range []url.Values{
		{"unit": {"units/" + commune}, "query": {s.mark}, "item": {roadItem}},
		{"unit": {"units/" + province}, "include_subtree": {"true"}, "query": {s.mark}, "form": {"DISCLOSURE_FORM_RADIO"}},
		{"query": {s.mark}, "item": {roadItem}, "from": {today(-1)}, "to": {today(1)}},
	} {
		var found disclosurev1.SearchPublicationsResponse
		if err := s.anybody().get(ctx, "/v1/publications:search", filter, &found); err != nil {
			return "", err
		}
		if len(found.GetPublications()) != 1 {
			return "", fmt.Errorf("%v finds %d, want one", filter, len(found.GetPublications()))
		}
	}
	var elsewhere disclosurev1.SearchPublicationsResponse
	if err := s.anybody().get(ctx, "/v1/publications:search", url.Values{"unit": {"units/" + sibling}, "query": {s.mark}}, &elsewhere); err != nil {
		return "", err
	}
	if len(elsewhere.GetPublications()) > 0 {
		return "", fmt.Errorf("the sibling commune shows it as its own")
	}
	return "found by unit and item, by form in the whole province, by date; not in the sibling commune", nil
}

// searchSuccessor looks from the unit of today for what units that are no more have published; the demo has some from provinces that were merged.
func searchSuccessor(ctx context.Context, s *Stage) (string, error) {
	count := func(more url.Values) (int, error) {
		var found disclosurev1.SearchPublicationsResponse
		more.Set("unit", "units/92")
		more.Set("include_subtree", "true")
		err := s.anybody().get(ctx, "/v1/publications:search", more, &found)
		return len(found.GetPublications()), err
	}
	all, err := count(url.Values{})
	if err != nil {
		return "", err
	}
	own, err := count(url.Values{"exclude_predecessors": {"true"}})
	if err != nil {
		return "", err
	}
	if own > all || all == 0 {
		return "", fmt.Errorf("in Cần Thơ %d with and %d without its predecessors", all, own)
	}
	return fmt.Sprintf("Cần Thơ with Sóc Trăng before it: %d, of its own: %d", all, own), nil
}

func quarterly(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	page, err := s.anybody().page(ctx, "/units/"+commune+"/quarterly")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d rows, %d bytes", page.elements("tr", nil)-1, len(page.raw)), page.says(s.road.GetTitle(), "45-"+s.mark)
}

func quarterlyWorkbook(ctx context.Context, s *Stage) (string, error) {
	response, body, err := s.anybody().read(ctx, "/units/"+commune+"/quarterly.xlsx")
	if err != nil {
		return "", err
	}
	book, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return "", fmt.Errorf("%d is no workbook: %w", response.StatusCode, err)
	}
	for _, file := range book.File {
		content, err := file.Open()
		if err != nil {
			return "", err
		}
		text, err := io.ReadAll(content)
		_ = content.Close() // it has been read
		if err != nil {
			return "", err
		}
		if bytes.Contains(text, []byte("45-"+s.mark)) {
			return fmt.Sprintf("%s, %d bytes; the decision is in %s", response.Header.Get("Content-Type"), len(body), file.Name), nil
		}
	}
	return "", fmt.Errorf("the workbook does not have the decision")
}

func openCSV(ctx context.Context, s *Stage) (string, error) {
	response, body, err := s.anybody().read(ctx, "/open-data/publications.csv?unit="+commune)
	if err != nil {
		return "", err
	}
	table, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil || response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%d: %w", response.StatusCode, err)
	}
	for _, row := range table {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+@", rune(cell[0])) {
				return "", fmt.Errorf("a spreadsheet would compute %q", cell)
			}
		}
	}
	if !bytes.Contains(body, []byte(s.mark)) {
		return "", fmt.Errorf("%d rows do not have it", len(table))
	}
	return fmt.Sprintf("%d rows of %d columns", len(table)-1, len(table[0])), nil
}

func openJSON(ctx context.Context, s *Stage) (string, error) {
	response, body, err := s.anybody().read(ctx, "/open-data/publications.json?unit="+commune+"&from="+today(-1))
	if err != nil {
		return "", err
	}
	var all []struct{ Name, Title, Digest, Body string }
	if err := json.Unmarshal(body, &all); err != nil || response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%d: %w", response.StatusCode, err)
	}
	for _, one := range all {
		if s.road != nil && one.Name == s.road.GetName() {
			if one.Digest != s.road.GetDigest() || !strings.Contains(one.Body, "46 hộ") {
				return "", fmt.Errorf("digest %s, text %q", one.Digest, one.Body)
			}
			return fmt.Sprintf("%d records since yesterday, with text and digest", len(all)), nil
		}
	}
	return "", fmt.Errorf("%d records do not have it", len(all))
}
