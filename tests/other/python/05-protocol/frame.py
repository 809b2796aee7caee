"""Lesson 05: the frames of both programs, one header line and a body."""

import re
from dataclasses import dataclass

LINE_LIMIT = 100
BODY_LIMIT = 65536


class FrameError(Exception):
    """A frame that cannot be read; its text is what the reply to it says."""


@dataclass(frozen=True)
class Frame:
    start: str  # the method of a request, the code of a reply
    kind: str
    body: bytes
    key: str | None = None

    def encode(self):
        words = [self.start, self.kind, str(len(self.body))] + ([self.key] if self.key else [])
        return " ".join(words).encode() + b"\n" + self.body

    def __str__(self):
        return f"{self.start} {self.kind}: {self.body.decode('utf-8', 'backslashreplace')}"


def read_frame(stream):
    """Reads one frame from a buffered stream; None where the stream ends before one."""
    line = stream.readline(LINE_LIMIT)
    if not line:
        return None
    if not line.endswith(b"\n"):
        raise FrameError("too large") if len(line) == LINE_LIMIT else EOFError("the connection ended in a header line")
    start, kind, length, key = parse(line[:-1])
    if length > BODY_LIMIT:
        raise FrameError("too large")
    body = stream.read(length)
    if len(body) < length:
        raise EOFError("the connection ended in a body")
    if kind == "text":
        try:
            body.decode()
        except UnicodeDecodeError:
            raise FrameError("malformed") from None
    return Frame(start, kind, body, key)


def parse(line):
    """The words of a header line: a token, the type, a length in plain digits, and perhaps a key."""
    match = re.fullmatch(rb"([0-9A-Za-z]+) (text|bytes) (0|[1-9][0-9]*)(?: ([!-~]+))?", line)
    if match is None:
        raise FrameError("malformed")
    start, kind, length, key = match.groups()
    return start.decode(), kind.decode(), int(length), key and key.decode()


def token(word):
    """A method from a command line."""
    if re.fullmatch("[0-9A-Za-z]+", word, re.ASCII) is None:
        raise ValueError
    return word


def visible(word):
    """A key from a command line."""
    if re.fullmatch("[!-~]+", word) is None:
        raise ValueError
    return word
