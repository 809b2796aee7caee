"""Lesson 02: send messages to a server, each in a datagram of its own."""

import argparse
import os
import socket
import sys


def count(text):
    number = int(text)
    if not 1 <= number <= 1_000_000:
        raise ValueError
    return number


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("messages", nargs="*", metavar="MESSAGE", default=["Hello World from client"])
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    parser.add_argument("--count", type=count, metavar="N", help="send 1 of N, 2 of N, ... instead")
    parser.add_argument("--size", type=int, default=0, metavar="BYTES", help="fill each with blanks up to this size")
    args = parser.parse_args()
    try:
        sender = connect(args.addr)
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot connect to {args.addr}: {error}")
    try:
        send_all(sender, args)
    except OSError as error:
        sys.exit(f"error: cannot send to {args.addr}: {error}")


def connect(addr):
    """Opens a socket whose datagrams go to HOST:PORT."""
    host, _, port = addr.rpartition(":")
    family, _, _, _, address = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM)[0]
    sender = socket.socket(family, socket.SOCK_DGRAM)
    sender.connect(address)
    return sender


def send_all(sender, args):
    if args.count:
        print(f"client sending: numbers 1 to {args.count}", flush=True)
        for number in range(1, args.count + 1):
            sender.send(f"{number} of {args.count}".encode().ljust(args.size))
        return
    for message in args.messages:
        print("client sending:", message, flush=True)
        sender.send(os.fsencode(message))


if __name__ == "__main__":
    main()
