// Lesson 01: print what one client sends until it closes its side, then end.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"unicode/utf8"
)

func main() {
	addr, isForever, receive := "127.0.0.1:12345", false, receiveAll
	for words := os.Args[1:]; len(words) > 0; words = words[1:] {
		switch {
		case words[0] == "--addr" && len(words) > 1:
			addr, words = words[1], words[1:]
		case words[0] == "--forever":
			isForever = true
		case words[0] == "--read-once":
			receive = receiveOnce
		default:
			fmt.Fprintln(os.Stderr, "error: unknown argument", words[0])
			os.Exit(2)
		}
	}
	// Go takes a write to a socket that nobody reads for an error. To standard output it would end the program.
	signal.Ignore(syscall.SIGPIPE)
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	go func() {
		<-interrupted
		os.Exit(0)
	}()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		fmt.Fprintf(os.Stderr, "error: cannot listen on %s: %v\n", addr, err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stderr, "listening on", listener.Addr())
	// ANCHOR: accept
	for {
		connection, err := listener.Accept()
		if err != nil {
			fmt.Fprintln(os.Stderr, "cannot take a connection:", err)
		} else if isForever {
			go serve(connection, receive)
		} else if serve(connection, receive) {
			return
		}
	}
	// ANCHOR_END: accept
}

// serve prints the message of one client, and says whether it came to its end.
func serve(connection net.Conn, receive func(net.Conn) ([]byte, error)) bool {
	defer connection.Close()
	message, err := receive(connection)
	if err != nil {
		fmt.Fprintln(os.Stderr, "client lost:", err)
		return false
	}
	fmt.Println("server received:", text(message))
	return true
}

// ANCHOR: receive
// receiveAll reads until the client closes its side: then Read returns no byte, and io.EOF.
func receiveAll(connection net.Conn) ([]byte, error) {
	var message []byte
	buffer := make([]byte, 1024)
	for {
		count, err := connection.Read(buffer)
		message = append(message, buffer[:count]...)
		if err == io.EOF {
			return message, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// ANCHOR_END: receive

// receiveOnce reads whatever one read returns, which is a mistake.
func receiveOnce(connection net.Conn) ([]byte, error) {
	buffer := make([]byte, 1024)
	count, err := connection.Read(buffer)
	if err == io.EOF {
		err = nil
	}
	return buffer[:count], err
}

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
