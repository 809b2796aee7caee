//! Recordings: written while something passes, and read again.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, anyhow, bail};
use harness::recording::{Event, NAME, Side, VERSION, What, first_line};
use serde_json::Value;

/// A line of a recording may be so long (octets): a test that records keeps 8 MiB, each octet of which may be escaped.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

/// The largest number of microseconds: what JSON carries exactly, and the date of which has four digits in its year.
const LARGEST: u64 = 1 << 53;

/// So many octets may be left out of a piece.
const MOST_LEFT_OUT: u64 = 1 << 40;

/// A recording that is being written.
#[derive(Debug)]
pub struct Writer {
    to: BufWriter<File>,
    /// Where it is; `None` for one that nobody has named.
    path: Option<PathBuf>,
}

impl Writer {
    /// Begins a recording in a new file, or in one that goes with the program.
    pub fn begin(path: Option<&Path>) -> anyhow::Result<Self> {
        let file = match path {
            Some(path) => File::options().read(true).write(true).create(true).truncate(true).open(path),
            None => tempfile::tempfile(),
        };
        let file = file.with_context(|| match path {
            Some(path) => format!("cannot record in {}", path.display()),
            None => "cannot make a file for the recording".to_owned(),
        })?;
        let mut to = BufWriter::new(file);
        let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        writeln!(to, "{}", first_line(u64::try_from(began.as_micros()).unwrap_or_default()))?;
        Ok(Self { to, path: path.map(Path::to_owned) })
    }

    /// Adds an event. It is in the file when the recording ends, or when the next ones have filled a buffer.
    pub fn add(&mut self, event: &Event) -> std::io::Result<()> {
        writeln!(self.to, "{event}")
    }

    /// Writes what is still kept.
    pub fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }

    /// Reads the recording from its beginning. Nothing can be added any more.
    pub fn read_again(&mut self) -> anyhow::Result<Recording<File>> {
        let name = self.path.as_deref().map_or("the recording".to_owned(), |path| path.display().to_string());
        self.to.flush().with_context(|| format!("cannot write {name}"))?;
        let mut file = self.to.get_ref().try_clone().with_context(|| format!("cannot read {name} again"))?;
        file.seek(SeekFrom::Start(0)).with_context(|| format!("cannot read {name} again"))?;
        Recording::read(file, name)
    }
}

/// A recording that is read event by event.
#[derive(Debug)]
pub struct Recording<R> {
    from: BufReader<R>,
    name: String,
    line: u64,
    /// When it began, in microseconds since 1970-01-01 00:00 UTC; 0 where nobody has said so.
    pub began: u64,
}

impl Recording<File> {
    /// Opens the recording in a file.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        Self::read(file, path.display().to_string())
    }
}

impl<R: Read> Recording<R> {
    /// Reads a recording, which errors call `name`.
    pub fn read(from: R, name: String) -> anyhow::Result<Self> {
        let mut recording = Self { from: BufReader::new(from), name, line: 0, began: 0 };
        let first = recording.next_line()?;
        let about = first.and_then(|line| serde_json::from_str::<Value>(&line).ok()).unwrap_or_default();
        if about.get("recording").and_then(Value::as_str) != Some(NAME) {
            bail!("{} is no recording of `{NAME}`: its first line does not say so", recording.name);
        }
        match about.get("version").and_then(Value::as_u64) {
            Some(version) if version == u64::from(VERSION) => {}
            version => {
                let version = version.map_or("none".to_owned(), |version| version.to_string());
                bail!("{} has version {version} of the form; this program reads version {VERSION}", recording.name);
            }
        }
        recording.began =
            about.get("began").and_then(Value::as_u64).filter(|began| *began <= LARGEST).unwrap_or_default();
        Ok(recording)
    }

    fn next_line(&mut self) -> anyhow::Result<Option<String>> {
        let mut line = Vec::new();
        let read = self.from.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        let count = read.with_context(|| format!("cannot read {}", self.name))?;
        if count == 0 {
            return Ok(None);
        }
        self.line += 1;
        if count as u64 == LONGEST_LINE && !line.ends_with(b"\n") {
            bail!("{}, line {}: longer than {LONGEST_LINE} octets", self.name, self.line);
        }
        String::from_utf8(line).map(Some).map_err(|_| anyhow!("{}, line {}: not UTF-8", self.name, self.line))
    }

    /// The next event; `None` after the last one.
    fn next_event(&mut self) -> anyhow::Result<Option<Event>> {
        while let Some(line) = self.next_line()? {
            if !line.trim().is_empty() {
                let place = || format!("{}, line {}", self.name, self.line);
                return event(&line).map(Some).with_context(place);
            }
        }
        Ok(None)
    }
}

impl<R: Read> Iterator for Recording<R> {
    type Item = anyhow::Result<Event>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_event().transpose()
    }
}

/// How the octets of an event begin, where nobody has put blanks between.
const OCTETS: &str = r#""octets":""#;

/// Reads the line of an event.
fn event(line: &str) -> anyhow::Result<Event> {
    // Most of a recording are octets: their string is read here, faster than by a reader of all JSON. In another string the
    // quotes of what is looked for would be escaped.
    let (line, mut read) = match line.split_once(OCTETS) {
        Some((before, after)) => {
            let (octets, rest) = octets(after)?;
            (Cow::Owned(format!("{before}{OCTETS}{}", &after[rest..])), Some(octets))
        }
        None => (Cow::Borrowed(line), None),
    };
    let value: Value = serde_json::from_str(&line).map_err(|error| anyhow!("no JSON: {error}"))?;
    let number = |name: &str| value.get(name).and_then(Value::as_u64);
    let text = |name: &str| value.get(name).and_then(Value::as_str).with_context(|| format!("no text `{name}`"));
    let addr = |name: &str| -> anyhow::Result<SocketAddr> {
        text(name)?.parse().map_err(|_| anyhow!("`{name}` is no address"))
    };
    let side_in = |name: &str| match text(name)? {
        "client" => Ok(Side::Client),
        "server" => Ok(Side::Server),
        other => Err(anyhow!("`{name}` is client or server, not {other:?}")),
    };
    let side = || side_in("from");
    let mut octets = || match read.take() {
        Some(octets) => Ok(octets),
        None => text("octets")?.chars().map(|c| octet_of(u32::from(c))).collect(),
    };
    let what = match text("is")? {
        "open" => {
            let of_test = value.get("test").map(|_| side_in("test")).transpose()?;
            What::Open { client: addr("client")?, server: addr("server")?, test: of_test }
        }
        "refused" => What::Refused(text("why")?.to_owned()),
        "data" => {
            let left_out = number("left_out").unwrap_or_default();
            if left_out > MOST_LEFT_OUT {
                bail!("`left_out` is larger than {MOST_LEFT_OUT}");
            }
            What::Data { from: side()?, octets: octets()?, left_out }
        }
        "datagram" => What::Datagram { from: side()?, octets: octets()? },
        "end" => What::End(side()?),
        "reset" => What::Reset(side()?),
        "unseen" => What::Unseen,
        other => bail!("an event `{other}` is not known"),
    };
    let at = number("at").filter(|at| *at <= LARGEST).context("no number `at`, of microseconds")?;
    let connection = number("connection").context("no number `connection`")?;
    Ok(Event { at, connection, what })
}

/// The octets that stand for themselves in a string of JSON: visible ASCII, but for what ends or escapes.
const IS_PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut octet = b' ';
    while octet <= b'~' {
        plain[octet as usize] = octet != b'"' && octet != b'\\';
        octet += 1;
    }
    plain
};

/// The octets of a string of JSON whose first quote is read already, and where its last one stands.
fn octets(text: &str) -> anyhow::Result<(Vec<u8>, usize)> {
    let bytes = text.as_bytes();
    let mut octets = Vec::new();
    let mut at = 0;
    loop {
        let start = at;
        while bytes.get(at).is_some_and(|octet| IS_PLAIN[usize::from(*octet)]) {
            at += 1;
        }
        octets.extend_from_slice(&bytes[start..at]);
        match bytes.get(at) {
            Some(b'"') => return Ok((octets, at)),
            Some(b'\\') => {
                let (octet, count) = escape(&bytes[at + 1..])?;
                octets.push(octet);
                at += 1 + count;
            }
            _ => {
                let c = text.get(at..).and_then(|rest| rest.chars().next()).context("`octets` does not end")?;
                if c.is_ascii_control() {
                    bail!("{c:?} in `octets` is not escaped");
                }
                octets.push(octet_of(u32::from(c))?);
                at += c.len_utf8();
            }
        }
    }
}

/// What stands after a backslash: the octet, and how many characters say so.
fn escape(after: &[u8]) -> anyhow::Result<(u8, usize)> {
    let simple = match after.first() {
        Some(b'r') => b'\r',
        Some(b'n') => b'\n',
        Some(b't') => b'\t',
        Some(b'b') => 8,
        Some(b'f') => 12,
        Some(c @ (b'"' | b'\\' | b'/')) => *c,
        Some(b'u') => {
            let [Some(b'0'), Some(b'0'), Some(high), Some(low)] = [1, 2, 3, 4].map(|at| after.get(at)) else {
                bail!("\\u in `octets` stands for no octet");
            };
            let digit = |digit: &u8| char::from(*digit).to_digit(16).context("\\u in `octets` wants hex digits");
            return Ok((octet_of(16 * digit(high)? + digit(low)?)?, 5));
        }
        _ => bail!("`octets` has an escape that JSON does not know"),
    };
    Ok((simple, 1))
}

fn octet_of(number: u32) -> anyhow::Result<u8> {
    u8::try_from(number).map_err(|_| anyhow!("U+{number:04X} in `octets` is no octet"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let addr = |text: &str| text.parse().expect("an address");
        let whats = [
            What::Open { client: addr("127.0.0.1:1"), server: addr("[::1]:2"), test: None },
            What::Open { client: addr("[::1]:2"), server: addr("127.0.0.1:1"), test: Some(Side::Server) },
            What::Data { from: Side::Client, octets: (0..=255).collect(), left_out: 0 },
            What::Data { from: Side::Server, octets: vec![], left_out: MOST_LEFT_OUT },
            What::Datagram { from: Side::Server, octets: b"</script>".to_vec() },
            What::Refused("\"nobody\" \u{1f600}\n".to_owned()),
            What::End(Side::Client),
            What::Reset(Side::Server),
            What::Unseen,
        ];
        let events: Vec<Event> =
            whats.into_iter().zip(1..).map(|(what, at)| Event { at, connection: u64::MAX, what }).collect();
        let mut writer = Writer::begin(None).expect("a file");
        for event in &events {
            writer.add(event).expect("it is written");
        }
        let read: anyhow::Result<Vec<Event>> = writer.read_again().expect("a recording").collect();
        assert_eq!(read.expect("events"), events);
    }

    #[test]
    fn octets_are_read_however_json_writes_them() {
        let read = |octets: &str| {
            let line = format!(r#"{{"is":"data","octets":"{octets}","at":1,"from":"client","connection":1}}"#);
            event(&line).map(|event| event.what)
        };
        for (text, octets) in [
            (r#"a\"b\\c\/d"#, &b"a\"b\\c/d"[..]),
            (r"\u0000\u00fF\b\f\t\r\n", b"\0\xff\x08\x0c\t\r\n"),
            ("\u{e9}\u{ff}", b"\xe9\xff"),
            ("", b""),
        ] {
            let what = read(text).expect("it is JSON");
            let expected = What::Data { from: Side::Client, octets: octets.to_vec(), left_out: 0 };
            assert_eq!(what, expected, "{text}");
            let apart =
                format!(r#"{{ "is": "data", "octets" : "{text}", "at": 1, "from": "client", "connection": 1 }}"#);
            assert_eq!(event(&apart).expect("it is JSON").what, expected, "{apart}");
        }
        for text in [r"\u00g0", r"\u0100", r"\x", r"\u00", "\u{100}", "\t", "\\", "a\u{7f}\u{0}"] {
            assert!(read(text).is_err(), "{text:?}");
        }
        // In another string it is no octets.
        let why = r#"{"at":1,"connection":1,"is":"refused","why":"\"octets\":\"x\""}"#;
        assert_eq!(event(why).map(|event| event.what).ok(), Some(What::Refused(r#""octets":"x""#.to_owned())));
    }

    #[test]
    fn what_is_no_recording_is_refused_with_its_place() {
        let first = first_line(0);
        for (text, wrong) in [
            (String::new(), "its first line does not say so"),
            ("GET / HTTP/1.1\r\n".to_owned(), "its first line does not say so"),
            (first.replace("\"version\":1", "\"version\":2"), "has version 2 of the form"),
            (format!("{first}\n{{\"at\":1}}\n"), "x, line 2: no text `is`"),
            (format!("{first}\n\n{{\"at\":1,"), "x, line 3: no JSON"),
            (format!("{first}\n{{\"at\":1,\"connection\":1,\"is\":\"end\",\"from\":\"me\"}}"), "not \"me\""),
            (
                format!(
                    "{first}\n{{\"at\":1,\"connection\":1,\"is\":\"data\",\"from\":\"client\",\"octets\":\"\u{20ac}\"}}"
                ),
                "is no octet",
            ),
            (format!("{first}\n{{\"at\":-1,\"connection\":1,\"is\":\"unseen\"}}"), "no number `at`"),
            (format!("{first}\n{{\"at\":{},\"connection\":1,\"is\":\"unseen\"}}", u64::MAX), "no number `at`"),
        ] {
            let read = Recording::read(text.as_bytes(), "x".to_owned());
            let events = read.and_then(Iterator::collect::<anyhow::Result<Vec<Event>>>);
            let told = events.map_or_else(|error| format!("{error:#}"), |_| "read".to_owned());
            assert!(told.contains(wrong), "{text}: {told}");
        }
    }
}
