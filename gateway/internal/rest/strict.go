package rest

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
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
			return jsonFault(protojson.UnmarshalOptions{}.Unmarshal(body, message))
		}
		return jsonFault(s.JSONPb.Unmarshal(body, into))
	})
}

func bodyFault(err error) error {
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return refused{reason: "BODY_TOO_LARGE"}
	}
	return refused{reason: "MALFORMED_JSON"}
}

// refused is what our decoder and parser say. The generated code keeps only the
// text of an error, so the text carries the reason to readRefused.
type refused struct{ reason, name string }

const refusedMark = "danchu/rest refused: "

func (e refused) Error() string { return refusedMark + e.reason + " " + e.name }

// readRefused reads such a text back into a fault; ok is false for any other text.
func readRefused(text string) (f *fault.Error, ok bool) {
	text, ok = strings.CutPrefix(text, refusedMark)
	if !ok {
		return nil, false
	}
	reason, name, _ := strings.Cut(text, " ")
	switch reason {
	case "UNKNOWN_FIELD", "UNKNOWN_PARAMETER":
		return fault.New(fault.Invalid, reason, fault.Field(name), fault.Param("name", name)), true
	case "MALFORMED_JSON":
		return fault.New(fault.Invalid, reason, fault.Param("where", name)), true
	default:
		return fault.New(fault.Invalid, reason), true
	}
}

var unknownField = regexp.MustCompile(`unknown field "([^"]{1,100})"`)

// jsonFault names the field at fault where the decoder knows it.
func jsonFault(err error) error {
	if err == nil {
		return nil
	}
	if name := unknownField.FindStringSubmatch(err.Error()); name != nil {
		return refused{"UNKNOWN_FIELD", name[1]}
	}
	return refused{"MALFORMED_JSON", where(err)}
}

var position = regexp.MustCompile(`\(line \d+:\d+\)`)

// where is the position the decoder gives; the rest of its text may quote what
// was sent and is kept inside.
func where(err error) string { return strings.Trim(position.FindString(err.Error()), "()") }

// parameters reads the query, refusing parameters the request does not have: a
// misspelt filter must not silently list everything.
type parameters struct{ runtime.DefaultQueryParser }

// Parse fills the message from the query.
func (p parameters) Parse(message proto.Message, values url.Values, filter *utilities.DoubleArray) error {
	for name := range values {
		if !has(message.ProtoReflect().Descriptor(), strings.Split(name, ".")) {
			return refused{"UNKNOWN_PARAMETER", cut(name)}
		}
	}
	if err := p.DefaultQueryParser.Parse(message, values, filter); err != nil {
		return refused{reason: "MALFORMED_PARAMETER"}
	}
	return nil
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

func cut(name string) string {
	const longest = 100
	if len(name) > longest {
		return name[:longest]
	}
	return name
}
