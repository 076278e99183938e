package config

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/sethvargo/go-envconfig"
)

// longestFile is the most a file named by a _FILE variable may hold. Keys and URLs are short; a wrong path is not.
const longestFile = 1 << 20

// Load fills the struct target points to from environ (as [os.Environ] gives it). It fails when a required variable is
// absent, a value cannot be read, a file cannot be opened, a variable is given twice, or a Validate method objects; the
// error names the variable and never its value.
func Load(ctx context.Context, target any, environ []string) error {
	settings, err := fields(target)
	if err != nil {
		return fmt.Errorf("loading configuration: %w", err)
	}
	values, err := resolve(settings, parse(environ))
	if err != nil {
		return fmt.Errorf("loading configuration: %w", err)
	}
	var faults []error
	for _, f := range settings {
		if err := f.decode(ctx, values); err != nil {
			faults = append(faults, err)
		}
	}
	if len(faults) == 0 {
		faults = validate(reflect.ValueOf(target))
	}
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("loading configuration: %w", err)
	}
	return nil
}

// Unknown lists the DANCHU_ variables in environ that none of the targets reads: usually a misspelling. Programs that
// share an environment may see each other's, so it is for a warning, not for refusing to start.
func Unknown(environ []string, targets ...any) []string {
	known := map[string]bool{}
	for _, target := range targets {
		settings, err := fields(target)
		if err != nil {
			continue
		}
		for _, f := range settings {
			known[f.name], known[f.name+fileSuffix] = true, true
		}
	}
	var unknown []string
	for _, name := range slices.Sorted(maps.Keys(parse(environ))) {
		if !known[name] {
			unknown = append(unknown, name)
		}
	}
	return unknown
}

func parse(environ []string) map[string]string {
	values := map[string]string{}
	for _, entry := range environ {
		if name, value, ok := strings.Cut(entry, "="); ok && strings.HasPrefix(name, Prefix) {
			values[name] = value
		}
	}
	return values
}

// resolve gives each setting its value, reading the files that _FILE variables name. An empty variable counts as
// absent: a chart that leaves a value blank means the default.
func resolve(settings []field, given map[string]string) (map[string]string, error) {
	values := map[string]string{}
	var faults []error
	for _, f := range settings {
		file := f.name + fileSuffix
		switch {
		case given[f.name] != "" && given[file] != "":
			faults = append(faults, fmt.Errorf("%s and %s are both set: keep one", f.name, file))
		case given[f.name] != "":
			values[f.name] = given[f.name]
		case given[file] != "":
			text, err := readFile(given[file])
			if err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", file, err))
				continue
			}
			values[f.name] = text
		}
	}
	return values, errors.Join(faults...)
}

func readFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // read only: nothing can be lost
	text, err := io.ReadAll(io.LimitReader(f, longestFile+1))
	if err != nil {
		return "", err
	}
	if len(text) > longestFile {
		return "", fmt.Errorf("%s holds more than %d bytes: this is not a setting", path, longestFile)
	}
	return strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r"), nil
}

// decode sets one field, by itself, so that every fault is told and not only the first.
func (f field) decode(ctx context.Context, values map[string]string) error {
	holder := f.holder()
	err := envconfig.ProcessWith(ctx, &envconfig.Config{
		Target:           holder.Interface(),
		Lookuper:         envconfig.MapLookuper(values),
		DefaultOverwrite: true,
	})
	switch {
	case errors.Is(err, envconfig.ErrMissingRequired):
		return fmt.Errorf("%s is required: set it, or %s%s", f.name, f.name, fileSuffix)
	case err != nil && f.secret: // the library quotes what it could not read
		return fmt.Errorf("%s cannot be read as %s", f.name, f.value.Type())
	case err != nil:
		return fmt.Errorf("%s: %w", f.name, err)
	}
	f.value.Set(holder.Elem().Field(0))
	return nil
}

// holder makes a struct with this one field, tagged with the whole name of its variable.
func (f field) holder() reflect.Value {
	_, options, _ := strings.Cut(f.tag.Get("env"), ",")
	tag := f.name
	if options != "" {
		tag += "," + options
	}
	holder := reflect.New(reflect.StructOf([]reflect.StructField{{
		Name: "Value",
		Type: f.value.Type(),
		Tag:  reflect.StructTag(fmt.Sprintf("env:%q", tag)),
	}}))
	holder.Elem().Field(0).Set(f.value)
	return holder
}

// validate asks each struct that can be asked, the inner ones first.
func validate(v reflect.Value) []error {
	var faults []error
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return nil
	}
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() && v.Field(i).Kind() == reflect.Struct {
			faults = append(faults, validate(v.Field(i))...)
		}
	}
	if one, ok := v.Addr().Interface().(interface{ Validate() error }); ok {
		if err := one.Validate(); err != nil {
			faults = append(faults, err)
		}
	}
	return faults
}
