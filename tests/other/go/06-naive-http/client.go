// Lesson 06: send a message to a server, and print everything that it replies.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"unicode/utf8"
)

func main() {
	addr, message, isGet, isGiven := "127.0.0.1:12345", "Hello World from client", false, false
	for words := os.Args[1:]; len(words) > 0; words = words[1:] {
		switch {
		case words[0] == "--addr" && len(words) > 1:
			addr, words = words[1], words[1:]
		case words[0] == "--get":
			isGet = true
		case !isGiven && !strings.HasPrefix(words[0], "-"):
			message, isGiven = words[0], true
		default:
			fmt.Fprintln(os.Stderr, "error: unknown argument", words[0])
			os.Exit(2)
		}
	}
	if isGet && isGiven {
		fmt.Fprintln(os.Stderr, "error: --get sends a request instead of the message")
		os.Exit(2)
	}
	if isGet {
		message = "GET / HTTP/1.1\r\nHost: " + addr + "\r\n\r\n"
	}
	connection, err := net.Dial("tcp", addr)
	if err != nil {
		fmt.Fprintf(os.Stderr, "error: cannot connect to %s: %v\n", addr, err)
		os.Exit(1)
	}
	fmt.Println("client sending:", message)
	reply, err := exchange(connection, message)
	if len(reply) == 0 {
		fmt.Fprintln(os.Stderr, "error:", addr, "closed the connection without a reply:", err)
		os.Exit(1)
	}
	fmt.Println("client received:", text(reply))
	if err != nil {
		fmt.Fprintln(os.Stderr, "the connection broke after these bytes:", err)
	}
}

// ANCHOR: exchange
// exchange sends the message; it returns everything that came until the connection ended, and how it ended.
func exchange(connection net.Conn, message string) ([]byte, error) {
	_, sent := connection.Write([]byte(message))
	// What the server sent before it went is here, even if it did not take the message.
	reply, err := io.ReadAll(connection)
	if err == nil {
		err = sent
	}
	return reply, err
}

// ANCHOR_END: exchange

// text is what came as UTF-8; bytes that are none stand as \xNN.
func text(bytes []byte) string {
	var shown strings.Builder
	for len(bytes) > 0 {
		char, size := utf8.DecodeRune(bytes)
		if char == utf8.RuneError && size == 1 {
			fmt.Fprintf(&shown, "\\x%02x", bytes[0])
		} else {
			shown.Write(bytes[:size])
		}
		bytes = bytes[size:]
	}
	return shown.String()
}
