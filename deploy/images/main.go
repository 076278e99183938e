package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "images:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("say what to do: build, push or list")
	}
	flags := flag.NewFlagSet("images "+args[0], flag.ContinueOnError)
	repository := flags.String("repository", ".", "root of the source tree")
	out := flags.String("out", ".danchu/images", "folder of the archives")
	registry := flags.String("registry", "danchu.local", "registry and path before the image's name")
	tag := flags.String("tag", "dev", "tag of every image")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	images, err := named(flags.Args())
	if err != nil {
		return err
	}
	switch args[0] {
	case "list":
		for _, img := range images {
			fmt.Printf("%-18s %s\n", img.name, img.title)
		}
		return nil
	case "build":
		return each(images, *repository, *registry, *tag, func(ref name.Tag, img v1.Image) (string, error) {
			return archive(*out, ref, img)
		})
	case "push":
		return each(images, *repository, *registry, *tag, push)
	}
	return fmt.Errorf("%s is not build, push or list", args[0])
}

// each builds one image after the other (the compiler already uses every core) and hands it over.
func each(images []image, repository, registry, tag string, deliver func(name.Tag, v1.Image) (string, error)) error {
	work, err := os.MkdirTemp("", "danchu-images-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work) //nolint:errcheck // a temporary folder
	for _, img := range images {
		began := time.Now()
		ref, err := name.NewTag(registry+"/"+img.name+":"+tag, name.StrictValidation)
		if err != nil {
			return err
		}
		built, err := assemble(repository, work, img, tag)
		if err != nil {
			return fmt.Errorf("building %s: %w", img.name, err)
		}
		where, err := deliver(ref, built)
		if err != nil {
			return fmt.Errorf("delivering %s: %w", img.name, err)
		}
		digest, err := built.Digest()
		if err != nil {
			return err
		}
		size, err := layersSize(built)
		if err != nil {
			return err
		}
		fmt.Printf("  %-18s %5.1f MiB  %s  %4.1f s  %s\n", img.name, float64(size)/(1<<20), digest.String()[:19], time.Since(began).Seconds(), where)
	}
	return nil
}

// archive writes <out>/<name>.tar, whole or not at all.
func archive(out string, ref name.Tag, img v1.Image) (string, error) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return "", err
	}
	path := filepath.Join(out, filepath.Base(ref.RepositoryStr())+".tar")
	if err := tarball.WriteToFile(path+".part", ref, img); err != nil {
		return "", err
	}
	return path, os.Rename(path+".part", path)
}

func push(ref name.Tag, img v1.Image) (string, error) {
	return ref.String(), remote.Write(ref, img, remote.WithAuthFromKeychain(authn.DefaultKeychain))
}

func layersSize(img v1.Image) (int64, error) {
	layers, err := img.Layers()
	if err != nil {
		return 0, err
	}
	var total int64
	for _, layer := range layers {
		size, err := layer.Size()
		if err != nil {
			return 0, err
		}
		total += size
	}
	return total, nil
}
