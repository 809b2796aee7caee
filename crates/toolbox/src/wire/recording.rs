//! Recordings: written while something passes, and read again.

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
        recording.began = about.get("began").and_then(Value::as_u64).unwrap_or_default();
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

/// Reads the line of an event.
fn event(line: &str) -> anyhow::Result<Event> {
    let value: Value = serde_json::from_str(line).map_err(|error| anyhow!("no JSON: {error}"))?;
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
    let what = match text("is")? {
        "open" => {
            let of_test = value.get("test").map(|_| side_in("test")).transpose()?;
            What::Open { client: addr("client")?, server: addr("server")?, test: of_test }
        }
        "refused" => What::Refused(text("why")?.to_owned()),
        "data" => {
            let left_out = number("left_out").unwrap_or_default();
            What::Data { from: side()?, octets: octets(text("octets")?)?, left_out }
        }
        "datagram" => What::Datagram { from: side()?, octets: octets(text("octets")?)? },
        "end" => What::End(side()?),
        "reset" => What::Reset(side()?),
        "unseen" => What::Unseen,
        other => bail!("an event `{other}` is not known"),
    };
    let at = number("at").context("no number `at`")?;
    let connection = number("connection").context("no number `connection`")?;
    Ok(Event { at, connection, what })
}

fn octets(text: &str) -> anyhow::Result<Vec<u8>> {
    let octet = |c: char| u8::try_from(u32::from(c)).map_err(|_| anyhow!("{c:?} in `octets` is no octet"));
    text.chars().map(octet).collect()
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
            What::Data { from: Side::Server, octets: vec![], left_out: u64::MAX },
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
        ] {
            let read = Recording::read(text.as_bytes(), "x".to_owned());
            let events = read.and_then(Iterator::collect::<anyhow::Result<Vec<Event>>>);
            let told = events.map_or_else(|error| format!("{error:#}"), |_| "read".to_owned());
            assert!(told.contains(wrong), "{text}: {told}");
        }
    }
}
