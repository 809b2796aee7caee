"""Lesson 07: ask for a URL, or send a form to it, and print the response."""

import argparse
import re
import socket
import sys
import time
from urllib.parse import quote_plus

PATIENCE = 30
MOST = 64 * 1024 * 1024


def form_input(text):
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError
    return name, value


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("url", nargs="?")
    parser.add_argument("--form", action="append", type=form_input, default=[], metavar="NAME=VALUE")
    args = parser.parse_args()
    if args.url is None:
        parser.error("the URL to ask for is missing")
    match = re.fullmatch(r"http://(\[[^]]*\]|[^/?#:]*)(:[0-9]+)?(/[^#]*)?(#.*)?", args.url)
    if match is None:
        sys.exit(f"error: {args.url} is not a URL of http")
    host, port, target, _ = match.groups(default="")
    addr = f"{host}{port or ':80'}"
    try:
        connection = socket.create_connection((host.strip("[]"), int(port[1:] or 80)))
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot connect to {addr}: {error}")
    with connection:
        not_sent = None
        try:
            connection.sendall(request(host + port, target or "/", args.form))
        except OSError as error:
            not_sent = error  # What the server sent before it went is here all the same.
        came, broke = receive(connection)
        broke = broke or not_sent
    if broke and not came:
        sys.exit(f"error: the connection to {addr} broke: {broke}")
    head, body = response(came, addr)
    sys.stdout.buffer.write(head.replace(b"\r\n", b"\n") + b"\n\n" + body)
    sys.stdout.flush()
    if broke:
        sys.exit(f"error: the connection to {addr} broke: {broke}")
    complete(head, body, addr)


def request(host, target, inputs):
    fields = f"Host: {host}\r\nConnection: close\r\n"
    if not inputs:
        return f"GET {target} HTTP/1.1\r\n{fields}\r\n".encode()
    body = "&".join(f"{encode(name)}={encode(value)}" for name, value in inputs)
    fields += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return f"POST {target} HTTP/1.1\r\n{fields}\r\n{body}".encode()


def encode(text):
    """A form sends letters, digits and *-._ as they are; quote_plus would leave ~ too."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def receive(connection):
    """Everything that comes until the connection ends, and the error it ended with."""
    came = bytearray()
    end = time.monotonic() + PATIENCE
    try:
        while len(came) < MOST:
            connection.settimeout(max(end - time.monotonic(), 0.001))
            piece = connection.recv(65536)
            if not piece:
                break
            came += piece
    except OSError as error:
        return bytes(came), error
    return bytes(came), None


def response(came, addr):
    """The head and the body of what came, if that is a response of HTTP/1.x."""
    head, empty_line, body = came.partition(b"\r\n\r\n")
    if not came:
        sys.exit(f"error: {addr} closed the connection without a word")
    if not empty_line or not head.startswith(b"HTTP/1."):
        sys.exit(f"error: no good response from {addr}")
    try:
        head.decode()
    except UnicodeDecodeError:
        sys.exit(f"error: no good response from {addr}: the head is not text")
    return head, body


def complete(head, body, addr):
    """Ends the program where fewer bytes came than Content-Length says."""
    for line in head.decode().split("\r\n")[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            value = value.strip()
            if re.fullmatch("[0-9]+", value, re.ASCII) is None or len(body) < int(value):
                sys.exit(f"error: the response from {addr} is not whole: {len(body)} bytes of {value} came")
            return


if __name__ == "__main__":
    main()
