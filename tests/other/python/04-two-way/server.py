"""Lesson 04: print what one read returns, and reply."""

import argparse
import socket
import sys
import threading
import time

REPLY = b"server received your message"
MOST = 16 * 1024 * 1024  # so much is read away after the reply


def number(least, most):
    def read(text):
        if not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return read


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    parser.add_argument("--buffer", type=number(1, 65535), default=1024, metavar="BYTES", help="read so much at most")
    parser.add_argument("--wait", type=number(0, 2**63), default=0, metavar="MS", help="wait so long before reading")
    parser.add_argument("--patience", type=number(1, 2**63), default=2000, metavar="MS", help="wait so long for an end")
    parser.add_argument("--drop", action="store_true", help="close at once after the reply")
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


def serve(connection, args):
    with connection:
        try:
            time.sleep(args.wait / 1000)
            message = connection.recv(args.buffer)
            if message:
                print("server received:", message.decode("utf-8", "backslashreplace"), flush=True)
                print("server sending reply", flush=True)
                connection.sendall(REPLY)
            if not args.drop:
                close(connection, args.patience / 1000)
        except OSError as error:
            note(f"client lost: {error}")


def close(connection, patience):
    """Says that no more will come, then reads away what the client still sends: a reset would destroy the reply."""
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(min(patience, 1e9))
    rest = MOST
    try:
        while rest > 0 and (piece := connection.recv(min(rest, 65536))):
            rest -= len(piece)
    except OSError:
        pass  # The client has its reply.


def note(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
