package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
)

// What was refused, in a file of lines: type in Terraform, id that is pretended, message. The engine runs one process for
// each configuration of the provider, and again for each command; all of them write to the same file.
type refusals struct {
	path  string
	lock  sync.Mutex
	count int
}

// Without a file, nothing is pretended.
func openRefusals(path string) *refusals {
	if path == "" {
		return nil
	}
	return &refusals{path: path}
}

// A name that no other refusal has.
func (r *refusals) next() string {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.count++
	return fmt.Sprintf("pretended-%d-%d", os.Getpid(), r.count)
}

// Adds a line, in one write, so that processes do not mix theirs.
func (r *refusals) note(kind, id, message string) error {
	file, err := os.OpenFile(r.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err = file.WriteString(kind + "\t" + id + "\t" + message + "\n"); err != nil {
		return err
	}
	return file.Close()
}

// Whether a thing is pretended, by this process or an earlier one.
func (r *refusals) pretends(kind, id string) bool {
	if r == nil || id == "" {
		return false
	}
	noted, err := os.ReadFile(r.path)
	return err == nil && strings.Contains("\n"+string(noted), "\n"+kind+"\t"+id+"\t")
}
