"""Lesson 01: send one message to a server."""

import argparse
import os
import socket
import sys


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("message", nargs="?", default="Hello World from client")
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    args = parser.parse_args()
    try:
        connection = connect(args.addr)
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot connect to {args.addr}: {error}")
    with connection:
        print("client sending:", args.message, flush=True)
        try:
            # ANCHOR: send
            connection.sendall(os.fsencode(args.message))
            connection.shutdown(socket.SHUT_WR)
            # ANCHOR_END: send
        except OSError as error:
            sys.exit(f"error: cannot send to {args.addr}: {error}")


# ANCHOR: connect
def connect(addr):
    """Opens a connection to HOST:PORT."""
    host, _, port = addr.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)))
# ANCHOR_END: connect


if __name__ == "__main__":
    main()
