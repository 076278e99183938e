package grpcapi

import (
	"bytes"
	"strconv"

	"google.golang.org/grpc"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/platform/importer"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// piece is how much CSV travels in one message.
const piece = 32 << 10

func (s openData) ExportPublications(req *disclosurev1.ExportPublicationsRequest, stream grpc.ServerStreamingServer[disclosurev1.ExportPublicationsResponse]) error {
	q := app.ExportQuery{Item: after(req.GetItem())}
	var err error
	if q.From, err = day("from", req.GetFrom()); err != nil {
		return translate(err)
	}
	if q.To, err = day("to", req.GetTo()); err != nil {
		return translate(err)
	}
	ctx := stream.Context()
	if req.GetFormat() != disclosurev1.ExportFormat_EXPORT_FORMAT_CSV {
		return translate(s.actions.ExportPublications(ctx, after(req.GetUnit()), req.GetIncludeSubtree(), q, func(v app.View) error {
			return stream.Send(&disclosurev1.ExportPublicationsResponse{Publication: s.publication(ctx, v)})
		}))
	}
	out := &csvStream{send: func(text string) error { return stream.Send(&disclosurev1.ExportPublicationsResponse{Csv: text}) }}
	if out.rows, err = importer.NewCSVWriter(&out.buffer); err != nil {
		return err
	}
	first := true
	err = s.actions.ExportPublications(ctx, after(req.GetUnit()), req.GetIncludeSubtree(), q, func(v app.View) error {
		if first {
			first = false
			if err := out.rows.Write(columns...); err != nil {
				return err
			}
		}
		if err := out.rows.Write(row(v)...); err != nil {
			return err
		}
		return out.flush(piece)
	})
	if err != nil {
		return translate(err)
	}
	if first {
		if err := out.rows.Write(columns...); err != nil {
			return err
		}
	}
	if err := out.rows.Close(); err != nil {
		return err
	}
	return out.flush(1)
}

type csvStream struct {
	buffer bytes.Buffer
	rows   importer.Writer
	send   func(string) error
}

// flush sends what has gathered once it is at least that much. The writer passes on whole rows only.
func (c *csvStream) flush(least int) error {
	if c.buffer.Len() < least {
		return nil
	}
	text := c.buffer.String()
	c.buffer.Reset()
	return c.send(text)
}

var columns = []any{
	"publication", "unit", "unit_name", "agency", "agency_name", "item", "register_number", "state", "version", "title", "summary", "document_number", "issuing_body",
	"decision_date", "published_date", "due_date", "late_days", "digest", "withdrawal_reason", "body",
}

func row(v app.View) []any {
	state := string(v.State)
	if v.Hidden && state != "withdrawn" {
		state = "expired"
	}
	return []any{
		v.ID, v.Body.Unit, v.Publisher.Unit, v.Body.Agency, v.Publisher.Agency, v.Item, v.RegisterNumber, state, strconv.Itoa(v.Version),
		v.Content.Title, v.Content.Summary, v.Content.DocumentNumber, v.Content.IssuingBody, v.Content.DecisionDate.String(), workday.Today(v.PublishedAt).String(), v.Due.Date.String(),
		strconv.Itoa(v.LateDays), v.Digest, v.WithdrawalReason, v.Content.Body,
	}
}
