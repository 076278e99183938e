package grpcapi

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/events"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/importer"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func (s quarterly) GetQuarterlyList(ctx context.Context, req *disclosurev1.GetQuarterlyListRequest) (*disclosurev1.QuarterlyList, error) {
	list, err := s.actions.QuarterlyList(ctx, "GetQuarterlyList", after(req.GetUnit()), int(req.GetYear()), int(req.GetQuarter()))
	if err != nil {
		return nil, translate(err)
	}
	return s.quarterlyList(list), nil
}

func (s *Surface) quarterlyList(list app.QuarterlyList) *disclosurev1.QuarterlyList {
	out := &disclosurev1.QuarterlyList{
		Unit: "units/" + string(list.Unit.Key), UnitName: list.Unit.FullName, Year: int32(list.Year), Quarter: int32(list.Quarter),
		Withheld: int32(list.Withheld), Late: int32(list.Late), Provisional: list.Provisional,
	}
	for i, v := range list.Lines {
		item, _ := s.actions.Item(v.Item)
		line := &disclosurev1.QuarterlyLine{
			Number: int32(i + 1), Publication: "publications/" + v.ID, RegisterNumber: v.RegisterNumber, Title: v.Content.Title, Item: "catalogueItems/" + v.Item,
			ItemNumber: item.Number, ItemTitle: item.Title, DocumentNumber: v.Content.DocumentNumber, DecisionDate: v.Content.DecisionDate.String(),
			PublishedDate: workday.Today(v.PublishedAt).String(), LateDays: int32(v.LateDays), Agency: named("agencies", v.Body.Agency), AgencyName: v.Publisher.Agency,
			State: upper[disclosurev1.PublicationState](disclosurev1.PublicationState_value, "PUBLICATION_STATE", string(v.State)),
		}
		for _, record := range v.Forms {
			form, _ := s.actions.Form(v.Item, record.Form)
			line.Forms = append(line.Forms, &disclosurev1.QuarterlyForm{
				Form: events.Form(record.Form), Letter: form.Letter, Place: record.Place, From: record.From.String(), To: record.To.String(),
			})
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}

func (s quarterly) ExportQuarterlyList(ctx context.Context, req *disclosurev1.ExportQuarterlyListRequest) (*disclosurev1.ExportQuarterlyListResponse, error) {
	list, err := s.actions.QuarterlyList(ctx, "ExportQuarterlyList", after(req.GetUnit()), int(req.GetYear()), int(req.GetQuarter()))
	if err != nil {
		return nil, translate(err)
	}
	var file bytes.Buffer
	if err := s.writeQuarterlyList(ctx, &file, list); err != nil {
		return nil, fmt.Errorf("writing the quarterly list: %w", err)
	}
	return &disclosurev1.ExportQuarterlyListResponse{
		FileName: fmt.Sprintf("cong-khai-%s-%d-Q%d.xlsx", list.Unit.Code, list.Year, list.Quarter), Content: file.Bytes(),
		ContentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}, nil
}

func (s *Surface) writeQuarterlyList(ctx context.Context, file *bytes.Buffer, list app.QuarterlyList) error {
	lang := i18n.Lang(ctx)
	sheet, err := importer.NewXLSXWriter(file, fmt.Sprintf("Q%d %d", list.Quarter, list.Year))
	if err != nil {
		return err
	}
	header := make([]any, 0, 10)
	for _, column := range []string{"number", "register", "title", "publisher", "item", "document", "decision", "published", "late", "forms"} {
		header = append(header, s.words.Text(lang, "quarterly."+column, nil))
	}
	if err := sheet.Write(header...); err != nil {
		return err
	}
	for i, v := range list.Lines {
		item, _ := s.actions.Item(v.Item)
		var used []string
		for _, record := range v.Forms {
			form, _ := s.actions.Form(v.Item, record.Form)
			used = append(used, strings.TrimSpace(fmt.Sprintf("%s) %s %s %s–%s", form.Letter, form.Title, record.Place, record.From.Format(), record.To.Format())))
		}
		err := sheet.Write(strconv.Itoa(i+1), v.RegisterNumber, v.Content.Title, cmp.Or(v.Publisher.Agency, list.Unit.FullName), item.Number+". "+item.Title, v.Content.DocumentNumber,
			v.Content.DecisionDate.Format(), workday.Today(v.PublishedAt).Format(), strconv.Itoa(v.LateDays), strings.Join(used, "; "))
		if err != nil {
			return err
		}
	}
	if err := sheet.Write("", "", s.words.Text(lang, "quarterly.withheld", map[string]string{"count": strconv.Itoa(list.Withheld)})); err != nil {
		return err
	}
	return sheet.Close()
}
