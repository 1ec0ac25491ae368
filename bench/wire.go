package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// wire is one connection of a visitor who keeps it open. It does as little as it can, because the generator
// shares the machine with the server.
type wire struct {
	at   string // host:port
	c    net.Conn
	in   *bufio.Reader
	body []byte
}

// answer is what came back; body is valid until the next request.
type answer struct {
	code     int
	location string
	body     []byte
}

// dial opens the connection to a server on this machine.
func dial(at string) (*wire, error) {
	c, err := net.DialTimeout("tcp", at, 5*time.Second)
	if err != nil {
		return nil, err
	}
	return &wire{at: at, c: c, in: bufio.NewReaderSize(c, 64<<10)}, nil
}

func (w *wire) close() { w.c.Close() }

// get and post write the requests as a phone would send them.
func (w *wire) get(path string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: " + w.at + "\r\nAccept-Language: ja\r\n\r\n")
}

func (w *wire) post(path, form string) []byte {
	return []byte("POST " + path + " HTTP/1.1\r\nHost: " + w.at + "\r\nAccept-Language: ja\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
		strconv.Itoa(len(form)) + "\r\n\r\n" + form)
}

// ask sends one request and reads the whole answer.
func (w *wire) ask(request []byte) (a answer, err error) {
	w.c.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := w.c.Write(request); err != nil {
		return a, err
	}
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return a, err
	}
	if len(line) < 12 {
		return a, fmt.Errorf("odd answer %q", line)
	}
	if a.code, err = strconv.Atoi(string(line[9:12])); err != nil {
		return a, err
	}
	length, chunked := 0, false
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		name, value, _ := strings.Cut(string(line), ":")
		switch value = strings.TrimSpace(value); http.CanonicalHeaderKey(name) {
		case "Content-Length":
			length, _ = strconv.Atoi(value)
		case "Transfer-Encoding":
			chunked = value == "chunked"
		case "Location":
			a.location = value
		}
	}
	a.body, err = w.read(length, chunked)
	return a, err
}

func (w *wire) read(length int, chunked bool) ([]byte, error) {
	w.body = w.body[:0]
	if !chunked {
		return w.more(length)
	}
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		n, err := strconv.ParseInt(strings.TrimSpace(string(line)), 16, 32)
		if err != nil {
			return nil, errors.New("odd chunk")
		}
		if _, err := w.more(int(n)); err != nil {
			return nil, err
		}
		if _, err := w.in.Discard(2); err != nil {
			return nil, err
		}
		if n == 0 {
			return w.body, nil
		}
	}
}

func (w *wire) more(n int) ([]byte, error) {
	at := len(w.body)
	if cap(w.body) < at+n {
		grown := make([]byte, at, 2*(at+n))
		copy(grown, w.body)
		w.body = grown
	}
	w.body = w.body[:at+n]
	_, err := io.ReadFull(w.in, w.body[at:])
	return w.body, err
}
