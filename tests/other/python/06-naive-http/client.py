"""Lesson 06: send a message to a server, and print everything that it replies."""

import argparse
import os
import socket
import sys


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("message", nargs="?")
    parser.add_argument("--get", action="store_true", help="send a small HTTP request instead")
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    args = parser.parse_args()
    if args.get and args.message is not None:
        parser.error("--get sends a request instead of the message")
    message = "Hello World from client" if args.message is None else args.message
    if args.get:
        message = f"GET / HTTP/1.1\r\nHost: {args.addr}\r\n\r\n"
    host, _, port = args.addr.rpartition(":")
    try:
        connection = socket.create_connection((host.strip("[]"), int(port)))
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot connect to {args.addr}: {error}")
    with connection:
        print("client sending:", message, flush=True)
        reply, error = exchange(connection, os.fsencode(message))
    if not reply:
        sys.exit(f"error: {args.addr} closed the connection without a reply{f': {error}' if error else ''}")
    print("client received:", reply.decode("utf-8", "backslashreplace"), flush=True)
    if error:
        print(f"the connection broke after these bytes: {error}", file=sys.stderr)


# ANCHOR: exchange
def exchange(connection, message):
    """Sends the message; returns everything that came until the connection ended, and the error it ended with."""
    error = None
    pieces = []
    try:
        connection.sendall(message)
    except OSError as lost:
        error = lost  # What the server sent before it went is here all the same.
    try:
        while piece := connection.recv(65536):
            pieces.append(piece)
    except OSError as lost:
        error = lost
    return b"".join(pieces), error
# ANCHOR_END: exchange


if __name__ == "__main__":
    main()
