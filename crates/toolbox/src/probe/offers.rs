//! What a server offers, found out before it is judged: what it lacks is no fault.

use super::check::{Judged, Verdict};
use super::message::Response;
use super::talk::Talk;
use super::target::Target;

/// A path at which no server has anything.
pub const MISSING: &str = "/no-such-thing-4f1c9b";

/// What a check needs a server to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Its responses say HTTP/1.1.
    Http11,
    /// It keeps a connection for another request.
    Persistence,
    /// The resource is there: 200.
    Resource,
    /// The resource has content.
    Content,
    /// It says 404, or another error, for what is not there.
    NotFound,
    Head,
    Tag,
    /// The entity tag is a strong one.
    StrongTag,
    Modified,
    Ranges,
    /// It reads chunked content of a request.
    Chunked,
    KeepAlive10,
    Options,
    Trace,
    Coding,
    Directory,
}

impl Need {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 16] = [
        Self::Http11,
        Self::Persistence,
        Self::Resource,
        Self::Content,
        Self::NotFound,
        Self::Head,
        Self::Tag,
        Self::StrongTag,
        Self::Modified,
        Self::Ranges,
        Self::Chunked,
        Self::KeepAlive10,
        Self::Options,
        Self::Trace,
        Self::Coding,
        Self::Directory,
    ];

    /// What it is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Http11 => "HTTP/1.1",
            Self::Persistence => "connections that are kept",
            Self::Resource => "a resource with status 200",
            Self::Content => "content of more than two octets",
            Self::NotFound => "an error for what is not there",
            Self::Head => "HEAD",
            Self::Tag => "ETag",
            Self::StrongTag => "a strong ETag",
            Self::Modified => "Last-Modified",
            Self::Ranges => "ranges",
            Self::Chunked => "chunked content in requests",
            Self::KeepAlive10 => "keep-alive in HTTP/1.0",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
            Self::Coding => "content coding (gzip)",
            Self::Directory => "a link to a folder",
        }
    }
}

/// What came in the place of a response to a plain GET, beside what was sent.
#[derive(Debug)]
pub struct NoResponse {
    pub verdict: Verdict,
    pub sent: Vec<u8>,
    pub came: Vec<u8>,
}

/// What was found out about a server.
#[derive(Debug, Clone, Default)]
pub struct Offers {
    /// The response to a plain GET.
    pub plain: Response,
    /// The status for what is not there.
    pub missing: u16,
    /// The field Server.
    pub product: Option<String>,
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// The path of a folder without its slash.
    pub directory: Option<String>,
    /// Whether a method that nobody knows is served like GET: then no method says anything.
    pub takes_any_method: bool,
    /// Whether it serves a client while another one is silent.
    pub serves_many: bool,
    has: Vec<Need>,
}

impl Offers {
    pub fn has(&self, need: Need) -> bool {
        self.has.contains(&need)
    }

    /// What the server lacks of what a check needs.
    pub fn lacks(&self, needs: &[Need]) -> Option<Need> {
        needs.iter().copied().find(|need| !self.has(*need))
    }

    /// The entity tag with the mark of a weak one.
    pub fn weak_etag(&self) -> String {
        let tag = self.etag.as_deref().unwrap_or_default();
        if tag.starts_with("W/") { tag.to_owned() } else { format!("W/{tag}") }
    }

    /// Finds out what the server at `target` offers.
    ///
    /// # Errors
    ///
    /// When a plain GET gets nothing that is a response, with the octets of both sides.
    pub fn of(target: &Target) -> Result<Self, Box<NoResponse>> {
        let none = Self::default();
        let mut talk = Talk::new(target, &none);
        let plain = match talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n") {
            Ok(plain) => plain,
            Err(verdict) => {
                let (sent, came) = talk.octets();
                return Err(Box::new(NoResponse { verdict, sent, came }));
            }
        };
        let mut offers = Self { product: plain.text("Server"), ..Self::default() };
        offers.etag = plain.text("ETag").filter(|tag| !tag.is_empty());
        offers.modified = plain.text("Last-Modified").filter(|date| !date.is_empty());
        offers.directory = folder_in(&plain, &target.path);
        offers.plain = plain;
        offers.serves_many = serves_many(target);
        offers.missing = status(target, b"GET {missing} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        offers.takes_any_method = (200..300).contains(&status(target, b"FROB {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        let found = |need: &Need| offers.finds(*need, target).unwrap_or(false);
        let has = Need::ALL.into_iter().filter(found).collect();
        Ok(Self { has, ..offers })
    }

    fn finds(&self, need: Need, target: &Target) -> Judged<bool> {
        let plain = &self.plain;
        let mut talk = Talk::new(target, self);
        Ok(match need {
            Need::Http11 => !plain.http10,
            Need::Resource => plain.status == 200,
            Need::Content => plain.status == 200 && plain.content.len() > 2,
            Need::NotFound => (400..500).contains(&self.missing),
            Need::Tag => plain.status == 200 && self.etag.is_some(),
            Need::StrongTag => plain.status == 200 && self.etag.as_deref().is_some_and(|tag| !tag.starts_with("W/")),
            Need::Modified => plain.status == 200 && self.modified.is_some(),
            Need::Directory => {
                self.directory.is_some() && talk.ask(b"GET {directory}/ HTTP/1.1\r\nHost: {host}\r\n\r\n")?.is_good()
            }
            Need::Persistence => {
                let first = talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
                let says_close = first.lists("Connection", "close");
                !says_close && talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").is_ok()
            }
            Need::Head => talk.ask(b"HEAD {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?.status == plain.status,
            Need::Ranges => talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\nRange: bytes=0-0\r\n\r\n")?.status == 206,
            Need::Chunked => {
                let first = talk.ask(
                    b"GET {path} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                )?;
                first.status == plain.status && talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").is_ok()
            }
            Need::KeepAlive10 => {
                let keep = b"GET {path} HTTP/1.0\r\nHost: {host}\r\nConnection: keep-alive\r\n\r\n";
                talk.ask(keep)?.lists("Connection", "keep-alive")
            }
            Need::Options | Need::Trace if self.takes_any_method => false,
            Need::Options => talk.ask(b"OPTIONS {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?.is_good(),
            Need::Trace => talk.ask(b"TRACE {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")?.is_good(),
            Need::Coding => {
                let response = talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n")?;
                response.lists("Content-Encoding", "gzip")
            }
        })
    }
}

/// The status that a request gets; 0 where it gets none.
fn status(target: &Target, request: &[u8]) -> u16 {
    let none = Offers::default();
    Talk::new(target, &none).ask(request).map_or(0, |response| response.status)
}

/// Whether a request is answered although another connection is open and silent.
fn serves_many(target: &Target) -> bool {
    let none = Offers::default();
    let mut silent = Talk::new(target, &none);
    let _ = silent.send_raw(b"");
    let mut asking = Talk::new(target, &none);
    asking.patience /= 2;
    asking.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").is_ok()
}

/// The path of a folder that a page links to, without its last slash.
fn folder_in(page: &Response, path: &str) -> Option<String> {
    let text = String::from_utf8_lossy(&page.content);
    let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let folders = links.filter_map(|link| link.strip_suffix('/'));
    let mut plain = folders.map(|folder| folder.strip_prefix("./").unwrap_or(folder)).filter(|folder| is_name(folder));
    let base = path.split('?').next().unwrap_or("/");
    let base = &base[..=base.rfind('/').unwrap_or(0)];
    plain.next().map(|folder| if folder.starts_with('/') { folder.to_owned() } else { format!("{base}{folder}") })
}

fn is_name(link: &str) -> bool {
    let is_plain = |octet: u8| octet.is_ascii_alphanumeric() || b"-_/.".contains(&octet);
    !link.trim_matches('/').is_empty() && !link.contains("..") && !link.starts_with("//") && link.bytes().all(is_plain)
}
