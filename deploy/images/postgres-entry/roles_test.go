package main

import (
	"strings"
	"testing"
)

func TestRolesMakeOneDatabaseForEachName(t *testing.T) {
	got, err := roles([]string{"directory", "disclosure"}, "s3cret")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"CREATE ROLE directory LOGIN\n", "ALTER ROLE disclosure PASSWORD 's3cret'\n", "CREATE DATABASE disclosure OWNER disclosure\n"} {
		if !strings.Contains(got, line) {
			t.Errorf("no %q in\n%s", line, got)
		}
	}
}

func TestRolesRefuseWhatWouldBeAnotherStatement(t *testing.T) {
	for _, c := range []struct{ name, password, want string }{
		{"directory; DROP DATABASE x", "s3cret", "POSTGRES_DATABASES"},
		{"", "s3cret", "POSTGRES_DATABASES"},
		{"directory", "it's", "password"},
		{"directory", "a\nDROP DATABASE x", "password"},
		{"directory", "", "password"},
	} {
		if _, err := roles([]string{c.name}, c.password); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("roles(%q, %q): want an error about %s, got %v", c.name, c.password, c.want, err)
		}
	}
}
