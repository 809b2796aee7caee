// Lesson 06: reply with a page to whatever asks; with --repaired as HTTP says.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// ANCHOR: naive
const naive = `
HTTP/1.1
Content-Type: text/html

<html>
<body>
<b>Hello World</b>
</body>
</html>

`

// ANCHOR_END: naive

const (
	mostRequest = 64 * 1024
	mostRest    = 16 * 1024 * 1024
)

var (
	isRepaired = false
	text       = "Hello World"
	patience   = 10 * time.Second
	wait       = time.Duration(0)
)

func main() {
	addr := "127.0.0.1:12345"
	for words := os.Args[1:]; len(words) > 0; words = words[1:] {
		switch {
		case words[0] == "--repaired":
			isRepaired = true
		case words[0] == "--addr" && len(words) > 1:
			addr, words = words[1], words[1:]
		case words[0] == "--text" && len(words) > 1:
			text, words = words[1], words[1:]
		case words[0] == "--patience" && len(words) > 1:
			patience, words = milliseconds(words), words[1:]
		case words[0] == "--wait" && len(words) > 1:
			wait, words = milliseconds(words), words[1:]
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
	for {
		connection, err := listener.Accept()
		if err != nil {
			fmt.Fprintln(os.Stderr, "cannot take a connection:", err)
			continue
		}
		go func() {
			defer connection.Close()
			if err := serve(connection.(*net.TCPConn)); err != nil {
				fmt.Fprintln(os.Stderr, "client lost:", err)
			}
		}()
	}
}

func milliseconds(words []string) time.Duration {
	number, err := strconv.ParseUint(words[1], 10, 32)
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", words[0], "takes a number:", err)
		os.Exit(2)
	}
	return time.Duration(number) * time.Millisecond
}

// ANCHOR: serve
func serve(connection *net.TCPConn) error {
	time.Sleep(wait)
	if !isRepaired {
		_, err := connection.Write([]byte(naive))
		return err
	}
	if err := readRequest(connection); err != nil {
		return err
	}
	if _, err := connection.Write(reply()); err != nil {
		return err
	}
	return closeInStages(connection)
}

// ANCHOR_END: serve

// ANCHOR: read_request
// readRequest reads up to the empty line that ends the head of a request.
func readRequest(connection *net.TCPConn) error {
	connection.SetReadDeadline(time.Now().Add(patience))
	lines := bufio.NewReader(io.LimitReader(connection, mostRequest))
	isBegin := true
	for {
		piece, err := lines.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return err // io.EOF too: no empty line came
		}
		if line := string(piece); isBegin && (line == "\r\n" || line == "\n") {
			return nil
		}
		isBegin = err == nil // else it was a piece of a line longer than the buffer
	}
}

// ANCHOR_END: read_request

// ANCHOR: reply
func reply() []byte {
	body := "<html>\n<body>\n<b>" + text + "</b>\n</body>\n</html>\n\n"
	head := "HTTP/1.1 200 OK\r\n" +
		"Connection: close\r\n" +
		"Content-Type: text/html; charset=utf-8\r\n" +
		fmt.Sprintf("Content-Length: %d\r\n", len(body)) +
		"Date: " + time.Now().UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT") + "\r\n" +
		"\r\n"
	return []byte(head + body)
}

// ANCHOR_END: reply

// ANCHOR: close
// closeInStages says that no more will come, then reads away what the client still sends.
func closeInStages(connection *net.TCPConn) error {
	if err := connection.CloseWrite(); err != nil {
		return err
	}
	connection.SetReadDeadline(time.Now().Add(patience))
	// The reply is sent: however the rest ends, nothing is lost.
	io.Copy(io.Discard, io.LimitReader(connection, mostRest))
	return nil
}

// ANCHOR_END: close
