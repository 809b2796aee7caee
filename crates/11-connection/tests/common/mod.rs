//! A small application on a [`ServerConnection`], fed with octets in any pieces.
#![allow(dead_code, reason = "each test file uses a part of it")]

use connection::{Event, Next, RequestError, ServerConnection, Settings};
use request::{Fields, RequestHead, Status};
use response::ResponseHead;

/// What came of a conversation.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Everything the server sent.
    pub output: String,
    /// The paths of the requests that were acted upon, in order, with the content where it was read.
    pub acted: Vec<String>,
    /// What is to be done at the end.
    pub next: Next,
}

/// A server on a state machine. `/read…` reads its content before it responds, everything else responds at once; `/long…`
/// responds with content of unknown length, `/close…` closes, `/none` is 204, `/reset` is 205.
#[derive(Debug)]
pub struct Server {
    pub connection: ServerConnection,
    pub output: Vec<u8>,
    pub acted: Vec<String>,
    reading: Option<(RequestHead, Vec<u8>)>,
    /// What has come and was not taken.
    input: Vec<u8>,
    /// Everything that has come.
    came: Vec<u8>,
}

/// What every response needs, so that the checker of the harness has nothing to say.
pub const FIELDS: &str = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain\r\n";

fn head(status: Status) -> ResponseHead {
    let mut head = ResponseHead::new(status);
    for (name, value) in FIELDS.lines().filter_map(|line| line.split_once(": ")) {
        head.fields.push(name, value).expect("it is a field");
    }
    head
}

impl Server {
    pub fn new(settings: Settings) -> Self {
        let connection = ServerConnection::new(settings);
        Self { connection, output: Vec::new(), acted: Vec::new(), reading: None, input: Vec::new(), came: Vec::new() }
    }

    /// Hands over a piece, and does all that can be done.
    pub fn feed(&mut self, piece: &[u8]) {
        self.came.extend_from_slice(piece);
        self.input.extend_from_slice(piece);
        let input = std::mem::take(&mut self.input);
        let mut rest = &input[..];
        while self.step(&mut rest) {}
        self.input = rest.to_vec();
        if self.reading.is_some() && self.input.is_empty() {
            self.connection.want_content(&mut self.output);
        }
    }

    fn step(&mut self, input: &mut &[u8]) -> bool {
        match self.connection.receive(input) {
            Ok(None) => return false,
            Ok(Some(Event::Request(head))) if head.target.path().starts_with("/read") => {
                self.reading = Some((head, Vec::new()));
            }
            Ok(Some(Event::Request(head))) => {
                self.acted.push(head.target.path().to_owned());
                self.response(&head);
            }
            Ok(Some(Event::Content(piece))) => {
                assert!(!piece.is_empty());
                let (_, content) = self.reading.as_mut().expect("content comes only when it is read");
                content.extend_from_slice(piece);
            }
            Ok(Some(Event::End(_))) => {
                if let Some((head, content)) = self.reading.take() {
                    self.acted.push(format!("{} {}", head.target.path(), content.escape_ascii()));
                    self.response(&head);
                }
            }
            Err(error) => self.refuse(error),
        }
        true
    }

    fn response(&mut self, request: &RequestHead) {
        let path = request.target.path();
        let (connection, output) = (&mut self.connection, &mut self.output);
        let mut response = head(match path {
            "/none" => Status::NO_CONTENT,
            "/reset" => Status::RESET_CONTENT,
            _ => Status::OK,
        });
        if path.starts_with("/close") {
            response.fields.push("Connection", "close").expect("it is a field");
        }
        if path.starts_with("/long") {
            connection.respond(response, None, output).expect("a response is due");
            connection.send(path.as_bytes(), output).expect("any length fits");
            connection.end(&Fields::new(), output).expect("nothing is missing");
        } else {
            connection.respond_with(response, path.as_bytes(), output).expect("a response is due");
        }
    }

    pub fn refuse(&mut self, error: RequestError) {
        self.reading = None;
        if self.connection.is_due() {
            self.connection.respond_with(head(error.status()), b"no", &mut self.output).expect("a response is due");
        }
    }

    pub fn end(&mut self) {
        if let Err(error) = self.connection.end_of_input() {
            self.refuse(error);
        }
    }

    pub fn outcome(self) -> Outcome {
        let output = String::from_utf8_lossy(&self.output).into_owned();
        let closes = matches!(self.connection.next(), Next::Linger | Next::Close);
        let checked = harness::check_conversation(&self.came, &self.output, closes);
        checked.unwrap_or_else(|violation| panic!("{violation}\n{output}"));
        Outcome { output, acted: self.acted, next: self.connection.next() }
    }
}

/// The outcome of these pieces.
pub fn serve<'a>(settings: Settings, pieces: impl IntoIterator<Item = &'a [u8]>) -> Outcome {
    let mut server = Server::new(settings);
    for piece in pieces {
        server.feed(piece);
    }
    server.outcome()
}

/// The outcome of this input, which must be the same whole, octet by octet, and cut in two at each position. An interim
/// response may be missing where nobody had to wait.
#[track_caller]
pub fn serve_all_ways(settings: Settings, input: &[u8]) -> Outcome {
    let without_interim = |mut outcome: Outcome| {
        outcome.output = outcome.output.replace("HTTP/1.1 100 Continue\r\n\r\n", "");
        outcome
    };
    let whole = without_interim(serve(settings, [input]));
    let single = without_interim(serve(settings, input.chunks(1)));
    assert_eq!(single, whole, "octet by octet: {}", input.escape_ascii());
    for cut in 1..input.len() {
        let (first, second) = input.split_at(cut);
        let halves = without_interim(serve(settings, [first, second]));
        assert_eq!(halves, whole, "cut at {cut}: {}", input.escape_ascii());
    }
    whole
}
