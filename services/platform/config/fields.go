package config

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// Prefix begins the name of every variable of ours.
const Prefix = "DANCHU_"

// fileSuffix ends the name of a variable that names a file holding the value.
const fileSuffix = "_FILE"

// field is one setting.
type field struct {
	name   string // of the variable, with prefix
	tag    reflect.StructTag
	value  reflect.Value
	secret bool
}

var errNotStruct = errors.New("settings are read into a pointer to a struct")

// fields lists the settings of a struct in the order they are written, nested structs in place.
func fields(target any) ([]field, error) {
	v := reflect.ValueOf(target)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return nil, errNotStruct
	}
	return walk(v.Elem(), Prefix)
}

func walk(v reflect.Value, prefix string) ([]field, error) {
	var all []field
	for i := range v.NumField() {
		sf, fv := v.Type().Field(i), v.Field(i)
		if !sf.IsExported() {
			continue
		}
		name, inner := parseTag(sf.Tag.Get("env"))
		switch {
		case strings.HasPrefix(name, Prefix):
			return nil, fmt.Errorf("field %s: write the tag %q without %s, which is added", sf.Name, name, Prefix)
		case name != "":
			all = append(all, field{
				name:   prefix + name,
				tag:    sf.Tag,
				value:  fv,
				secret: sf.Type == reflect.TypeFor[Secret]() || sf.Tag.Get("secret") == "true",
			})
		case fv.Kind() == reflect.Struct && !isLeaf(fv):
			nested, err := walk(fv, prefix+inner)
			if err != nil {
				return nil, err
			}
			all = append(all, nested...)
		}
	}
	return all, nil
}

// isLeaf tells a struct that is one value (a time, an address) from one that groups settings.
func isLeaf(v reflect.Value) bool {
	_, ok := v.Addr().Interface().(encoding.TextUnmarshaler)
	return ok
}

// parseTag reads the name and the prefix option of an env tag.
func parseTag(tag string) (name, prefix string) {
	parts := strings.Split(tag, ",")
	name = strings.TrimSpace(parts[0])
	for _, option := range parts[1:] {
		if value, ok := strings.CutPrefix(strings.TrimSpace(option), "prefix="); ok {
			prefix = value
		}
	}
	return name, prefix
}
