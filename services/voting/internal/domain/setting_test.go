package domain_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/law/lawbook"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// The book never changes, so all tests read the one.
var national = sync.OnceValues(lawbook.National)

func book(t testing.TB) *law.Book {
	t.Helper()
	b, err := national()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func day(text string) workday.Date { return workday.MustParse(text) }

func at(text string) time.Time { return day(text).Start().Add(10 * time.Hour) }

// on is the world at ten in the morning of a day.
func on(t testing.TB, today string) domain.Setting {
	t.Helper()
	return domain.Setting{Book: book(t), Calendar: workday.Default(), Now: at(today)}
}

func refused(t testing.TB, err error, reason domain.Reason) *domain.Refusal {
	t.Helper()
	var r *domain.Refusal
	if !errors.As(err, &r) || r.Reason != reason {
		t.Fatalf("%v, want %s", err, reason)
	}
	return r
}

func pack(t testing.TB, m domain.Matter) domain.Pack {
	t.Helper()
	p, err := domain.PackFor(book(t), m, day("2026-11-21"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func village(item int, kind domain.Kind) domain.Matter {
	m := domain.Matter{Scope: domain.Village, Item: item, Kind: kind}
	if item == domain.ItemBoards {
		m.Board = domain.Inspection
	}
	return m
}

func commune(item int) domain.Matter {
	return domain.Matter{Scope: domain.Commune, Item: item, Kind: domain.Decide}
}

func agency(item int, kind domain.Kind) domain.Matter {
	return domain.Matter{Scope: domain.Agency, Item: item, Kind: kind}
}

// Officers of one village and commune, each another person.
var (
	head       = domain.Actor{Subject: "head", Office: domain.VillageHead}
	frontHead  = domain.Actor{Subject: "front", Office: domain.FrontHead}
	frontOther = domain.Actor{Subject: "front-2", Office: domain.FrontMember}
	chair      = domain.Actor{Subject: "chair", Office: domain.CommuneChair}
	frontChair = domain.Actor{Subject: "front-chair", Office: domain.CommuneFrontChair}
	electors   = domain.Actor{Subject: "election-team", Office: domain.ElectionTeam}
)

func team() domain.Team {
	return domain.Team{
		Members: []domain.Actor{frontHead, head, {Subject: "youth", Office: domain.Household}},
		Leader:  frontHead.Subject,
	}
}
