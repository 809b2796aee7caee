//! `--verbose`: the heads as they go over the wire, octet by octet, and a word on connections.

use std::cell::RefCell;
use std::rc::Rc;

use crate::visible::Visible;

/// Fields with passwords.
const SECRETS: [&str; 2] = ["Authorization", "Proxy-Authorization"];

/// A line of a head that is longer is shown in pieces.
const LONGEST_LINE: usize = 8 * 1024;

/// Shows what happens on the connections, if somebody wants to see it.
#[derive(Debug, Clone, Default)]
pub struct Trace(Option<Rc<RefCell<Watches>>>);

#[derive(Debug)]
struct Watches {
    sent: HeadWatch,
    received: HeadWatch,
}

/// Shows the octets that pass up to and with the empty line.
#[derive(Debug)]
struct HeadWatch {
    mark: char,
    in_head: bool,
    is_interim: bool,
    is_first_line: bool,
    /// What is in the line so far, but for what was shown already.
    line: Vec<u8>,
    before: Before,
}

/// What came before a piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// Pieces that were shown.
    Shown,
    /// The beginning of a secret.
    Hidden,
}

impl Trace {
    pub fn new(verbose: bool) -> Self {
        let watches = || Watches { sent: HeadWatch::new('>'), received: HeadWatch::new('<') };
        Self(verbose.then(|| Rc::new(RefCell::new(watches()))))
    }

    /// Says something about a connection.
    pub fn say(&self, line: impl FnOnce() -> String) {
        if self.0.is_some() {
            cli::note(format_args!("* {}", line()));
        }
    }

    /// A request and its response come next.
    pub fn begin(&self) {
        self.watch(|watches| {
            watches.sent.begin();
            watches.received.begin();
        });
    }

    /// Shows what has come of a line whose end did not come.
    pub fn end(&self) {
        self.watch(|watches| watches.received.show());
    }

    pub fn sent(&self, octets: &[u8]) {
        self.watch(|watches| watches.sent.pass(octets));
    }

    pub fn received(&self, octets: &[u8]) {
        self.watch(|watches| watches.received.pass(octets));
    }

    fn watch(&self, act: impl FnOnce(&mut Watches)) {
        if let Some(watches) = &self.0 {
            act(&mut watches.borrow_mut());
        }
    }
}

impl HeadWatch {
    fn new(mark: char) -> Self {
        Self { mark, in_head: false, is_interim: false, is_first_line: true, line: Vec::new(), before: Before::Nothing }
    }

    fn begin(&mut self) {
        (self.in_head, self.is_first_line) = (true, true);
        self.before = Before::Nothing;
        self.line.clear();
    }

    fn pass(&mut self, octets: &[u8]) {
        for &octet in octets {
            if !self.in_head {
                return;
            }
            self.line.push(octet);
            if octet == b'\n' {
                self.line_ends();
            } else if self.line.len() == LONGEST_LINE {
                self.show();
            }
        }
    }

    fn line_ends(&mut self) {
        if std::mem::take(&mut self.is_first_line) {
            // After an interim response follows another head. No request line has a digit there.
            self.is_interim = self.line.starts_with(b"HTTP/") && self.line.get(9) == Some(&b'1');
        } else if matches!(self.line[..], [b'\n'] | [b'\r', b'\n']) {
            (self.in_head, self.is_first_line) = (self.is_interim, true);
        }
        self.show();
        self.before = Before::Nothing;
    }

    fn show(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if self.before == Before::Nothing {
            self.before = Before::Shown;
            if let Some(end) = SECRETS.iter().find_map(|name| end_of_scheme(&line, name)) {
                line.splice(end.., *b" ***\r\n");
                cli::note(format_args!("{} {}", self.mark, Visible(&line)));
                self.before = Before::Hidden;
            }
        }
        if self.before == Before::Shown && !line.is_empty() {
            cli::note(format_args!("{} {}", self.mark, Visible(&line)));
        }
    }
}

/// Where the name of the scheme ends in a line of this field; `None` in lines of other ones.
fn end_of_scheme(line: &[u8], name: &str) -> Option<usize> {
    let start = line.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name.as_bytes()))?.len();
    let value = line.get(start..)?.strip_prefix(b":")?;
    let spaces = value.iter().take_while(|octet| **octet == b' ').count();
    // Without a space there is no scheme, and all of it may be the secret.
    let scheme = value[spaces..].iter().position(|&octet| octet == b' ');
    Some(start + 1 + scheme.map_or(0, |scheme| spaces + scheme))
}
