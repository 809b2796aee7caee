"""Lesson 03: send standard input to a server and print what comes back, at the same time."""

import argparse
import os
import socket
import sys
import threading


class Sender(threading.Thread):
    """Sends standard input to its end, then says to the server that this was all."""

    def __init__(self, connection):
        super().__init__(daemon=True)
        self.connection = connection
        self.sent = 0
        self.error = None
        self.is_done = False

    def run(self):
        try:
            self.send()
            self.is_done = True
        except (OSError, ValueError) as error:
            self.error = self.error or f"cannot send to the server: {error}"
        try:
            self.connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # It is closed already.

    def send(self):
        while piece := self.read():
            self.connection.sendall(piece)
            self.sent += len(piece)

    def read(self):
        try:
            return os.read(sys.stdin.fileno(), 16384)
        except OSError as error:
            self.error = f"cannot read standard input: {error}"
            raise


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    parser.add_argument("--write-first", action="store_true", help="send all before reading, which stalls")
    args = parser.parse_args()
    host, _, port = args.addr.rpartition(":")
    try:
        connection = socket.create_connection((host.strip("[]"), int(port)))
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot connect to {args.addr}: {error}")
    with connection:
        if args.write_first:
            write_first(connection)
        else:
            copy_both_ways(connection)


def copy_both_ways(connection):
    sender = Sender(connection)
    sender.start()
    received = receive(connection)
    if sender.error:
        sys.exit(f"error: {sender.error}")
    if not sender.is_done:
        sys.exit("error: the server closed the connection before the end of the input")
    if received < sender.sent:
        sys.exit(f"error: the server closed the connection after {received} of {sender.sent} bytes")


def receive(connection):
    """Prints what comes until the server closes; returns how much it was."""
    received = 0
    try:
        while piece := connection.recv(16384):
            show(piece)
            received += len(piece)
    except OSError as error:
        sys.exit(f"error: cannot receive from the server: {error}")
    return received


def show(piece):
    try:
        sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except OSError as error:
        # Nothing is left to be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(f"error: cannot write to standard output: {error}")


def write_first(connection):
    """Sends all of the input before it reads, as many programs do by mistake."""
    text = sys.stdin.buffer.read()
    connection.settimeout(1)
    sent = 0
    try:
        while sent < len(text):
            sent += connection.send(text[sent:])
    except TimeoutError:
        sys.exit(f"error: stalled after {sent} bytes: the server waits for us to read, we wait for it to read")
    except OSError as error:
        sys.exit(f"error: cannot send to the server: {error}")
    connection.settimeout(None)
    connection.shutdown(socket.SHUT_WR)
    receive(connection)


if __name__ == "__main__":
    main()
