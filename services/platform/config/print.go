package config

import (
	"context"
	"encoding"
	"fmt"
	"io"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/sethvargo/go-envconfig"
)

// Print writes every setting of the struct target points to as NAME=value, one a line, in the order of the struct.
// Secrets are hidden, and so is a password inside any URL.
func Print(w io.Writer, target any) error { return print(w, target, false) }

// PrintDifferences is [Print] for the settings that differ from their defaults.
func PrintDifferences(w io.Writer, target any) error { return print(w, target, true) }

func print(w io.Writer, target any, onlyDifferences bool) error {
	settings, err := fields(target)
	if err != nil {
		return fmt.Errorf("printing configuration: %w", err)
	}
	for _, f := range settings {
		if onlyDifferences && f.isDefault() {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s=%s\n", f.name, f.shown()); err != nil {
			return fmt.Errorf("printing configuration: %w", err)
		}
	}
	return nil
}

func (f field) isDefault() bool {
	blank := field{name: f.name, tag: f.tag, value: reflect.New(f.value.Type()).Elem()}
	holder := blank.holder()
	err := envconfig.ProcessWith(context.Background(), &envconfig.Config{
		Target:   holder.Interface(),
		Lookuper: envconfig.MapLookuper(nil),
	})
	// A required setting has no default, so whatever it is differs.
	return err == nil && reflect.DeepEqual(holder.Elem().Field(0).Interface(), f.value.Interface())
}

func (f field) shown() string {
	text := format(f.value)
	switch {
	case text == "":
		return ""
	case f.secret:
		return redacted
	}
	parts := strings.Split(text, ",")
	for i, part := range parts {
		parts[i] = hidePassword(part)
	}
	return strings.Join(parts, ",")
}

func format(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	if v.CanAddr() {
		if m, ok := v.Addr().Interface().(encoding.TextMarshaler); ok {
			text, err := m.MarshalText()
			if err != nil {
				return redacted
			}
			return string(text)
		}
	}
	switch v.Kind() {
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = format(v.Index(i))
		}
		return strings.Join(items, ",")
	case reflect.Map:
		items := make([]string, 0, v.Len())
		for _, key := range v.MapKeys() {
			items = append(items, format(key)+":"+format(v.MapIndex(key)))
		}
		slices.Sort(items)
		return strings.Join(items, ",")
	default:
		return fmt.Sprint(v.Interface())
	}
}

// hidePassword hides what stands between user and host of a URL, and query parameters that name a secret.
func hidePassword(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		if strings.Contains(text, "@") || strings.Contains(text, "password") {
			return redacted // looks like a URL with a password and cannot be taken apart: hide all of it
		}
		return text
	}
	changed := false
	if _, has := u.User.Password(); has {
		u.User = url.User(u.User.Username() + ":" + "hidden")
		changed = true
	}
	query := u.Query()
	for key := range query {
		if name := strings.ToLower(key); strings.Contains(name, "password") || strings.Contains(name, "secret") || strings.Contains(name, "token") {
			query.Set(key, "hidden")
			changed = true
		}
	}
	if !changed {
		if u.Scheme == "" && strings.Contains(text, "password=") { // libpq's key=value form
			return redacted
		}
		return text
	}
	u.RawQuery = query.Encode()
	out, err := url.PathUnescape(u.String())
	if err != nil {
		return redacted
	}
	return out
}
