package change

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// encode writes an answer as JSON; protobuf messages in their own JSON.
func encode(answer any) (string, error) {
	var text []byte
	var err error
	if message, ok := answer.(proto.Message); ok {
		text, err = protojson.Marshal(message)
	} else {
		text, err = json.Marshal(answer)
	}
	if err != nil {
		return "", fmt.Errorf("keeping the answer: %w", err)
	}
	return string(text), nil
}

// decode reads what encode wrote.
func decode[T any](text *string) (T, error) {
	var answer, none T
	if text == nil {
		return none, errors.New("the cause has no answer: it is still at work in this same transaction")
	}
	var err error
	if _, ok := any(answer).(proto.Message); ok {
		made := reflect.New(reflect.TypeFor[T]().Elem()).Interface()
		message, _ := made.(proto.Message)
		// An older program may read what a newer one has written.
		err = protojson.UnmarshalOptions{DiscardUnknown: true}.Unmarshal([]byte(*text), message)
		answer, _ = made.(T)
	} else {
		err = json.Unmarshal([]byte(*text), &answer)
	}
	if err != nil {
		return none, fmt.Errorf("reading the earlier answer: %w", err)
	}
	return answer, nil
}
