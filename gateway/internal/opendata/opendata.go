// Package opendata hands out everything public as one file, streamed: the whole
// province is never held in memory.
package opendata

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// longest is how long an export may take to be fetched.
const longest = 10 * time.Minute

// Mount adds /open-data/publications.csv and .json.
func Mount(mux *http.ServeMux, disclosure grpc.ClientConnInterface, province string, handle func(view.Handler) http.Handler) {
	client := disclosurev1.NewOpenDataServiceClient(disclosure)
	mux.Handle("GET /open-data/publications.csv", handle(export(client, province, disclosurev1.ExportFormat_EXPORT_FORMAT_CSV)))
	mux.Handle("GET /open-data/publications.json", handle(export(client, province, disclosurev1.ExportFormat_EXPORT_FORMAT_JSON)))
}

func export(client disclosurev1.OpenDataServiceClient, province string, format disclosurev1.ExportFormat) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ask, err := asked(r, province)
		if err != nil {
			return err
		}
		ask.Format = format
		// A slow line is not a fault; a line that has died is noticed at the end.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(longest))
		stream, err := client.ExportPublications(r.Context(), ask)
		if err != nil {
			return err
		}
		first, err := stream.Recv() // a refusal must come before the first byte
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		return send(w, r, format, stream, first)
	}
}

func asked(r *http.Request, province string) (*disclosurev1.ExportPublicationsRequest, error) {
	query := r.URL.Query()
	ask := &disclosurev1.ExportPublicationsRequest{Unit: "units/" + province, IncludeSubtree: true}
	if unit := query.Get("unit"); unit != "" {
		ask.Unit = "units/" + unit
	}
	if item := query.Get("item"); item != "" {
		ask.Item = "catalogueItems/" + item
	}
	for name, into := range map[string]*string{"from": &ask.From, "to": &ask.To} {
		given := query.Get(name)
		if *into = terms.Day(given).String(); given != "" && *into == "" {
			return nil, fault.New(fault.Invalid, "NOT_A_DATE", fault.Field(name), fault.Param("value", given))
		}
	}
	return ask, nil
}

type stream = grpc.ServerStreamingClient[disclosurev1.ExportPublicationsResponse]

// send writes the stream. After the first byte a fault can only break the
// connection, so that nobody takes half a file for a whole one.
func send(w http.ResponseWriter, r *http.Request, format disclosurev1.ExportFormat, from stream, piece *disclosurev1.ExportPublicationsResponse) error {
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Encoding")
	h.Set("Access-Control-Allow-Origin", "*")
	var out io.Writer = w
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer func() { _ = z.Close() }() // the reader has gone; there is nobody to tell
		out = z
	}
	before, between, after := "", "", ""
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="publications.csv"`)
	if format == disclosurev1.ExportFormat_EXPORT_FORMAT_JSON {
		before, between, after = "[\n", ",\n", "\n]\n"
		h.Set("Content-Type", "application/json")
		h.Set("Content-Disposition", `attachment; filename="publications.json"`)
	}
	if _, err := io.WriteString(out, before); err != nil {
		return nil
	}
	var err error
	for n := 0; piece != nil; n++ {
		if n > 0 {
			_, _ = io.WriteString(out, between)
		}
		if writeErr := write(out, piece); writeErr != nil {
			return nil
		}
		if piece, err = from.Recv(); err != nil {
			piece = nil
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		panic(http.ErrAbortHandler)
	}
	_, _ = io.WriteString(out, after)
	return nil
}

func write(out io.Writer, piece *disclosurev1.ExportPublicationsResponse) error {
	if piece.GetPublication() == nil {
		_, err := io.WriteString(out, piece.GetCsv())
		return err
	}
	record, err := protojson.Marshal(piece.GetPublication())
	if err != nil {
		return fmt.Errorf("writing a record: %w", err)
	}
	_, err = out.Write(record)
	return err
}
