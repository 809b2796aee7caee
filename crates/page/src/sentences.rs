//! What servers say to people, each sentence once. What a client sent is escaped here.

use crate::html::{code, html};

/// The title of a page that is no error.
pub const COURSE: &str = "HTTP from the Socket Up";

/// To CONNECT.
pub const NO_TUNNELS: &str = "This server is no proxy and makes no tunnels.";

/// To a client that does not say who asks, or is not who it says.
pub const WHO_ASKS: &str = "This is not for everybody: a name and a password are needed, and they must be right.";

/// To an expectation other than 100-continue.
pub const EXPECTATION_UNKNOWN: &str = "The only expectation that this server can meet is <code>100-continue</code>.";

/// To a condition that does not hold.
pub const NOT_CURRENT: &str =
    "What is here is not the version that the request was made for. Ask for it again without conditions.";

/// To a message that is refused: what is wrong with it, after how many octets of it if that is known, which section is
/// about it, and what the client can do after a response with this status code. The section need not demand the refusal: it
/// may leave the choice to this server.
#[must_use]
pub fn refusal(what: &str, octet: Option<usize>, section: &str, code: u16) -> String {
    let place = octet.map(|octet| format!(", at octet {octet}, counted from 0")).unwrap_or_default();
    format!("This server cannot take the request: {what}{place}. More about it: {section}. {}", advice(code))
}

/// To a request of which only the beginning came: `what` did not come in time, its head for example.
#[must_use]
pub fn too_late(what: &str) -> String {
    format!("{what} did not come in time. {}", advice(408))
}

/// What a client can do after an error with this code.
fn advice(code: u16) -> &'static str {
    match code {
        408 => "The client may try again.",
        505 => "This server supports HTTP/1.1 and HTTP/1.0, for other major versions need another framing of messages.",
        _ => "The same request will fail again.",
    }
}

/// To a method that the server does not have anywhere.
#[must_use]
pub fn unknown_method(method: &str) -> String {
    format!("This server does not know the method {}. Methods are case-sensitive.", code(method))
}

/// To a method that a resource does not have; `allow` is what it has: `GET, HEAD`.
#[must_use]
pub fn not_allowed(method: &str, allow: &str) -> String {
    format!("{} is not allowed here; allowed are {}.", code(method), html(allow))
}

/// To a target with another scheme.
#[must_use]
pub fn http_only(target: &str) -> String {
    format!("This connection is for <code>http</code> only, so not for {}.", code(target))
}

/// To a target that a server with a first page does not have.
#[must_use]
pub fn no_page(target: &str) -> String {
    format!("There is no page {} here. Go to <a href=\"/\">the first page</a>.", code(target))
}

/// To a target of which there is nothing to send, for the reason that this status code says.
#[must_use]
pub fn missing(code: u16, target: &str) -> String {
    let text = match code {
        403 => "This server may not read what is here.",
        406 => {
            "There is no version of this in a coding that the request accepts. \
             It can be had without a coding (<code>identity</code>), and mostly with <code>gzip</code>."
        }
        412 => NOT_CURRENT,
        414 => "This is a directory, and with the slash that belongs after it the URI is too long.",
        503 => "What is here cannot be shown at the moment. Try again.",
        500.. => "What is here cannot be read.",
        _ => return format!("There is nothing at {} here.", self::code(target)),
    };
    text.to_owned()
}

/// To the path of a directory without its slash.
#[must_use]
pub fn moved(place: &str) -> String {
    format!("This is a directory; it is at <a href=\"{0}\">{0}</a>.", html(place))
}

/// To a target whose resource is at another place.
#[must_use]
pub fn elsewhere(place: &str) -> String {
    format!("What you want is at <a href=\"{0}\">{0}</a>.", html(place))
}

/// To ranges of which none is there.
#[must_use]
pub fn out_of_range(length: u64) -> String {
    format!("None of the requested octets is there: the content has {length} of them.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_client_sent_becomes_a_tag() {
        let sent = "<script>\"";
        for sentence in [
            unknown_method(sent),
            not_allowed(sent, sent),
            http_only(sent),
            no_page(sent),
            missing(404, sent),
            moved(sent),
            elsewhere(sent),
        ] {
            assert!(!sentence.contains("<script>"), "{sentence}");
            assert!(sentence.contains("&lt;script&gt;&quot;"), "{sentence}");
        }
    }

    #[test]
    fn a_refusal_says_what_where_and_what_now() {
        let text = refusal("the Host field is missing", Some(18), "RFC 9112 section 3.2", 400);
        assert_eq!(
            text,
            "This server cannot take the request: the Host field is missing, at octet 18, counted from 0. \
             More about it: RFC 9112 section 3.2. The same request will fail again."
        );
        assert!(refusal("the head came too late", None, "RFC 9110 section 15.5.9", 408).ends_with("may try again."));
    }
}
