"""Lesson 01: print what one client sends until it closes its side, then end."""

import argparse
import socket
import sys
import threading


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    parser.add_argument("--forever", action="store_true", help="go on with other clients")
    parser.add_argument("--read-once", action="store_true", help="take one read for the whole message")
    args = parser.parse_args()
    try:
        listener = listen(args.addr)
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot listen on {args.addr}: {error}")
    host, port = listener.getsockname()[:2]
    print(f"listening on {f'[{host}]' if ':' in host else host}:{port}", file=sys.stderr, flush=True)
    receive = receive_once if args.read_once else receive_all
    if args.forever:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, receive), daemon=True).start()
    while not serve(listener.accept()[0], receive):
        pass


# ANCHOR: listen
def listen(addr):
    """Opens a socket that listens on HOST:PORT."""
    host, _, port = addr.rpartition(":")
    found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
    family, _, _, _, address = found[0]
    return socket.create_server(address[:2], family=family)
# ANCHOR_END: listen


def serve(connection, receive):
    """Prints the message of one client; says whether it came to its end."""
    with connection:
        try:
            message = receive(connection)
        except OSError as error:
            print(f"client lost: {error}", file=sys.stderr, flush=True)
            return False
    print("server received:", message.decode("utf-8", "backslashreplace"), flush=True)
    return True


# ANCHOR: receive
def receive_all(connection):
    """Reads until the client closes its side: then a read returns nothing."""
    pieces = []
    while piece := connection.recv(16384):
        pieces.append(piece)
    return b"".join(pieces)
# ANCHOR_END: receive


def receive_once(connection):
    """Reads whatever one read returns, which is a mistake."""
    return connection.recv(16384)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
