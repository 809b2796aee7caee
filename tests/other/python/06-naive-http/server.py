"""Lesson 06: reply with a page to whatever asks; with --repaired as HTTP says."""

import argparse
import socket
import sys
import threading
import time
from email.utils import formatdate

# ANCHOR: naive
NAIVE = b"""
HTTP/1.1
Content-Type: text/html

<html>
<body>
<b>Hello World</b>
</body>
</html>

"""
# ANCHOR_END: naive

MOST_REQUEST = 64 * 1024
MOST_REST = 16 * 1024 * 1024


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    parser.add_argument("--repaired", action="store_true", help="reply as HTTP says")
    parser.add_argument("--text", default="Hello World", help="what the repaired page says")
    parser.add_argument("--patience", type=int, default=10000, metavar="MS", help="wait so long for a request")
    parser.add_argument("--wait", type=int, default=0, metavar="MS", help="wait so long before anything else")
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
            threading.Thread(target=serve, args=(connection, args), daemon=True).start()
        except (OSError, RuntimeError) as error:
            note(f"cannot take a connection: {error}")


def listen(addr):
    """Opens a socket that listens on HOST:PORT."""
    host, _, port = addr.rpartition(":")
    found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
    family, _, _, _, address = found[0]
    return socket.create_server(address[:2], family=family)


# ANCHOR: serve
def serve(connection, args):
    with connection:
        try:
            time.sleep(args.wait / 1000)
            if not args.repaired:
                connection.sendall(NAIVE)
                return
            read_request(Until(connection, MOST_REQUEST, args.patience / 1000))
            connection.settimeout(None)
            connection.sendall(reply(args.text))
            close(connection, args.patience / 1000)
        except OSError as error:
            note(f"client lost: {error}")
# ANCHOR_END: serve


# ANCHOR: until
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
# ANCHOR_END: until


# ANCHOR: read_request
def read_request(client):
    """Reads up to the empty line that ends the head of a request."""
    came = b""
    while True:
        piece = client.read()
        if not piece:
            raise ConnectionError("the client closed before the end of its request")
        came = came[-3:] + piece
        if b"\n\r\n" in came or b"\n\n" in came:
            return
# ANCHOR_END: read_request


# ANCHOR: reply
def reply(text):
    body = f"<html>\n<body>\n<b>{text}</b>\n</body>\n</html>\n\n".encode()
    head = [
        "HTTP/1.1 200 OK",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
        f"Date: {formatdate(usegmt=True)}",
    ]
    return "".join(line + "\r\n" for line in head).encode() + b"\r\n" + body
# ANCHOR_END: reply


# ANCHOR: close
def close(connection, patience):
    """Says that no more will come, then reads away what the client still sends: a reset would destroy the response."""
    connection.shutdown(socket.SHUT_WR)
    rest = Until(connection, MOST_REST, patience)
    try:
        while rest.read():
            pass
    except OSError:
        pass
# ANCHOR_END: close


def note(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
