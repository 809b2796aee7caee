# instead of: 05-protocol/frame.py
# The length of a text is counted in characters.
# fails: the_client_sends_key_type_and_length (wrong)
# fails: the_server_counts_bytes (wrong)


@dataclass(frozen=True)
class Frame:
    start: str
    kind: str
    body: bytes
    key: str | None = None

    def encode(self):
        length = len(self.body.decode()) if self.kind == "text" else len(self.body)
        words = [self.start, self.kind, str(length)] + ([self.key] if self.key else [])
        return " ".join(words).encode() + b"\n" + self.body

    def __str__(self):
        return f"{self.start} {self.kind}: {self.body.decode('utf-8', 'backslashreplace')}"
