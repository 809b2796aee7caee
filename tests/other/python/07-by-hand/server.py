"""Lesson 07: a page and a form over HTTP, with requests read as text."""

import argparse
import html
import re
import socket
import sys
import threading
import time
from email.utils import formatdate
from urllib.parse import unquote_plus

MOST_REQUEST = 64 * 1024
MOST_REST = 16 * 1024 * 1024

FORM = """<form method="post" action="/form">
<p><label>Your name: <input name="name" autofocus></label> <button>Send</button></p>
</form>"""


class BadRequest(Exception):
    """A request that this server cannot read."""


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    parser.add_argument("--patience", type=int, default=10000, metavar="MS", help="wait so long for a request")
    args = parser.parse_args()
    try:
        listener = listen(args.addr)
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot listen on {args.addr}: {error}")
    host, port = listener.getsockname()[:2]
    note(f"listening on {f'[{host}]' if ':' in host else host}:{port}")
    while True:
        try:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, args.patience / 1000), daemon=True).start()
        except (OSError, RuntimeError) as error:
            note(f"cannot take a connection: {error}")


def listen(addr):
    """Opens a socket that listens on HOST:PORT."""
    host, _, port = addr.rpartition(":")
    found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
    family, _, _, _, address = found[0]
    return socket.create_server(address[:2], family=family)


def serve(connection, patience):
    with connection:
        try:
            said, response = answer(Until(connection, MOST_REQUEST, patience))
            print(said, flush=True)
            connection.settimeout(None)
            connection.sendall(response)
            close(connection, patience)
        except OSError as error:
            note(f"client lost: {error}")


class Until:
    """Reads from a connection until a moment, and no more than so many bytes."""

    def __init__(self, connection, most, patience):
        self.connection = connection
        self.most = most
        self.end = time.monotonic() + patience

    def read(self):
        """What comes next; b"" at the end, or where `most` bytes have come."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self.connection.settimeout(left)
        piece = self.connection.recv(min(self.most, 65536)) if self.most else b""
        self.most -= len(piece)
        return piece


def answer(client):
    """Reads a request; returns what to say of it, and the response."""
    try:
        method, target, body = read_request(client)
        asked = f"{method} {target}"
        status, content, allow = respond(method, target, body)
    except BadRequest:
        asked = "(not understood)"
        status, content, allow = "400 Bad Request", "<p>This server cannot read that request.</p>", None
    return f"{asked} {status}", page(status, content, allow)


def read_request(client):
    head, rest = read_head(client)
    try:
        lines = head.decode().split("\r\n")
    except UnicodeDecodeError:
        raise BadRequest from None
    words = lines[0].split(" ")
    if len(words) != 3 or "" in words or re.fullmatch("HTTP/1[.][0-9]", words[2]) is None:
        raise BadRequest
    length = content_length([field(line) for line in lines[1:]])
    while len(rest) < length:
        piece = client.read()
        if not piece:
            raise ConnectionError("the client closed before the end of its body")
        rest += piece
    try:
        return words[0], words[1], rest[:length].decode()
    except UnicodeDecodeError:
        raise BadRequest from None


def read_head(client):
    """The head without the empty line that ends it, and what came after that."""
    came = b""
    while b"\r\n\r\n" not in came:
        piece = client.read()
        if not piece:
            raise ConnectionError("the client closed before the end of its request")
        came += piece
    head, _, rest = came.partition(b"\r\n\r\n")
    return head, rest


def field(line):
    name, colon, value = line.partition(":")
    if not colon:
        raise BadRequest
    return name.strip().lower(), value.strip()


def content_length(fields):
    for name, value in fields:
        if name == "content-length":
            if re.fullmatch("[0-9]{1,18}", value, re.ASCII) is None:
                raise BadRequest
            return int(value)
    return 0


def respond(method, target, body):
    """The status, the content of the page, and the methods there are where this is none of them."""
    path = target.split("?")[0]
    match method, path:
        case "GET", "/":
            return "200 OK", '<p>Hello World. There is <a href="/form">a form</a>.</p>', None
        case "GET", "/form":
            return "200 OK", FORM, None
        case "POST", "/form":
            name = form_value(body, "name")
            if name is None:
                return "400 Bad Request", "<p>The form has no name in it.</p>", None
            return "200 OK", f"<p>Hello, {html.escape(name)}!</p>", None
        case _, "/":
            return "405 Method Not Allowed", "<p>This page can only be asked for.</p>", "GET"
        case _, "/form":
            return "405 Method Not Allowed", "<p>Ask for it, or fill it in.</p>", "GET, POST"
        case _:
            return "404 Not Found", "<p>There is no such page.</p>", None


def form_value(body, name):
    """The first value of this name in the body of a form."""
    for pair in body.split("&"):
        found, equals, value = pair.partition("=")
        if equals and found == name:
            return unquote_plus(value)
    return None


def page(status, content, allow):
    body = f"<!DOCTYPE html>\n<html><head><title>{status}</title></head>\n<body>{content}</body></html>\n".encode()
    head = [f"HTTP/1.1 {status}", "Connection: close", f"Date: {formatdate(usegmt=True)}"]
    if allow:
        head.append(f"Allow: {allow}")
    head += ["Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}"]
    return "".join(line + "\r\n" for line in head).encode() + b"\r\n" + body


def close(connection, patience):
    """Says that no more will come, then reads away what the client still sends: a reset would destroy the response."""
    connection.shutdown(socket.SHUT_WR)
    rest = Until(connection, MOST_REST, patience)
    try:
        while rest.read():
            pass
    except OSError:
        pass


def note(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
