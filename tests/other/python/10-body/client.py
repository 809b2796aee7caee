"""Lesson 10: ask for a URL, with content or without, and print the whole response."""

import argparse
import io
import os
import re
import socket
import sys
import threading

from http1 import PIECE, TOKEN, Framing, Input, Malformed, declared, line_limit, read_content, read_fields

TIMEOUT = 30
OWN_FIELDS = ["host", "connection", "content-length", "transfer-encoding", "trailer", "te", "expect"]


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


class Failed(Exception):
    """Why the program cannot do what it should."""


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("url", nargs="?")
    parser.add_argument("--method")
    parser.add_argument("--field", action="append", default=[], metavar="NAME: VALUE")
    parser.add_argument("--data", metavar="TEXT or @FILE")
    parser.add_argument("--chunked", action="store_true")
    args = parser.parse_args()
    if args.url is None:
        parser.error("the URL to ask for is missing")
    if args.chunked and args.data is None:
        parser.error("--chunked needs --data")
    try:
        ask(args)
    except Failed as error:
        sys.exit(f"error: {error}")


def ask(args):
    match = re.fullmatch(r"http://(\[[^]]*\]|[^/?#:]+)(?::([0-9]+))?(/[^#]*)?(?:#.*)?", args.url)
    if match is None:
        raise Failed(f"{args.url} is not a URL to ask for")
    host, port, target = match[1], int(match[2] or 80), match[3] or "/"
    source, length, media_type = open_data(args)
    method = args.method or ("GET" if source is None else "POST")
    head = request(args, method, target, f"{host}:{match[2]}" if match[2] else host, length, media_type)
    try:
        connection = socket.create_connection((host.strip("[]"), port), timeout=TIMEOUT)
    except OSError as error:
        raise Failed(f"cannot connect to {host}:{port}: {error}") from None
    with connection:
        sender = Sender(connection, head, source, args.chunked)
        sender.start()
        try:
            receive(connection, method)
        except (OSError, Malformed) as error:
            raise Failed(sender.problem or f"no good response from {args.url}: {error}") from None
        finally:
            end(connection)


def open_data(args):
    """The content to send, how long it is where that is said first, and what it is."""
    if args.data is None:
        return None, None, None
    if not args.data.startswith("@"):
        data = os.fsencode(args.data)
        return io.BytesIO(data), len(data), "application/x-www-form-urlencoded"
    name = args.data[1:]
    try:
        file = open(name, "rb")
    except OSError as error:
        raise Failed(f"cannot read {name}: {error}") from None
    return file, os.fstat(file.fileno()).st_size, "application/octet-stream"


def request(args, method, target, host, length, media_type):
    if TOKEN.fullmatch(os.fsencode(method)) is None:
        raise Failed(f"{method!r} is not a method")
    fields = {"Host": host, "User-Agent": "body-client/0.1.0", "Connection": "close"}
    if media_type:
        fields["Content-Type"] = media_type
    if args.chunked:
        fields["Transfer-Encoding"] = "chunked"
    elif length is not None or method in ("POST", "PUT"):
        fields["Content-Length"] = str(length or 0)
    lines = list(fields.items())
    for given in args.field:
        name, colon, value = given.partition(":")
        if not colon or TOKEN.fullmatch(os.fsencode(name)) is None or re.search(r"[\r\n\0]", value):
            raise Failed(f"cannot send the field {given!r}")
        if name.lower() in OWN_FIELDS:
            raise Failed(f"the client itself makes the field {name}")
        if name.lower() in ("user-agent", "content-type"):
            lines = [line for line in lines if line[0].lower() != name.lower()]
        lines.append((name, value.strip(" \t")))
    target = host if method == "CONNECT" else target
    head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines)
    return os.fsencode(head) + b"\r\n"


class Sender(threading.Thread):
    """Sends the request while the response is read: a server may respond before it has read all."""

    def __init__(self, connection, head, source, chunked):
        super().__init__(daemon=True)
        self.connection, self.head, self.source, self.chunked = connection, head, source, chunked
        self.problem = None

    def run(self):
        try:
            self.connection.sendall(self.head)
            while self.source and (piece := self.read()):
                self.connection.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if self.chunked else piece)
            if self.chunked:
                self.connection.sendall(b"0\r\n\r\n")
        except OSError:
            pass  # That the server stops reading is no error: its response says why.

    def read(self):
        try:
            return self.source.read(PIECE)
        except OSError as error:
            # A message that cannot be completed must not look complete.
            self.problem = f"cannot read the content: {error}"
            end(self.connection)
            raise


def receive(connection, method):
    """Passes over interim responses, and prints the final one."""
    stream = Input(lambda: connection.recv(PIECE))
    while True:
        stream.offset = 0
        line = stream.line(line_limit)
        match = re.fullmatch(rb"(HTTP/1\.[0-9]) ([1-9][0-9]{2})(?: (.*))?", line)
        if match is None:
            raise Malformed("this is no status line", "RFC 9112 section 4", 0)
        version, status, reason = match[1], int(match[2]), match[3] or b""
        fields = read_fields(stream, may_fold=True)
        if status >= 200:
            break
    framing = framing_of(method, status, version, fields)
    out = sys.stdout.buffer
    out.write(b"%b %d %b\n" % (version, status, shown(reason)))
    print_fields(out, fields)
    out.write(b"\n")
    if framing.length is None and not framing.chunked:
        copy_to_the_end(stream, out)
    else:
        trailers = read_content(stream, framing, lambda piece: (out.write(piece), out.flush()))
        if trailers:
            out.write(b"\n")
            print_fields(out, trailers)
    out.flush()


def framing_of(method, status, version, fields):
    """Where the content of a response ends (RFC 9112 section 6.3)."""
    if method == "HEAD" or status in (204, 304) or (method == "CONNECT" and status < 300):
        return Framing(length=0)
    framing = declared(fields, version) or Framing()
    framing.may_fold = True
    return framing


def copy_to_the_end(stream, out):
    out.write(stream.take(len(stream.buffer)))
    while piece := stream.receive():
        out.write(piece)
        out.flush()


def print_fields(out, fields):
    for field in fields:
        out.write(b"%b: %b\n" % (field.name, shown(field.value)))


def shown(octets):
    return octets.decode("utf-8", "backslashreplace").encode()


def end(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


if __name__ == "__main__":
    main()
