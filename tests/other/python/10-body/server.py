"""Lesson 10: respond to HTTP requests, one a connection: POST /echo returns what it gets, /form is a form."""

import argparse
import html
import socket
import sys
import threading
import time
from email.utils import formatdate
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from http1 import PIECE, TOKEN, Framing, Input, Malformed, declared, line_limit, read_content, read_fields, values

MOST_KEPT = 64 * 1024
MOST_DISCARDED = 1024 * 1024
LONGEST_LINGER = 2
METHODS = [b"GET", b"HEAD", b"POST", b"PUT", b"DELETE", b"CONNECT", b"OPTIONS", b"TRACE"]
ALLOWED = {b"/": "GET, HEAD", b"/echo": "POST", b"/form": "GET, HEAD, POST"}
FORM = """<form method="post" action="/form">
<p><label>Name <input name="name"></label>
<p><label>Message <textarea name="message"></textarea></label>
<p><button>Send</button>
</form>"""


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


class Page(Exception):
    """A response that is a page, raised wherever it is clear that it will be this one."""

    def __init__(self, status, content, allow=None):
        super().__init__(status)
        self.status, self.content, self.allow = status, content, allow


def seconds(text):
    if not 0 < float(text) < 1e8:
        raise ValueError
    return float(text)


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    parser.add_argument("--timeout", type=seconds, default=10, metavar="SECONDS")
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
            threading.Thread(target=serve, args=(connection, args.timeout), daemon=True).start()
        except (OSError, RuntimeError) as error:
            note(f"cannot take a connection: {error}")


def listen(addr):
    """Opens a socket that listens on HOST:PORT."""
    host, _, port = addr.rpartition(":")
    found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
    family, _, _, _, address = found[0]
    return socket.create_server(address[:2], family=family)


class Request:
    """A request, as far as it has come, and the response to it."""

    def __init__(self, connection, timeout):
        self.connection = connection
        self.timeout = timeout
        self.head_until = time.monotonic() + timeout
        self.stream = Input(self.receive)
        self.method, self.target, self.version, self.fields = b"GET", b"", b"HTTP/1.1", []
        self.framing = Framing(length=0)
        self.is_whole_head = False
        self.octets = 0
        self.trailers = []
        self.begun = False

    def receive(self):
        left = self.timeout if self.is_whole_head else self.head_until - time.monotonic()
        self.connection.settimeout(max(left, 0.001))
        return self.connection.recv(PIECE)

    def read_head(self):
        line = self.stream.line(line_limit)
        words = line.split(b" ")
        if len(words) != 3 or TOKEN.fullmatch(words[0]) is None:
            raise Malformed("this is no request line", "RFC 9112 section 3", 0)
        self.method, self.target, self.version = words
        if self.version not in (b"HTTP/1.0", b"HTTP/1.1"):
            raise Malformed("the version is not like HTTP/1.1", "RFC 9112 section 2.3", len(line) - len(self.version))
        self.fields = read_fields(self.stream)
        self.is_whole_head = True
        if self.version == b"HTTP/1.1" and len(values(self.fields, b"host")) != 1:
            raise Malformed("there is not one Host field", "RFC 9112 section 3.2", self.stream.offset)

    def frame(self):
        framing = declared(self.fields, self.version) or Framing(length=0)
        if framing.length is None and not framing.chunked:
            raise Malformed("the last transfer coding is not chunked", "RFC 9112 section 6.3", self.coding_offset())
        if framing.is_coded:
            raise Malformed("there is an unknown transfer coding", "RFC 9112 section 6.1", self.coding_offset(), 501)
        self.framing = framing

    def coding_offset(self):
        return values(self.fields, b"transfer-encoding")[0].offset

    def awaits_100(self):
        """Whether the client holds its content back until it is asked for it."""
        expects = [field.value.lower() for field in values(self.fields, b"expect")]
        has_content = self.framing.chunked or self.framing.length
        return expects == [b"100-continue"] and self.version == b"HTTP/1.1" and has_content and not self.stream.buffer

    def content(self, most, each):
        """Reads the content, `most` octets of it at the most."""

        def announced(size):
            if self.octets + size > most:
                raise Page(413, f"This server takes {most} octets of content here.")

        def count(piece):
            self.octets += len(piece)
            each(piece)

        announced(self.framing.length or 0)
        if self.awaits_100():
            self.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        self.trailers = read_content(self.stream, self.framing, count, announced)

    def said(self, status):
        said = f"{self.method.decode()} {shown(self.target)} {status}"
        if status == 200 and self.framing != Framing(length=0):
            said += f", content: {self.octets} octets" + (", chunked" if self.framing.chunked else "")
        for field in self.trailers:
            said += f"\ntrailer: {shown(field.name)}: {shown(field.value)}"
        return said


def serve(connection, timeout):
    request = Request(connection, timeout)
    with connection:
        try:
            status = respond(request)
            if status is not None:
                print(request.said(status), flush=True)
                linger(connection)
        except (OSError, Malformed, Page) as error:
            note(f"client lost: {error}")


def respond(request):
    """Responds to a request, and to what is wrong with it; returns the status, or None where nobody asked."""
    try:
        act(request)
        return 200
    except Page as page:
        refused = page
    except Malformed as error:
        if not request.is_whole_head and not request.stream.buffer and not request.stream.offset:
            return None
        what = f"This server cannot take the request: {error.what}, at octet {error.offset}, counted from 0."
        refused = Page(error.status, f"{what} More about it: {error.section}.")
    except TimeoutError:
        if not request.is_whole_head and not request.stream.buffer and not request.stream.offset:
            return None
        refused = Page(408, "The request did not come in time.")
    if request.begun:
        raise refused
    send_page(request, refused)
    return refused.status


def act(request):
    """Does what a request asks for."""
    request.read_head()
    request.frame()
    path = request.target.split(b"?")[0]
    expects = values(request.fields, b"expect")
    if any(field.value.lower() != b"100-continue" for field in expects):
        raise Page(417, "This server knows no expectation but 100-continue.")
    if request.method not in METHODS:
        raise Page(501, f"This server does not know the method {html.escape(shown(request.method))}.")
    if path not in ALLOWED:
        raise Page(404, f"There is no page {html.escape(shown(request.target))}.")
    if shown(request.method) not in ALLOWED[path].split(", "):
        raise Page(405, f"Allowed are {ALLOWED[path]}.", ALLOWED[path])
    if path == b"/echo":
        echo(request)
    elif request.method == b"POST":
        form(request)
    else:
        if not request.awaits_100():
            request.content(MOST_KEPT, lambda piece: None)
        text = "It works. There is a <a href=\"/form\">form</a>." if path == b"/" else FORM
        send_page(request, Page(200, text))


def echo(request):
    """Sends the content back while it comes, framed as it came."""
    types = values(request.fields, b"content-type")
    fields = [("Content-Type", shown(types[0].value) if len(types) == 1 else "application/octet-stream")]
    for coding in values(request.fields, b"content-encoding"):
        fields.append(("Content-Encoding", shown(coding.value)))
    chunked = request.framing.chunked
    fields.append(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(request.framing.length)))
    kept = bytearray(head(200, fields))

    def send(piece, last=b""):
        kept.extend(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked and piece else piece)
        kept.extend(last)
        # Until then, another response can take its place.
        if len(kept) > PIECE or last or not piece:
            request.begun = True
            request.connection.settimeout(request.timeout)
            request.connection.sendall(kept)
            kept.clear()

    request.content(2**64, send)
    send(b"", b"0\r\n\r\n" if chunked else b"")


def form(request):
    """Shows what was filled in."""
    media_types = [shown(field.value).partition(";")[0].strip().lower() for field in values(request.fields, b"content-type")]
    if media_types != ["application/x-www-form-urlencoded"] or values(request.fields, b"content-encoding"):
        raise Page(415, "A form comes as application/x-www-form-urlencoded, without Content-Encoding.")
    came = bytearray()
    request.content(MOST_KEPT, came.extend)
    rows = ""
    for pair in bytes(came).split(b"&"):
        name, _, value = pair.partition(b"=")
        rows += f"<dt>{decoded(name)}</dt><dd><pre>{decoded(value)}</pre></dd>\n"
    send_page(request, Page(200, f"<p>This came:\n<dl>\n{rows}</dl>"))


def decoded(text):
    """A name or a value of a form, as a page shows it."""
    return html.escape(unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-8", "replace"))


def head(status, fields):
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Date: {formatdate(usegmt=True)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in fields]
    return "".join(line + "\r\n" for line in lines).encode("latin-1") + b"\r\n"


def send_page(request, page):
    content = f"<!DOCTYPE html>\n<title>Lesson 10</title>\n<p>{page.content}\n".encode()
    fields = [("Allow", page.allow)] if page.allow else []
    fields += [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(content)))]
    request.begun = True
    request.connection.settimeout(request.timeout)
    request.connection.sendall(head(page.status, fields) + (b"" if request.method == b"HEAD" else content))


def linger(connection):
    """Says that no more will come, and reads away what the client still sends: a reset would destroy the response."""
    until, left = time.monotonic() + LONGEST_LINGER, MOST_DISCARDED
    try:
        connection.shutdown(socket.SHUT_WR)
        while left > 0 and (wait := until - time.monotonic()) > 0:
            connection.settimeout(wait)
            piece = connection.recv(PIECE)
            if not piece:
                break
            left -= len(piece)
    except OSError:
        pass


def shown(octets):
    return octets.decode("utf-8", "backslashreplace")


def note(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
