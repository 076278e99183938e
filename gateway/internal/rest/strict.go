package rest

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/grpc-ecosystem/grpc-gateway/v2/utilities"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// strict is the JSON of the interface: protobuf's own mapping, unknown and
// repeated fields refused, nothing allowed after the value.
type strict struct{ runtime.JSONPb }

// NewDecoder reads one body.
func (s *strict) NewDecoder(r io.Reader) runtime.Decoder {
	return runtime.DecoderFunc(func(into any) error {
		body, err := io.ReadAll(r)
		if err != nil {
			return bodyFault(err)
		}
		if message, ok := into.(proto.Message); ok {
			if len(body) == 0 {
				return io.EOF // an empty body is an empty request; the library knows
			}
			return jsonFault(body, message.ProtoReflect().Descriptor(), protojson.UnmarshalOptions{}.Unmarshal(body, message))
		}
		return jsonFault(body, nil, s.JSONPb.Unmarshal(body, into))
	})
}

func bodyFault(err error) error {
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return refused{reason: "BODY_TOO_LARGE"}
	}
	return refused{reason: "BODY_BROKEN_OFF"}
}

// refused is what our decoder and parser say. The generated code keeps only the
// text of an error, so the text carries the reason to readRefused.
type refused struct {
	reason, field string
	params        []string // name, value, name, value …
}

const (
	refusedMark = "danchu/rest refused: "
	separator   = "\x1f" // between the parts; what was sent is cut of it
)

func (e refused) Error() string {
	return refusedMark + strings.Join(append([]string{e.reason, e.field}, e.params...), separator)
}

// readRefused reads such a text back into a fault; ok is false for any other text.
func readRefused(text string) (f *fault.Error, ok bool) {
	text, ok = strings.CutPrefix(text, refusedMark)
	if !ok {
		return nil, false
	}
	parts := strings.Split(text, separator)
	options := []fault.Option{}
	if len(parts) > 1 && parts[1] != "" {
		options = append(options, fault.Field(parts[1]), fault.Param("name", parts[1]))
	}
	for i := 2; i+1 < len(parts); i += 2 {
		options = append(options, fault.Param(parts[i], parts[i+1]))
	}
	return fault.New(fault.Invalid, parts[0], options...), true
}

var (
	unknownField = regexp.MustCompile(`unknown field "`)
	givenTwice   = regexp.MustCompile(`duplicate field "|is already set`)
)

// jsonFault names the field at fault and what it takes. The decoder's own text may
// quote what was sent and is kept inside.
func jsonFault(body []byte, message protoreflect.MessageDescriptor, err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	at := offset(body, text)
	field := pathAt(body, at)
	switch {
	case unknownField.MatchString(text):
		return refused{reason: "UNKNOWN_FIELD", field: field}
	case givenTwice.MatchString(text):
		return refused{reason: "FIELD_TWICE", field: field}
	case message != nil && json.Valid(body) && field != "":
		if descriptor, element := fieldAt(message, field); descriptor != nil {
			reason, values := wanted(descriptor, element)
			return refused{reason, field, []string{"values", values}}
		}
	}
	line, column := lineAndColumn(body, at)
	return refused{"MALFORMED_JSON", field, []string{"line", strconv.Itoa(line), "column", strconv.Itoa(column)}}
}

// parameters reads the query, refusing parameters the request does not have: a
// misspelt filter must not silently list everything.
type parameters struct{ runtime.DefaultQueryParser }

// Parse fills the message from the query.
func (p parameters) Parse(message proto.Message, values url.Values, filter *utilities.DoubleArray) error {
	for name := range values {
		if !has(message.ProtoReflect().Descriptor(), strings.Split(name, ".")) {
			return refused{reason: "UNKNOWN_PARAMETER", field: cut(name)}
		}
	}
	if err := p.DefaultQueryParser.Parse(message, values, filter); err != nil {
		return p.fault(message, values, filter)
	}
	return nil
}

// fault finds the parameter that cannot be read: each is tried alone.
func (p parameters) fault(message proto.Message, values url.Values, filter *utilities.DoubleArray) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		alone := message.ProtoReflect().New().Interface()
		if p.DefaultQueryParser.Parse(alone, url.Values{name: values[name]}, filter) == nil {
			continue
		}
		if field, _ := fieldAt(message.ProtoReflect().Descriptor(), name); field != nil {
			if len(values[name]) > 1 && !field.IsList() {
				return refused{reason: "FIELD_TWICE", field: cut(name)}
			}
			reason, allowed := wanted(field, true)
			return refused{reason, cut(name), []string{"values", allowed}}
		}
	}
	return refused{reason: "MALFORMED_PARAMETER"}
}

func has(in protoreflect.MessageDescriptor, path []string) bool {
	fields := in.Fields()
	field := fields.ByTextName(path[0])
	if field == nil {
		field = fields.ByJSONName(path[0])
	}
	switch {
	case field == nil:
		return false
	case len(path) == 1:
		return true
	case field.Message() == nil || slices.Contains(path, ""):
		return false
	default:
		return has(field.Message(), path[1:])
	}
}

// cut keeps a name that a stranger sent short and on one line.
func cut(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	const longest = 100
	if len(name) > longest {
		return strings.ToValidUTF8(name[:longest], "")
	}
	return name
}
