// Lesson 01: send one message to a server.
package main

import (
	"fmt"
	"net"
	"os"
	"strings"
)

func main() {
	addr, message, isGiven := "127.0.0.1:12345", "Hello World from client", false
	for words := os.Args[1:]; len(words) > 0; words = words[1:] {
		switch {
		case words[0] == "--addr" && len(words) > 1:
			addr, words = words[1], words[1:]
		case !isGiven && !strings.HasPrefix(words[0], "-"):
			message, isGiven = words[0], true
		default:
			fmt.Fprintln(os.Stderr, "error: unknown argument", words[0])
			os.Exit(2)
		}
	}
	connection, err := net.Dial("tcp", addr)
	if err != nil {
		fail("cannot connect to", addr, err)
	}
	fmt.Println("client sending:", message)
	if err := send(connection, message); err != nil {
		fail("cannot send to", addr, err)
	}
}

// ANCHOR: send
// send sends the message, and says that nothing more will come.
func send(connection net.Conn, message string) error {
	defer connection.Close()
	if _, err := connection.Write([]byte(message)); err != nil {
		return err
	}
	return connection.(*net.TCPConn).CloseWrite()
}

// ANCHOR_END: send

func fail(what, addr string, err error) {
	fmt.Fprintf(os.Stderr, "error: %s %s: %v\n", what, addr, err)
	os.Exit(1)
}
