//! What real clients make of the article's reply, and of its repair.
//!
//! The tables of the chapter, `book/transcripts/06-naive-http/*.md`, are written here:
//!
//! ```sh
//! TRANSCRIPTS=overwrite cargo test -p naive-http --features own-tests --test clients
//! ```
//!
//! Otherwise they are compared: the columns of the clients that are installed, each cell up to its colon, because what
//! comes after it is the client's own wording. A client of another major version than the table's is let off; the
//! chapter's own claims are tests for every version.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::iter;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use harness::{Ended, Failure, Lesson, Program, Verdict};

const LESSON: Lesson = harness::lesson!();

const NAIVE: &str = "\nHTTP/1.1\nContent-Type: text/html\n\n<html>\n<body>\n<b>Hello World</b>\n</body>\n</html>\n\n";

/// Longer than the patience of any client, which is 5 seconds each.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the repaired page says.
const TEXT: &str = "Grüße aus 北京";

/// Opens one page after the other: starting Python costs more than all of them. What it shows of a page is followed by a
/// zero byte, the name of the error or nothing, and another zero byte.
const PYTHON: &str = "
import http.client, platform, sys
for address in sys.argv[1:]:
    refused = ''
    connection = http.client.HTTPConnection(address, timeout=5)
    try:
        connection.request('GET', '/', headers={'User-Agent': 'Python/' + platform.python_version()})
        response = connection.getresponse()
        while piece := response.read1():
            sys.stdout.buffer.write(piece)
        if response.length:
            raise http.client.IncompleteRead(b'')
    except Exception as error:
        refused = type(error).__name__
    sys.stdout.buffer.write(b'\\0' + refused.encode() + b'\\0')
";

/// As [`PYTHON`].
const NODE: &str = "
const headers = { 'User-Agent': 'Node/' + process.versions.node };
const open = address => new Promise(resolve => {
    const fail = error => resolve(error.code);
    require('http').get('http://' + address + '/', { headers, agent: false, timeout: 5000 }, response => {
        response.on('data', piece => process.stdout.write(piece)).on('error', fail).on('end', () => resolve(''));
    }).on('error', fail);
});
(async () => {
    for (const address of process.argv.slice(1)) {
        process.stdout.write('\\0' + await open(address) + '\\0');
    }
})();
";

/// A program that asks for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Client {
    Curl,
    Wget,
    Python,
    Node,
    Chromium,
}

const CLIENTS: [Client; 5] = [Client::Curl, Client::Wget, Client::Python, Client::Node, Client::Chromium];

impl Client {
    /// How the table calls it.
    fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Wget => "wget",
            Self::Python => "Python",
            Self::Node => "Node",
            Self::Chromium => "Chromium",
        }
    }

    /// How it calls itself in the field User-Agent, up to the version.
    fn product(self) -> &'static str {
        match self {
            Self::Curl => "curl/",
            Self::Wget => "Wget/",
            Self::Python => "Python/",
            Self::Node => "Node/",
            Self::Chromium => "Chrome/",
        }
    }

    /// What it makes of what the servers reply, in the words of the table; `None` where it is not installed. Chromium is
    /// none of these: see [`Table::try_in_chromium`].
    fn opens(self, servers: &[(SocketAddr, &[u8])], page: &str) -> Verdict<Option<Vec<String>>> {
        // wget and Node need not be there when the course is checked.
        let program = || match self {
            Self::Curl => harness::tool("curl"),
            Self::Wget => Ok(harness::tool("wget").ok().flatten()),
            Self::Python => harness::tool("python3"),
            Self::Node => Ok(harness::tool("node").ok().flatten()),
            Self::Chromium => Ok(None),
        };
        let addrs = servers.iter().map(|(addr, _)| addr.to_string());
        let opened: Vec<Opened> = match self {
            Self::Python | Self::Node => {
                let Some(program) = program()? else { return Ok(None) };
                let script = if self == Self::Python { ["-c", PYTHON] } else { ["-e", NODE] };
                let ended = self.end_of(program.args(script).args(addrs))?;
                let mut parts = ended.stdout.split(|byte| *byte == 0);
                let opened = iter::from_fn(|| {
                    let (shown, error) = (parts.next()?, parts.next()?);
                    let refusal = (!error.is_empty()).then(|| String::from_utf8_lossy(error).into_owned());
                    Some(Opened { shown: shown.to_owned(), refusal })
                });
                opened.collect()
            }
            Self::Curl | Self::Wget | Self::Chromium => {
                let mut opened = Vec::new();
                for addr in addrs {
                    let Some(program) = program()? else { return Ok(None) };
                    let program = match self {
                        Self::Curl => program.args(["-sS", "--noproxy", "*", "--max-time", "5"]),
                        _ => program.args(["-nv", "--no-proxy", "-O", "-", "--tries=1", "--timeout=5"]),
                    };
                    let ended = self.end_of(program.arg(format!("http://{addr}/")))?;
                    let refusal = (ended.status != Some(0)).then(|| reason(&ended));
                    opened.push(Opened { shown: ended.stdout, refusal });
                }
                opened
            }
        };
        assert_eq!(opened.len(), servers.len(), "{} has opened every page", self.name());
        Ok(Some(opened.iter().zip(servers).map(|(opened, (_, reply))| opened.told(reply, page)).collect()))
    }

    fn end_of(self, program: Program) -> Verdict<Ended> {
        match program.start()?.wait_end(PATIENCE)? {
            Some(ended) => Ok(ended),
            None => Err(Failure::no_answer().row("expected", format!("{} ends", self.name()))),
        }
    }
}

/// What a client made of a page.
struct Opened {
    shown: Vec<u8>,
    /// Its own word on what went wrong.
    refusal: Option<String>,
}

impl Opened {
    /// In the words of the table.
    fn told(&self, reply: &[u8], page: &str) -> String {
        let shown = self.shown.as_slice();
        match (&self.refusal, page.as_bytes().strip_prefix(shown)) {
            (Some(refusal), _) => format!("refuses: {refusal}"),
            (None, Some(b"")) => "ok".to_owned(),
            _ if shown.is_empty() => "shows nothing".to_owned(),
            (None, Some(lost)) => format!("loses {} bytes", lost.len()),
            (None, None) if shown == reply => "shows everything: the fields too".to_owned(),
            (None, None) => format!("shows {}", harness::visible(shown)),
        }
    }
}

/// What a browser shows of a page.
fn in_a_window(opened: &harness::Page, page: &str) -> String {
    if let Some(error) = &opened.error {
        return format!("refuses: {}", error.trim_start_matches("net::"));
    }
    let bold = |html: &str| html.split_once("<b>").and_then(|(_, rest)| Some(rest.split_once('<')?.0.to_owned()));
    match bold(&opened.dom) {
        shown if shown == bold(page) => "ok".to_owned(),
        Some(shown) => format!("shows {}", shown.trim()),
        None => "shows nothing".to_owned(),
    }
}

/// A client's own word on what went wrong: the end of the last line, after the client's name, the time, and the like.
fn reason(ended: &Ended) -> String {
    let stderr = String::from_utf8_lossy(&ended.stderr);
    let Some(line) = stderr.lines().map(str::trim).rfind(|line| !line.is_empty()) else {
        return ended.status.map_or_else(|| "ended by a signal".to_owned(), |status| format!("exit status {status}"));
    };
    let line = line.rsplit_once(": ").map_or(line, |(_, words)| words);
    line.split_once(") ").map_or(line, |(_, words)| words).trim_end_matches('.').to_owned()
}

/// A server that reads the request, sends what it was given, and closes in order: so that a client's verdict is about
/// the bytes of the reply alone.
struct Replier {
    addr: SocketAddr,
    agents: Arc<Mutex<Vec<String>>>,
}

impl Replier {
    fn start(reply: Vec<u8>) -> Verdict<Self> {
        let broken = |error| Failure::broken("cannot listen on a free port", &error);
        let listener = TcpListener::bind("127.0.0.1:0").map_err(broken)?;
        let addr = listener.local_addr().map_err(broken)?;
        let agents = Arc::new(Mutex::new(Vec::new()));
        let (reply, heard) = (Arc::new(reply), Arc::clone(&agents));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (reply, heard) = (Arc::clone(&reply), Arc::clone(&heard));
                thread::spawn(move || serve(&stream, &reply, &heard));
            }
        });
        Ok(Self { addr, agents })
    }

    /// The version of a client that has asked for the page, from the words in which it presents itself.
    fn version(&self, client: Client) -> Option<String> {
        let agents = self.agents.lock().unwrap_or_else(PoisonError::into_inner);
        let version = agents.iter().find_map(|agent| Some(agent.split_once(client.product())?.1.to_owned()))?;
        let version: Vec<&str> = version.split(['.', ' ']).take(2).collect();
        Some(if client == Client::Chromium { version[0].to_owned() } else { version.join(".") })
    }
}

fn serve(mut stream: &TcpStream, reply: &[u8], agents: &Mutex<Vec<String>>) {
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        if let Some((_, agent)) = line.split_once("User-Agent: ") {
            agents.lock().unwrap_or_else(PoisonError::into_inner).push(agent.to_owned());
        }
        if line.is_empty() && stream.write_all(reply).is_ok() && stream.shutdown(Shutdown::Write).is_ok() {
            let _ = stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.read_to_end(&mut Vec::new()));
            return;
        }
    }
}

/// A table of the chapter: what each client makes of each reply.
struct Table {
    file: &'static str,
    text: &'static str,
    rows: Vec<(&'static str, Vec<u8>)>,
}

/// What came, by client and by row, and the versions of the clients.
type Tried = BTreeMap<Client, (String, Vec<String>)>;

impl Table {
    fn page(&self) -> String {
        page(self.text)
    }

    fn check(&self) -> Verdict {
        let tried = self.try_all()?;
        let path = root().join("book/transcripts/06-naive-http").join(self.file);
        let rendered = self.render(&tried);
        let written = |action, error| Failure::broken(&format!("cannot {action} {}", path.display()), &error);
        if env::var("TRANSCRIPTS").is_ok_and(|value| value == "overwrite") {
            assert_eq!(tried.len(), CLIENTS.len(), "a table is written where every client is installed");
            return fs::write(&path, rendered).map_err(|error| written("write", error));
        }
        let table = fs::read_to_string(&path).map_err(|error| written("read", error))?;
        let (table, came) = (cells(&table), cells(&rendered));
        for (column, client) in (1..).zip(CLIENTS) {
            if !tried.contains_key(&client) {
                eprintln!("skipped: {} is not installed", client.name());
                continue;
            }
            let heading = |cells: &[Vec<String>]| cells[0][column].clone();
            // Chromium has a new major version every month.
            if client != Client::Chromium && major(&heading(&table)) != major(&heading(&came)) {
                eprintln!("skipped: {}, because the table has {}", heading(&came), heading(&table));
                continue;
            }
            for (row, (label, _)) in (2..).zip(&self.rows) {
                let word = |cells: &[Vec<String>]| cells[row][column].split(':').next().map(str::to_owned);
                if word(&table) != word(&came) {
                    return Err(Failure::wrong()
                        .row("sent", *label)
                        .row("expected", format!("{}: {}", heading(&table), table[row][column]))
                        .row("came", format!("{}: {}", heading(&came), came[row][column])));
                }
            }
        }
        Ok(())
    }

    /// Lets every client open every row's reply, each client in a thread of its own.
    fn try_all(&self) -> Verdict<Tried> {
        let servers = self.rows.iter().map(|(_, reply)| Replier::start(reply.clone())).collect::<Verdict<Vec<_>>>()?;
        let page = self.page();
        let columns = thread::scope(|scope| {
            let started = CLIENTS.map(|client| {
                let (servers, page) = (&servers, &page);
                scope.spawn(move || {
                    if client == Client::Chromium {
                        return self.try_in_chromium(servers, page);
                    }
                    let servers = servers.iter().zip(&self.rows);
                    let servers: Vec<_> = servers.map(|(server, (_, reply))| (server.addr, &**reply)).collect();
                    client.opens(&servers, page)
                })
            });
            started.map(|thread| thread.join().expect("a column's thread does not panic"))
        });
        let mut tried = Tried::new();
        for (client, column) in CLIENTS.into_iter().zip(columns) {
            if let Some(column) = column? {
                let version = servers.iter().find_map(|server| server.version(client)).unwrap_or_default();
                tried.insert(client, (version, column));
            }
        }
        Ok(tried)
    }

    fn try_in_chromium(&self, servers: &[Replier], page: &str) -> Verdict<Option<Vec<String>>> {
        let Some(chromium) = harness::SharedBrowser::start()? else { return Ok(None) };
        let opened = servers.iter().zip(&self.rows).map(|(server, (label, _))| {
            // Headless Chromium waits for missing bytes for ever, and that there is no Date is nothing to it.
            if label.starts_with("cut") || *label == "no Date" {
                return Ok("not tried".to_owned());
            }
            Ok(in_a_window(&chromium.turn().open(&format!("http://{}/", server.addr))?, page))
        });
        opened.collect::<Verdict<Vec<String>>>().map(Some)
    }

    fn render(&self, tried: &Tried) -> String {
        let heading = |client: &Client| match tried.get(client) {
            Some((version, _)) => format!("{} {version}", client.name()),
            None => client.name().to_owned(),
        };
        let mut lines = vec![("reply".to_owned(), CLIENTS.iter().map(heading).collect::<Vec<_>>())];
        lines.push(("---".to_owned(), vec!["---".to_owned(); CLIENTS.len()]));
        for (row, (label, _)) in self.rows.iter().enumerate() {
            let cell = |client| tried.get(client).map_or_else(String::new, |(_, column)| column[row].clone());
            lines.push(((*label).to_owned(), CLIENTS.iter().map(cell).collect()));
        }
        lines
            .into_iter()
            .map(|(first, rest)| format!("| {first} | {} |", rest.join(" | ")))
            .collect::<Vec<_>>()
            .join("\n")
            + "\n"
    }
}

fn cells(table: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    table.lines().map(cells).collect()
}

/// The first part of the version in a heading: `7` in `curl 7.88`.
fn major(heading: &str) -> Option<&str> {
    heading.split([' ', '.']).nth(1)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page(text: &str) -> String {
    format!("<html>\n<body>\n<b>{text}</b>\n</body>\n</html>\n\n")
}

#[test]
fn the_first_line_and_the_line_ends_decide_who_accepts_the_reply() -> Verdict {
    let table = Table {
        file: "clients.md",
        text: "Hello World",
        rows: vec![
            ("the article's", NAIVE.as_bytes().to_vec()),
            ("without the empty first line", NAIVE.trim_start().as_bytes().to_vec()),
            ("with `HTTP/1.1 200 OK`, still LF", NAIVE.replacen("\nHTTP/1.1", "HTTP/1.1 200 OK", 1).into_bytes()),
            (
                "with `HTTP/1.1 200 OK` and CRLF",
                format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page("Hello World")).into_bytes(),
            ),
            ("`server received your message` (lesson 04)", b"server received your message".to_vec()),
        ],
    };
    table.check()
}

#[test]
fn the_fields_decide_what_becomes_of_the_page() -> Verdict {
    let page = page("Grüße");
    let reply = |fields: &[&str], page: &str| {
        format!("HTTP/1.1 200 OK\r\n{}Connection: close\r\n\r\n{page}", fields.concat()).into_bytes()
    };
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let length = format!("Content-Length: {}\r\n", page.len());
    let characters = format!("Content-Length: {}\r\n", page.chars().count());
    let cut = page.split_once("</body>").map_or("", |(cut, _)| cut);
    let table = Table {
        file: "fields.md",
        text: "Grüße",
        rows: vec![
            ("cut in the middle, no Content-Length", reply(&[html], cut)),
            ("cut in the middle, with Content-Length", reply(&[html, &length], cut)),
            ("Content-Length counts characters", reply(&[html, &characters], &page)),
            ("Content-Length twice, equal", reply(&[html, &length, &length], &page)),
            ("no charset", reply(&["Content-Type: text/html\r\n", &length], &page)),
            ("no Date", reply(&[html, &length], &page)),
        ],
    };
    table.check()
}

#[test]
fn every_client_accepts_the_repaired_reply() -> Verdict {
    let server = LESSON.server().args(["--repaired", "--text", TEXT]).listen()?;
    for client in CLIENTS.into_iter().filter(|client| *client != Client::Chromium) {
        match client.opens(&[(server.addr(), b"")], &page(TEXT))? {
            Some(opened) if opened == ["ok"] => (),
            Some(opened) => return Err(Failure::wrong().row("expected", "ok").row(client.name(), opened.concat())),
            None => eprintln!("skipped: {} is not installed", client.name()),
        }
    }
    Ok(())
}

#[test]
fn curl_refuses_the_articles_reply() -> Verdict {
    let server = LESSON.server().listen()?;
    match Client::Curl.opens(&[(server.addr(), NAIVE.as_bytes())], &page("Hello World"))? {
        Some(opened) if !opened[0].starts_with("refuses: ") => {
            Err(Failure::wrong().row("expected", "curl refuses").row("came", opened.concat()))
        }
        _ => Ok(()),
    }
}

#[test]
fn a_browser_shows_the_articles_page_and_the_repaired_one() -> Verdict {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
    fs::create_dir_all(&folder).map_err(|error| Failure::broken("cannot make target/screenshots", &error))?;
    for (name, arguments, text) in
        [("naive", &[][..], "Hello World"), ("repaired", &["--repaired", "--text", TEXT], TEXT)]
    {
        let picture = folder.join(format!("06-naive-http-{name}.png"));
        let _ = fs::remove_file(&picture);
        let server = LESSON.server().args(arguments).listen()?;
        let bold = format!("<b>{text}</b>");
        // The naive server closes with the request unread: now and then the reset destroys the page on its way.
        let mut tries = if arguments.is_empty() { 10 } else { 1 };
        loop {
            let Some(opened) = harness::chromium(&format!("http://{}/", server.addr()), Some(&picture))? else {
                eprintln!("skipped: Chromium is not installed");
                return Ok(());
            };
            tries -= 1;
            if opened.dom.contains(&bold) {
                break;
            }
            if tries == 0 {
                let came = opened.error.unwrap_or(opened.dom);
                return Err(Failure::wrong().row("expected", format!("a page with {bold}")).row("came", came));
            }
        }
        let bytes = fs::read(&picture).map_err(|error| Failure::broken("there is no screenshot", &error))?;
        assert!(bytes.starts_with(b"\x89PNG"), "{} is no picture", picture.display());
    }
    Ok(())
}

/// A server that closes with a request unread resets the connection; one that has read it does not.
#[cfg(unix)]
#[test]
fn a_request_that_nobody_reads_is_answered_by_a_reset() -> Verdict {
    for (arguments, is_reset) in [(&[][..], true), (&["--repaired"], false)] {
        let server = LESSON.server().args(arguments).listen()?;
        // While the server is stopped, its system takes the connection and the request.
        server.signal("STOP")?;
        let mut client = server.connect()?;
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
        server.signal("CONT")?;
        let mut came = Vec::new();
        let mut stream = client.stream();
        let prepared = stream.set_read_timeout(Some(PATIENCE));
        prepared.map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
        let ended = stream.read_to_end(&mut came);
        let reset = ended.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset);
        let came = format!("{:?}, then {}", harness::visible(&came), if reset { "a reset" } else { "the end" });
        if reset != is_reset {
            let expected = if is_reset { "a reset" } else { "no reset" };
            return Err(Failure::wrong().row("expected", expected).row("came", came));
        }
    }
    Ok(())
}
