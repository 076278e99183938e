package directory_test

import "github.com/danchu-platform/danchu/services/directory/catalogue"

func starter(name string) ([]byte, error) { return catalogue.Files.ReadFile(name) }
