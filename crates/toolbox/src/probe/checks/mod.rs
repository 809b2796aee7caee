//! The checks, sorted by what they are about.

mod chunks;
mod conditional;
mod connection;
mod expect;
mod fields;
mod host;
mod lengths;
mod methods;
mod ranges;
mod representation;
mod request_line;

use std::time::Duration;

use super::check::{Check, Class, Judged, broken, broken_as};
use super::message::Response;
use super::talk::{End, Talk};

/// How long a server may take to close a connection.
const CLOSING: Duration = Duration::from_millis(1500);

/// A plain request.
const GET: &[u8] = b"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n";

/// Every check.
pub fn all() -> impl Iterator<Item = &'static Check> {
    let tables: [&[Check]; 11] = [
        request_line::CHECKS,
        host::CHECKS,
        fields::CHECKS,
        lengths::CHECKS,
        chunks::CHECKS,
        methods::CHECKS,
        representation::CHECKS,
        connection::CHECKS,
        expect::CHECKS,
        conditional::CHECKS,
        ranges::CHECKS,
    ];
    tables.into_iter().flatten()
}

/// A malformed request is refused with one of these codes. What is refused with another one, or by closing, is refused.
fn refused(talk: &mut Talk<'_>, request: &[u8], wanted: &[u16]) -> Judged {
    talk.send(request)?;
    let response = match talk.answer() {
        Ok(response) => response,
        Err(_) if talk.is_empty() && talk.end != End::Open => return refused_silently(),
        Err(_) if !talk.is_empty() && !talk.begins_a_response() => {
            talk.is_foreign = true;
            return broken("what comes has no head, as in HTTP/0.9");
        }
        Err(verdict) => return Err(verdict),
    };
    refuses(&response, wanted)
}

fn refused_silently() -> Judged {
    broken_as(Class::Courtesy, "the connection is closed without a response: safe, but nobody hears why")
}

/// A response is one of these refusals.
fn refuses(response: &Response, wanted: &[u16]) -> Judged {
    let status = response.status;
    if wanted.contains(&status) {
        return Ok(());
    }
    let codes = wanted.iter().map(u16::to_string).collect::<Vec<_>>().join(" or ");
    if response.is_refusal() {
        return broken_as(Class::Courtesy, format!("it is refused, but with {status}; {codes} is what the RFC names"));
    }
    broken(format!("it gets {status} where {codes} is due"))
}

/// A request is answered like the plain one.
fn like_plain(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    let response = talk.ask(request)?;
    is_plain(talk, &response)
}

fn is_plain(talk: &Talk<'_>, response: &Response) -> Judged {
    let plain = talk.offers.plain.status;
    if response.status == plain {
        Ok(())
    } else {
        broken(format!("it gets {}; the plain request gets {plain}", response.status))
    }
}

fn has_status(response: &Response, wanted: &[u16]) -> Judged {
    if wanted.contains(&response.status) {
        return Ok(());
    }
    let codes = wanted.iter().map(u16::to_string).collect::<Vec<_>>().join(" or ");
    broken(format!("{} came where {codes} is due", response.status))
}

/// A request of which nobody can tell where it ends, with another one after it: it is refused with one of these codes, the
/// connection is closed, and what follows is not read as a request.
fn unreadable(talk: &mut Talk<'_>, request: &[u8], wanted: &[u16]) -> Judged {
    talk.send(&[request, FOLLOWING].concat())?;
    let answers = talk.answers()?;
    let Some(first) = answers.first() else {
        return match talk.end {
            End::Open => broken_as(Class::Must, "no response came, and the connection is open"),
            End::Closed | End::Reset => refused_silently(),
        };
    };
    if let Some(second) = answers.get(1) {
        return broken(format!(
            "it gets {}, and the octets after it are read as another request, which gets {}",
            first.status, second.status
        ));
    }
    if !first.is_refusal() && talk.offers.has(super::offers::Need::Persistence) && !talk.closes(CLOSING) {
        return broken(format!("it gets {} as if it were well-formed, and the connection goes on", first.status));
    }
    if !first.is_refusal() {
        return broken_as(Class::Must, format!("it gets {} as if it were well-formed", first.status));
    }
    refuses(first, wanted)?;
    if talk.closes(CLOSING) { Ok(()) } else { broken_as(Class::Must, "the connection is open after the refusal") }
}

/// What follows after a request that says nothing clear about its end.
const FOLLOWING: &[u8] = b"GET {missing} HTTP/1.1\r\nHost: {host}\r\n\r\n";

/// A request is answered like the plain one, and so is the one after it: both sides agree where it ends.
fn ends_where_it_should(talk: &mut Talk<'_>, request: &[u8]) -> Judged {
    talk.send(&[request, FOLLOWING].concat())?;
    let first = talk.answer()?;
    let second = talk.answer();
    is_plain(talk, &first)?;
    let status = match second {
        Ok(second) => second.status,
        Err(_) if first.lists("Connection", "close") => return Ok(()),
        Err(verdict) => return broken(format!("what follows after it gets no response: {}", verdict.words())),
    };
    if status == talk.offers.missing {
        return Ok(());
    }
    broken(format!("what follows after it gets {status}; alone it gets {}", talk.offers.missing))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::requirements;
    use super::*;

    #[test]
    fn each_check_has_a_name_of_its_own_and_a_requirement() {
        let mut names = BTreeSet::new();
        for check in all() {
            assert!(names.insert(check.id), "{} stands there twice", check.id);
            assert!(requirements::requirement(check.requirement).is_some(), "{}: {}", check.id, check.requirement);
            assert!(!check.title.ends_with('.'), "{}", check.title);
        }
        assert!(names.len() >= 60, "{}", names.len());
    }
}
