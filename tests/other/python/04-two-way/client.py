"""Lesson 04: send messages to a server, and print its reply."""

import argparse
import os
import socket
import sys
import time


def message(text):
    if not text:
        raise ValueError
    return text


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("messages", nargs="*", type=message, default=["Hello World from client"])
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    parser.add_argument("--pause", type=int, default=0, metavar="MS", help="wait so long between two messages")
    args = parser.parse_args()
    host, _, port = args.addr.rpartition(":")
    try:
        connection = socket.create_connection((host.strip("[]"), int(port)))
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot connect to {args.addr}: {error}")
    with connection:
        try:
            send(connection, args.messages, args.pause / 1000)
        except OSError as error:
            sys.exit(f"error: cannot send to {args.addr}: {error}")
        try:
            reply = receive(connection)
        except OSError as error:
            sys.exit(f"error: cannot read the reply from {args.addr}: {error}")
    if not reply:
        sys.exit(f"error: {args.addr} closed the connection without a reply")
    print("client received:", reply.decode("utf-8", "backslashreplace"), flush=True)


def send(connection, messages, pause):
    for index, text in enumerate(messages):
        if index > 0:
            time.sleep(pause)
        print("client sending:", text, flush=True)
        connection.sendall(os.fsencode(text))


def receive(connection):
    """Reads until the server closes: nothing else ends its reply."""
    pieces = []
    while piece := connection.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


if __name__ == "__main__":
    main()
