"""Lesson 05: send requests to a server, all at once, and show its replies in order."""

import argparse
import os
import re
import socket
import sys
import threading

from frame import Frame, FrameError, read_frame, token, visible


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("method", nargs="?", type=token, default="ECHO")
    parser.add_argument("bodies", nargs="*")
    parser.add_argument("--type", choices=["text", "bytes"], default="text", metavar="TYPE")
    parser.add_argument("--key", type=visible)
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    args = parser.parse_intermixed_args()
    bodies = args.bodies or ["" if args.method == "READ" else "Hello World from client"]
    requests = [Frame(args.method, args.type, os.fsencode(body), args.key) for body in bodies]
    host, _, port = args.addr.rpartition(":")
    try:
        connection = socket.create_connection((host.strip("[]"), int(port)))
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot connect to {args.addr}: {error}")
    for request in requests:
        print(f"client sending: {request}", flush=True)
    with connection, connection.makefile("rb") as stream:
        threading.Thread(target=send, args=(connection, requests), daemon=True).start()
        receive(stream, len(requests))


def send(connection, requests):
    try:
        connection.sendall(b"".join(request.encode() for request in requests))
    except OSError:
        pass  # Why, a reply says, or its absence.


def receive(stream, count):
    refused = 0
    for number in range(1, count + 1):
        try:
            reply = read_frame(stream)
        except (OSError, EOFError, FrameError) as error:
            sys.exit(f"error: cannot read reply {number} of {count}: {error}")
        if reply is None:
            sys.exit(f"error: the server closed the connection before reply {number} of {count}")
        if reply.key is not None or re.fullmatch("[0-9]{2}", reply.start) is None:
            sys.exit(f"error: cannot read reply {number} of {count}: malformed")
        print(f"client received: {reply}", flush=True)
        refused += reply.start != "20"
    if refused:
        sys.exit(f"error: the server refused {refused} of {count} requests")


if __name__ == "__main__":
    main()
