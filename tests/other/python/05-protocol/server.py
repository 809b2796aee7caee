"""Lesson 05: answer the requests of many clients as the protocol says."""

import argparse
import socket
import sys
import threading

from frame import Frame, FrameError, read_frame, visible

CODES = {"malformed": "40", "too large": "41"}
DRAIN_LIMIT = 16 * 1024 * 1024


class Note:
    """What KEEP keeps and READ returns, for all clients."""

    def __init__(self, key):
        self.key = key
        self.lock = threading.Lock()
        self.kept = Frame("20", "text", b"")


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    parser.add_argument("--key", type=visible, default="sesame", help="the key that KEEP asks for")
    args = parser.parse_args()
    try:
        listener = listen(args.addr)
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot listen on {args.addr}: {error}")
    host, port = listener.getsockname()[:2]
    note(f"listening on {f'[{host}]' if ':' in host else host}:{port}")
    kept = Note(args.key)
    while True:
        try:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, kept), daemon=True).start()
        except (OSError, RuntimeError) as error:
            note(f"cannot take a connection: {error}")


def listen(addr):
    """Opens a socket that listens on HOST:PORT."""
    host, _, port = addr.rpartition(":")
    found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
    family, _, _, _, address = found[0]
    return socket.create_server(address[:2], family=family)


def serve(connection, kept):
    with connection, connection.makefile("rb") as stream:
        try:
            while (request := read_frame(stream)) is not None:
                print(f"server received: {request}", flush=True)
                send(connection, answer(request, kept))
        except FrameError as error:
            try:
                send(connection, Frame(CODES[str(error)], "text", str(error).encode()))
                drain(connection)
            except OSError as lost:
                note(f"client lost: {lost}")
        except (OSError, EOFError) as error:
            note(f"client lost: {error}")


def send(connection, reply):
    print(f"server sending reply: {reply.start}", flush=True)
    connection.sendall(reply.encode())


def answer(request, kept):
    match request.start:
        case "ECHO":
            return Frame("20", request.kind, request.body)
        case "LENGTH":
            return Frame("20", "text", str(len(request.body)).encode())
        case "READ":
            with kept.lock:
                return kept.kept
        case "KEEP" if request.key == kept.key:
            with kept.lock:
                kept.kept = Frame("20", request.kind, request.body)
            return Frame("20", "text", b"")
        case "KEEP":
            return Frame("43", "text", b"not allowed")
        case _:
            return Frame("42", "text", b"unknown method")


def drain(connection):
    """Ends a connection so that the last reply arrives: bytes left unread would reset it."""
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(1)
    rest = DRAIN_LIMIT
    try:
        while rest > 0 and (piece := connection.recv(min(rest, 65536))):
            rest -= len(piece)
    except OSError:
        pass


def note(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
