"""Lesson 10: what both programs know of HTTP/1.1: lines, fields, and where content ends."""

import re
from dataclasses import dataclass

PIECE = 64 * 1024
TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
MOST_LINE = 8192
MOST_FIELDS = 100
MOST_SECTION = 64 * 1024
MOST_DIGITS = 32
MOST_EXTENSIONS = 16 * 1024
LARGEST = 2**64 - 1


class Malformed(Exception):
    """What is wrong with a message, where, and which rule it breaks."""

    def __init__(self, what, section, offset, status=400):
        super().__init__(f"{what}, at octet {offset} ({section})")
        self.what, self.section, self.offset, self.status = what, section, offset, status


@dataclass
class Field:
    name: bytes
    value: bytes
    offset: int  # of the value, in its part of the message


class Input:
    """Octets of a connection, with their place in the part of the message that is being read."""

    def __init__(self, receive):
        self.receive = receive  # returns the next octets, b"" at the end
        self.buffer = b""
        self.offset = 0

    def fill(self):
        """Reads more; the end of the connection is an error here, as something is missing."""
        came = self.receive()
        if not came:
            raise Malformed("the message is incomplete", "RFC 9112 section 8", self.offset + len(self.buffer))
        self.buffer += came

    def take(self, count):
        octets, self.buffer = self.buffer[:count], self.buffer[count:]
        self.offset += len(octets)
        return octets

    def piece(self, most):
        """Some octets of content, `most` at the most."""
        if not self.buffer:
            self.fill()
        return self.take(min(most, PIECE))

    def line(self, too_long):
        """The octets up to the next CR LF; `too_long` is asked about what has come, and may raise an error."""
        while True:
            end = re.match(rb"[\t\x20-\x7e\x80-\xff]*", self.buffer).end()
            too_long(self.buffer[:end], self.offset)
            stop = self.buffer[end : end + 2]
            if stop == b"\r\n":
                line = self.take(end)
                self.take(2)
                return line
            if stop not in (b"", b"\r"):
                what = {b"\n": "an LF stands without CR", b"\r": "a CR stands without LF"}
                what = what.get(stop[:1], "a control octet stands in a line")
                raise Malformed(what, "RFC 9112 section 2.2", self.offset + end)
            self.fill()


def line_limit(line, offset):
    if len(line) > MOST_LINE:
        raise Malformed("a line is longer than 8192 octets", "RFC 9110 section 5.4", offset + MOST_LINE, 431)


def read_fields(stream, may_fold=False):
    """The fields of a head or of trailers, with the empty line that ends them."""
    fields, begin = [], stream.offset
    while True:
        at = stream.offset
        line = stream.line(line_limit)
        if not line:
            return fields
        if len(fields) == MOST_FIELDS or stream.offset - begin > MOST_SECTION:
            raise Malformed("there are more field lines than 100, or 64 KiB", "RFC 9110 section 5.4", at, 431)
        if line[:1] in b" \t":
            if not may_fold or not fields:
                raise Malformed("a field line is folded", "RFC 9112 section 5.2", at)
            fields[-1].value = (fields[-1].value + b" " + line.strip(b" \t")).strip()
            continue
        fields.append(field(line, at))


def field(line, at):
    name, colon, value = line.partition(b":")
    if not colon:
        raise Malformed("a field line has no colon", "RFC 9112 section 5", at)
    end = TOKEN.match(name).end() if TOKEN.match(name) else 0
    if not name:
        raise Malformed("a field has no name in front of its colon", "RFC 9112 section 5", at)
    if end < len(name):
        space = not name[end:].strip(b" \t")
        what = "white space stands between a field name and its colon" if space else "a name holds what no token holds"
        raise Malformed(what, "RFC 9112 section 5.1", at + end)
    begin = at + len(name) + 1 + len(value) - len(value.lstrip(b" \t"))
    return Field(name, value.strip(b" \t"), begin)


def values(fields, name):
    return [field for field in fields if field.name.lower() == name]


@dataclass
class Framing:
    """Where content ends: after so many octets, with its last chunk, or with the connection."""

    length: int | None = None
    chunked: bool = False
    is_coded: bool = False
    may_fold: bool = False  # a client takes folded trailer fields


def declared(fields, version):
    """What the fields say; None where they say nothing."""
    for underscore in fields:
        name = underscore.name.lower()
        if b"_" in name and name.replace(b"_", b"-") in (b"content-length", b"transfer-encoding"):
            what = "a field is named like one of the framing, with an underscore"
            raise Malformed(what, "RFC 9112 section 11.2", underscore.offset)
    lengths, codings = values(fields, b"content-length"), values(fields, b"transfer-encoding")
    if lengths and codings:
        what = "Content-Length and Transfer-Encoding stand in one message"
        raise Malformed(what, "RFC 9112 section 6.1", lengths[0].offset)
    if codings:
        if version == b"HTTP/1.0":
            raise Malformed("HTTP/1.0 has no Transfer-Encoding", "RFC 9112 section 6.1", codings[0].offset)
        return transfer_codings(b",".join(field.value for field in codings), codings[0].offset)
    if lengths:
        return Framing(length=content_length(lengths))
    return None


def content_length(lengths):
    value, offset = lengths[-1].value, lengths[-1].offset
    if len(lengths) > 1 or b"," in value:
        raise Malformed("Content-Length is not one number alone", "RFC 9112 section 6.3", offset)
    if re.fullmatch(rb"[0-9]+", value) is None:
        raise Malformed("Content-Length is not a number", "RFC 9112 section 6.3", offset)
    digits = value.lstrip(b"0") or b"0"
    if len(digits) > 20 or int(digits) > LARGEST:
        raise Malformed("Content-Length is beyond counting", "RFC 9110 section 8.6", offset, 413)
    return int(digits)


def transfer_codings(value, offset):
    members = [member.strip(b" \t") for member in re.findall(rb'((?:"(?:[^"\\]|\\.)*"|[^,])*)(?:,|$)', value)]
    # A match at the very end is the end, and no member, unless a comma stands before it.
    if not value.endswith(b",") and len(members) > 1:
        members.pop()
    if b"" in members:
        raise Malformed("Transfer-Encoding has an empty member", "RFC 9112 section 11.2", offset)
    names = [member.partition(b";")[0].rstrip(b" \t").lower() for member in members]
    if any(TOKEN.fullmatch(name) is None for name in names):
        raise Malformed("Transfer-Encoding is not a list of names", "RFC 9112 section 6.1", offset)
    if any(name == b"chunked" and b";" in member for name, member in zip(names, members)):
        raise Malformed("chunked has parameters", "RFC 9112 section 7.1", offset)
    if names.count(b"chunked") > 1:
        raise Malformed("chunked is applied twice", "RFC 9112 section 6.1", offset)
    return Framing(chunked=names[-1] == b"chunked", is_coded=names != [b"chunked"])


def read_content(stream, framing, each, announced=lambda size: None):
    """Hands each piece of the content to `each` as it comes, and the size of each chunk to `announced` before that; returns
    the trailer fields. Offsets begin anew."""
    stream.offset = 0
    if not framing.chunked:
        left = framing.length
        while left:
            piece = stream.piece(left)
            left -= len(piece)
            each(piece)
        return []
    extensions = 0
    while True:
        size, extension = chunk_size(stream, MOST_EXTENSIONS - extensions)
        extensions += extension
        if size == 0:
            return read_fields(stream, framing.may_fold)
        announced(size)
        while size:
            piece = stream.piece(size)
            size -= len(piece)
            each(piece)
        end_of_chunk(stream)


EXTENSION = re.compile(
    rb"[ \t]*;[ \t]*" + TOKEN.pattern + rb"(?:[ \t]*=[ \t]*(?:" + TOKEN.pattern + rb'|"(?:[^"\\]|\\.)*"))?'
)


def chunk_size(stream, most):
    """The size of the next chunk, and how long its extensions are."""

    def too_long(line, offset):
        digits = re.match(rb"[0-9A-Fa-f]*", line).end()
        if line and not digits:
            raise Malformed("a chunk does not begin with its size", "RFC 9112 section 7.1", offset)
        if digits > MOST_DIGITS:
            raise Malformed("a chunk size is beyond counting", "RFC 9112 section 7.1", offset + MOST_DIGITS, 413)
        if len(line) - digits > most:
            raise Malformed("chunk extensions are longer than 16 KiB", "RFC 9112 section 7.1.1", offset + digits)

    at = stream.offset
    line = stream.line(too_long)
    digits = re.match(rb"[0-9A-Fa-f]*", line).end()
    if not digits:
        raise Malformed("a chunk does not begin with its size", "RFC 9112 section 7.1", at)
    if int(line[:digits], 16) > LARGEST:
        raise Malformed("a chunk size is beyond counting", "RFC 9112 section 7.1", at, 413)
    end = digits
    while match := EXTENSION.match(line, end):
        end = match.end()
    if end < len(line):
        raise Malformed("what follows a chunk size is no extension", "RFC 9112 section 7.1.1", at + end)
    return int(line[:digits], 16), len(line) - digits


def end_of_chunk(stream):
    for octet in (b"\r", b"\n"):
        if not stream.buffer:
            stream.fill()
        if stream.buffer[:1] != octet:
            raise Malformed("a chunk does not end where its size says", "RFC 9112 section 7.1", stream.offset)
        stream.take(1)
