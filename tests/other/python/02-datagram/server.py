"""Lesson 02: print what comes in one datagram, then end; or count the datagrams 1 of N, 2 of N, ..."""

import argparse
import socket
import sys
import time


def at_least_one(limit):
    def number(text):
        if not 1 <= int(text) <= limit:
            raise ValueError
        return int(text)

    return number


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"error: {message}\n")


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    parser.add_argument("--buffer", type=int, default=1024, metavar="BYTES", help="keep so much of a datagram")
    parser.add_argument("--receive-buffer", type=at_least_one(1 << 30), metavar="BYTES")
    parser.add_argument("--hold", action="store_true", help="read nothing until Enter is pressed")
    parser.add_argument("--patience", type=at_least_one(2**32 - 1), default=1000, metavar="MILLISECONDS")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--forever", action="store_true", help="go on with other datagrams")
    what.add_argument("--count", type=at_least_one(1_000_000), metavar="N")
    args = parser.parse_args()
    try:
        receiver = bind(args.addr)
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot listen on {args.addr}: {error}")
    if args.receive_buffer:
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, args.receive_buffer)
    host, port = receiver.getsockname()[:2]
    note(f"listening on {f'[{host}]' if ':' in host else host}:{port}")
    if args.hold:
        note("reading nothing until you press Enter")
        sys.stdin.readline()
    if args.count:
        count(receiver, args.count, args.patience / 1000)
    else:
        print_datagrams(receiver, args.buffer, args.forever)


def bind(addr):
    """Opens a socket that receives what is sent to HOST:PORT."""
    host, _, port = addr.rpartition(":")
    family, _, _, _, address = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM)[0]
    receiver = socket.socket(family, socket.SOCK_DGRAM)
    receiver.bind(address)
    return receiver


def print_datagrams(receiver, most, forever):
    """Prints one datagram, or all that come."""
    while True:
        # One byte more than is kept: a datagram that fills it too is cut.
        message = receiver.recv(most + 1)
        if len(message) > most:
            note(f"cut: the datagram is longer than the buffer of {most} bytes")
        print("server received:", message[:most].decode("utf-8", "backslashreplace"), flush=True)
        if not forever:
            return


def count(receiver, total, patience):
    """Counts until all have come, or until no new one has come for as long as `patience`."""
    came = set()
    until = None
    while len(came) < total:
        if until is not None:
            receiver.settimeout(max(until - time.monotonic(), 0.001))
        try:
            number = number_in(receiver.recv(1024), total)
        except TimeoutError:
            break
        if number is not None and number not in came:
            came.add(number)
            until = time.monotonic() + patience
        elif until is not None and time.monotonic() > until + patience:
            break
    missing = [number for number in range(1, total + 1) if number not in came]
    print(f"received {len(came)} of {total}")
    print("never came:", ", ".join(runs(missing)) or "none", flush=True)


def number_in(datagram, total):
    """The number of a datagram like b'3 of 10', if it is one of those that are counted."""
    words = datagram.decode("utf-8", "replace").rstrip().split(" ")
    if len(words) == 3 and words[1:] == ["of", str(total)] and words[0].isascii() and words[0].isdigit():
        number = int(words[0])
        return number if 1 <= number <= total else None
    return None


def runs(numbers):
    """Numbers in order as texts: 3 alone, 5 to 9 as 5-9."""
    first = last = None
    for number in [*numbers, None]:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None:
            yield str(first) if first == last else f"{first}-{last}"
        first = last = number


def note(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
