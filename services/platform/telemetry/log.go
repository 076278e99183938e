package telemetry

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/otel/trace"
	"google.golang.org/protobuf/proto"
)

// longest is the most bytes of one value a log line shows: enough for any error, too little for a body.
const longest = 2048

// withheld replaces what must not be logged.
const withheld = "(withheld)"

// NewLog makes the logger of a program: JSON lines to w, each with the trace and request it belongs to. Message bodies
// (protobuf, bytes, HTTP requests and headers) and values under keys that name a credential or a person are withheld
// even when somebody logs them by mistake; other values are cut at 2 KiB.
func NewLog(w io.Writer, level slog.Leveler) *slog.Logger {
	return slog.New(Handler(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: withhold})))
}

// Handler adds trace_id, span_id and request_id to the lines of another handler.
func Handler(inner slog.Handler) slog.Handler { return handler{inner} }

type handler struct{ slog.Handler }

// Handle adds the ids found in the context.
func (h handler) Handle(ctx context.Context, record slog.Record) error {
	if id := Request(ctx); id != "" {
		record.AddAttrs(slog.String("request_id", id))
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		record.AddAttrs(slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	return h.Handler.Handle(ctx, record)
}

// WithAttrs keeps the ids on derived handlers.
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the ids on derived handlers.
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }

// sensitive names keys whose values are credentials or persons.
var sensitive = map[string]bool{
	"authorization": true, "cookie": true, "set-cookie": true, "password": true, "secret": true, "token": true, "bearer": true,
	"national_id": true, "person_key": true, "phone": true, "email": true, "full_name": true, "address": true,
	"body": true, "request": true, "response": true, "payload": true,
}

func withhold(_ []string, a slog.Attr) slog.Attr {
	key := strings.ToLower(a.Key)
	if sensitive[key] || strings.HasSuffix(key, "_token") || strings.HasSuffix(key, "_secret") || strings.HasSuffix(key, "_password") {
		return slog.String(a.Key, withheld)
	}
	switch a.Value.Kind() {
	case slog.KindString:
		return slog.String(a.Key, cut(a.Value.String()))
	case slog.KindAny:
		return slog.Attr{Key: a.Key, Value: opaque(a.Value)}
	default:
		return a
	}
}

func opaque(v slog.Value) slog.Value {
	switch value := v.Any().(type) {
	case proto.Message, []byte, *http.Request, *http.Response, http.Header, url.Values, io.Reader:
		return slog.StringValue(fmt.Sprintf("%s %T", withheld, value))
	case error:
		return slog.StringValue(cut(value.Error()))
	case fmt.Stringer:
		return slog.StringValue(cut(value.String()))
	default:
		return v
	}
}

func cut(s string) string {
	if len(s) <= longest {
		return s
	}
	end := longest
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
