//! The requests: what the command line asks for, and what follows a redirect.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use request::{Authority, Fields, Method, RequestHead};
use response::is_singleton;

use crate::args::Args;
use crate::basic::basic;
use crate::data::Origin;
use crate::failure::{Failure, Kind};
use crate::redirect::Redirect;
use crate::uri::Uri;

/// A request that can be sent, sent again, or sent elsewhere.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: Method,
    pub uri: Uri,
    /// Whether the content of the command line goes with it.
    pub has_content: bool,
    /// What goes with it but for what follows from the URL and the connection.
    fields: Fields,
}

/// The fields that follow from the URL and from what this client does. `If-Range` is among them: only who keeps a part
/// knows of which version it is.
const OWN_FIELDS: [&str; 9] = [
    "Connection",
    "Keep-Alive",
    "TE",
    "Upgrade",
    "Content-Length",
    "Transfer-Encoding",
    "Trailer",
    "Expect",
    "If-Range",
];

/// The fields that are for one origin only, and those that tell one origin about another. A `Host` of the user's is one
/// too, but TRACE has no need to keep it secret.
const CREDENTIALS: [&str; 5] = ["Authorization", "Proxy-Authorization", "Cookie", "Origin", "Referer"];

/// The fields that describe content.
const CONTENT_FIELDS: [&str; 6] =
    ["Content-Type", "Content-Encoding", "Content-Language", "Content-Location", "Content-Range", "Digest"];

/// The requests that the command line asks for.
pub fn requests(args: &Args) -> Result<Vec<Request>, Failure> {
    let usage = |text: String| Failure::new(Kind::Usage, text);
    let default = match (&args.data, args.head) {
        (Some(_), _) => "POST",
        (None, true) => "HEAD",
        (None, false) => "GET",
    };
    let name = args.method.as_deref().unwrap_or(default);
    let method =
        Method::new(name.as_bytes()).ok_or_else(|| usage(format!("{name:?} is not a method: it must be a token")))?;
    let fields = fields(args).map_err(usage)?;
    check(args, &method, &fields).map_err(usage)?;
    let request = |url: &String| {
        let uri = Uri::typed(url).map_err(usage)?;
        Ok(Request { method: method.clone(), uri, has_content: args.data.is_some(), fields: fields.clone() })
    };
    args.urls.iter().map(request).collect()
}

/// The fields that are the same for all requests.
fn fields(args: &Args) -> Result<Fields, String> {
    let mut fields = Fields::new();
    let mut push = |name: &str, value: &str| {
        let replaces =
            ["User-Agent", "Content-Type", "Accept-Encoding"].iter().any(|own| own.eq_ignore_ascii_case(name));
        let cookies = fields.get("Cookie").filter(|cookies| cookies.is(name)).map(|field| field.value().to_owned());
        let pushed = match cookies {
            // All cookies go into one field (RFC 6265 section 5.4).
            Some(cookies) => fields.set(name, [&cookies[..], b"; ", value.trim().as_bytes()].concat()),
            None if replaces => fields.set(name, value),
            None => fields.push(name, value),
        };
        // The value may be a secret.
        pushed.map_err(|error| format!("cannot send the field {name:?}: {error}"))
    };
    push("User-Agent", concat!("user-agent-client/", env!("CARGO_PKG_VERSION")))?;
    if args.compressed {
        push("Accept-Encoding", "gzip")?;
    }
    if let Some(media_type) = Origin::media_type(args) {
        push("Content-Type", media_type)?;
    }
    if let Some(user) = &args.user {
        push("Authorization", &basic(user)?)?;
    }
    for field in &args.fields {
        let (name, value) = cli::field(field, &OWN_FIELDS)?;
        push(name, value)?;
    }
    Ok(fields)
}

/// Refuses what would be wrong, or what this client could not deal with.
fn check(args: &Args, method: &Method, fields: &Fields) -> Result<(), String> {
    let has = |name: &str| fields.get(name).is_some();
    let refused = match method {
        Method::Connect => Some("CONNECT opens a tunnel, and this client has no use for one"),
        Method::Trace if args.data.is_some() => Some("a TRACE request has no content (RFC 9110 section 9.3.8)"),
        Method::Trace if CREDENTIALS.iter().any(|name| has(name)) => Some(
            "whoever answers TRACE shows its fields to everybody, so secrets do not belong there (RFC 9110 section 9.3.8)",
        ),
        _ if args.file().is_some() && *method == Method::Head => {
            Some("HEAD asks for no content that --output could write")
        }
        _ if args.file().is_some() && args.urls.len() > 1 => Some("--output takes one URL"),
        _ if args.file().is_some() && has("Range") => {
            Some("--output writes whole files; --continue asks for what is missing")
        }
        _ if args.file().is_none() && args.go_on => {
            Some("--continue goes on with a file, and not with standard output")
        }
        _ if fields.all("Range").any(|range| range.value().contains(&b',')) || fields.all("Range").count() > 1 => Some(
            "this client does not read responses of several parts, so ask for one range (RFC 9110 section 15.3.7.2)",
        ),
        _ if fields
            .get("Host")
            .is_some_and(|host| !host.value().is_empty() && Authority::parse(host.value()).is_err()) =>
        {
            Some("a Host field is a host with an optional port, or empty (RFC 9112 section 3.2)")
        }
        _ if fields.iter().any(|field| is_singleton(field.name()) && fields.all(field.name()).count() > 1) => {
            Some("a field that is no list can be sent once only (RFC 9110 section 5.3)")
        }
        _ => None,
    };
    refused.map_or(Ok(()), |refused| Err(refused.to_owned()))
}

impl Request {
    /// The head to send, with these fields after the others.
    pub fn head<'m>(&self, more: impl Iterator<Item = &'m (&'static str, Vec<u8>)>) -> Result<RequestHead, Failure> {
        let mut head = RequestHead::to(self.method.clone(), self.uri.target())
            .ok_or_else(|| Failure::own(format!("{} has no server to ask", self.uri)))?;
        let common = self.fields.iter().map(|field| (field.name(), field.value()));
        for (name, value) in common.chain(more.map(|(name, value)| (*name, &value[..]))) {
            let is_host = name.eq_ignore_ascii_case("Host");
            let pushed = if is_host { head.fields.set(name, value) } else { head.fields.push(name, value) };
            pushed.map_err(|error| Failure::own(error.to_string()))?;
        }
        Ok(head)
    }

    /// The request to which this one is redirected (RFC 9110 section 15.4).
    pub fn redirected(&self, redirect: &Redirect) -> Result<Self, String> {
        let uri = self.uri.location(&redirect.location)?;
        let method = redirect.method.clone();
        // GAP 4 of 9: along
        // In the starter everything goes along. Return what goes along to `uri` with `method`: to another server
        // (`uri.server()`) none of the fields of CREDENTIALS, and no Host of the user's. With another method no
        // content (`has_content`) and none of CONTENT_FIELDS. Keep the rest of `self.fields`.
        Ok(Self { method, uri, has_content: self.has_content, fields: self.fields.clone() })
    }

    /// What makes two requests the same one, so that the second leads nowhere else than the first.
    pub fn identity(&self) -> (Method, String) {
        (self.method.clone(), self.uri.target().as_str().to_owned())
    }
}
