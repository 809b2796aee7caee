//! The events of a figure's recordings.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use harness::recording::{Event, Side, What};

/// From how much on a pause is one that a figure shows (microseconds), and to what it is rounded.
pub const PAUSE: u64 = 250_000;
const STEP: u64 = 500_000;

/// When a `Date` is, in every recording: the example of RFC 9110, which is as long as any other.
const DATE: &[u8] = b"Sun, 06 Nov 1994 08:49:37 GMT";

/// The fields whose value is the time.
const DATES: [&[u8]; 2] = [b"\nDate: ", b"\nLast-Modified: "];

/// The port of every server, and the one before the first client's.
const SERVER: u16 = 12345;
const CLIENTS: u64 = 50000;

/// What the ports of servers are in every recording: the same, or one after the other.
pub fn usual_ports(own: &[u16], apart: bool) -> Vec<(u16, u16)> {
    let mut usual: Vec<(u16, u16)> = Vec::new();
    for port in own {
        if !usual.iter().any(|(known, _)| known == port) {
            let next = u16::try_from(usual.len()).ok().filter(|_| apart).unwrap_or_default();
            usual.push((*port, SERVER + next));
        }
    }
    usual
}

/// The recordings of a figure by name.
pub type Recordings = BTreeMap<String, Vec<Event>>;

/// A recording in which nothing is left that differs although the programs do the same:
///
/// - Ports: the first client has 50001, and a server what `ports` say, or else 12345; also in the octets, after a colon.
/// - Dates in fields: all are the example of RFC 9110.
/// - Times: pauses of less than a quarter of a second are none, others are rounded to halves of seconds.
/// - Pieces that one side sent in one go are one, unless the figure is about the pieces of that side (`apart`).
pub fn normal(events: impl IntoIterator<Item = Event>, ports: &[(u16, u16)], apart: Option<Side>) -> Vec<Event> {
    let mut normal: Vec<Event> = Vec::new();
    let (mut last, mut at) = (None, 0);
    for mut event in events {
        let pause = event.at.saturating_sub(last.unwrap_or(event.at));
        last = Some(event.at);
        if pause >= PAUSE {
            at += ((pause + STEP / 2) / STEP).max(1) * STEP;
        }
        event.at = at;
        match &mut event.what {
            What::Open { client, server, .. } => {
                client.set_port(u16::try_from(CLIENTS + event.connection).unwrap_or(u16::MAX));
                let usual = ports.iter().find(|(own, _)| *own == server.port());
                server.set_port(usual.map_or(SERVER, |(_, usual)| *usual));
            }
            What::Data { octets, .. } | What::Datagram { octets, .. } => *octets = without_time(octets, ports),
            _ => {}
        }
        let is_one = normal.last_mut().is_some_and(|before| joined(before, &event, apart));
        if !is_one {
            normal.push(event);
        }
    }
    normal
}

/// Whether two recordings are of the same: each side of each connection did the same at the same time. What two of them did at
/// once may come in any order.
pub fn are_same(one: &[Event], other: &[Event]) -> bool {
    let sorted = |events: &[Event]| {
        let mut events = events.to_vec();
        events.sort_by_key(|event| {
            let side = match &event.what {
                What::Data { from, .. } | What::Datagram { from, .. } | What::End(from) | What::Reset(from) => {
                    Some(*from)
                }
                What::Open { .. } | What::Refused(_) | What::Unseen => None,
            };
            (event.connection, side.map(Side::name))
        });
        events
    };
    sorted(one) == sorted(other)
}

/// Puts a piece to the one before where both were sent in one go.
fn joined(before: &mut Event, event: &Event, apart: Option<Side>) -> bool {
    let is_next = before.at == event.at && before.connection == event.connection;
    match (&mut before.what, &event.what) {
        (What::Data { from, octets, left_out: 0 }, What::Data { from: same, octets: more, left_out: 0 })
            if is_next && from == same && apart != Some(*from) =>
        {
            octets.extend_from_slice(more);
            true
        }
        _ => false,
    }
}

fn without_time(octets: &[u8], ports: &[(u16, u16)]) -> Vec<u8> {
    let mut octets = octets.to_vec();
    for (own, usual) in ports {
        let own = format!(":{own}");
        let usual = format!(":{usual}");
        if own.len() == usual.len() {
            while let Some(at) = position(&octets, own.as_bytes()).filter(|_| own != usual) {
                octets[at..at + usual.len()].copy_from_slice(usual.as_bytes());
            }
        }
    }
    for name in DATES {
        let mut from = 0;
        while let Some(at) = position(&octets[from..], name) {
            let value = from + at + name.len();
            if octets.get(value..value + DATE.len()).is_some_and(|date| date.ends_with(b" GMT")) {
                octets[value..value + DATE.len()].copy_from_slice(DATE);
            }
            from = value;
        }
    }
    octets
}

/// Where octets are found.
pub fn position(octets: &[u8], wanted: &[u8]) -> Option<usize> {
    octets.windows(wanted.len().max(1)).position(|window| window == wanted)
}

/// The recording with this name; the only one needs none.
///
/// # Errors
///
/// When there is none.
pub fn recording<'a>(recordings: &'a Recordings, name: &str) -> anyhow::Result<&'a [Event]> {
    let only = || recordings.values().next().filter(|_| name.is_empty() && recordings.len() == 1);
    let found = recordings.get(name).or_else(only);
    let names = || recordings.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    found.map(Vec::as_slice).with_context(|| format!("no recording {name:?}; there are {}", names()))
}

/// The event that a story calls `3`, or `name.3` where there are several recordings.
///
/// # Errors
///
/// When there is none.
pub fn event<'a>(recordings: &'a Recordings, id: &str) -> anyhow::Result<(&'a str, &'a Event, usize)> {
    let (name, number) = id.rsplit_once('.').unwrap_or(("", id));
    let events = recording(recordings, name)?;
    let found = number.parse::<usize>().ok().and_then(|number| Some((number, events.get(number.checked_sub(1)?)?)));
    let Some((number, event)) = found else { bail!("no event {id}; the recording has {}", events.len()) };
    let name = recordings.iter().find(|(_, all)| std::ptr::eq(all.as_slice(), events)).map_or("", |(name, _)| name);
    Ok((name, event, number))
}

/// Whether a word is the name of an event.
pub fn is_id(word: &str) -> bool {
    let number = word.rsplit_once('.').map_or(word, |(_, number)| number);
    !number.is_empty() && number.bytes().all(|octet| octet.is_ascii_digit()) && !word.contains(' ')
}

/// What a side sent on a connection, and where its pieces ended.
pub fn sent(events: &[Event], connection: u64, side: Side) -> (Vec<u8>, Vec<usize>) {
    let (mut all, mut ends) = (Vec::new(), Vec::new());
    for event in events.iter().filter(|event| event.connection == connection) {
        if let What::Data { from, octets, .. } | What::Datagram { from, octets } = &event.what
            && *from == side
        {
            all.extend_from_slice(octets);
            ends.push(all.len());
        }
    }
    (all, ends)
}

/// Who sent an event, and the number that acknowledges it: that of the next octet, counted from 1 as tcpdump does, where a FIN
/// is one more.
///
/// # Errors
///
/// When nobody acknowledges it.
pub fn acknowledged(events: &[Event], number: usize) -> anyhow::Result<(Side, usize)> {
    let from = |event: &Event| match &event.what {
        What::Data { from, octets, left_out } => Some((*from, octets.len() + usize::try_from(*left_out).ok()?)),
        What::End(from) => Some((*from, 1)),
        _ => None,
    };
    let events = &events[..number];
    let last = events.last().and_then(|last| Some((last, from(last)?.0)));
    let (last, side) = last.with_context(|| format!("nobody acknowledges event {number}"))?;
    let all = events.iter().filter(|event| event.connection == last.connection);
    let octets: usize = all.filter_map(from).filter(|(from, _)| *from == side).map(|(_, octets)| octets).sum();
    Ok((side, octets + 1))
}

/// The octets that passed.
pub fn octets(event: &Event) -> Option<&[u8]> {
    match &event.what {
        What::Data { octets, .. } | What::Datagram { octets, .. } => Some(octets),
        _ => None,
    }
}

/// An event in one line.
pub fn line(event: &Event) -> String {
    let who = format!("#{}", event.connection);
    let shown = |octets: &[u8]| {
        let text: String = octets.escape_ascii().to_string().chars().take(60).collect();
        format!("{:4} octets  {text}", octets.len())
    };
    match &event.what {
        What::Open { .. } => format!("{who}  opens"),
        What::Refused(why) => format!("{who}  refused: {why}"),
        What::Data { from, octets, .. } => format!("{who}  {} {}", from.name(), shown(octets)),
        What::Datagram { from, octets } => format!("{who}  {} datagram {}", from.name(), shown(octets)),
        What::End(side) => format!("{who}  {} FIN", side.name()),
        What::Reset(side) => format!("{who}  {} RST", side.name()),
        What::Unseen => format!("{who}  unseen"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(at: u64, from: Side, octets: &[u8]) -> Event {
        Event { at, connection: 1, what: What::Data { from, octets: octets.to_vec(), left_out: 0 } }
    }

    #[test]
    fn two_recordings_of_the_same_are_the_same() {
        let open = |port: u16| Event {
            at: 3,
            connection: 1,
            what: What::Open {
                client: ([127, 0, 0, 1], port).into(),
                server: ([127, 0, 0, 1], port + 1).into(),
                test: None,
            },
        };
        let first = [
            open(40000),
            data(900, Side::Client, b"GET / HTTP/1.1\r\nHost: 127.0.0.1:41234\r\n\r\n"),
            data(1_960_000, Side::Server, b"HTTP/1.1 200 OK\r\nDate: Mon, 30 Nov 2026 23:00:00 GMT\r\n"),
            data(1_960_100, Side::Server, b"\r\n"),
        ];
        let second = [
            open(40007),
            data(200, Side::Client, b"GET / HTTP/1.1\r\nHost: 127.0.0.1:45678\r\n\r\n"),
            data(2_090_000, Side::Server, b"HTTP/1.1 200 OK\r\nDate: Tue, 01 Dec 2026 00:00:00 GMT\r\n\r\n"),
        ];
        let first = normal(first, &[(41234, SERVER)], None);
        assert_eq!(first, normal(second, &[(45678, SERVER)], None));
        assert_eq!(first[2].at, 2_000_000);
        let (request, _) = sent(&first, 1, Side::Client);
        assert!(position(&request, b"Host: 127.0.0.1:12345\r\n").is_some());
    }

    #[test]
    fn servers_may_be_told_apart() {
        assert_eq!(usual_ports(&[9, 7, 9], true), [(9, SERVER), (7, SERVER + 1)]);
        assert_eq!(usual_ports(&[9, 7, 9], false), [(9, SERVER), (7, SERVER)]);
    }

    #[test]
    fn what_happens_at_once_may_come_in_any_order() {
        let (hello, reply) = (data(0, Side::Client, b"hello"), data(0, Side::Server, b"reply"));
        assert!(are_same(&[hello.clone(), reply.clone()], &[reply.clone(), hello.clone()]));
        assert!(!are_same(&[hello.clone(), hello.clone()], std::slice::from_ref(&hello)));
        assert!(!are_same(&[hello], &[reply]));
    }

    #[test]
    fn pieces_are_kept_where_a_figure_is_about_them() {
        let pieces = [data(0, Side::Client, b"a"), data(1, Side::Client, b"b")];
        assert_eq!(normal(pieces.clone(), &[], Some(Side::Client)).len(), 2);
        assert_eq!(normal(pieces.clone(), &[], None).len(), 1);
        assert_eq!(normal(pieces.clone(), &[], Some(Side::Server)).len(), 1);
        assert_eq!(sent(&pieces, 1, Side::Client), (b"ab".to_vec(), vec![1, 2]));
    }

    #[test]
    fn an_ack_names_the_next_octet() {
        let end = |side| Event { at: 0, connection: 1, what: What::End(side) };
        let other = Event { connection: 2, ..data(0, Side::Client, b"abc") };
        let (client, server) = (data(0, Side::Client, b"ab"), data(0, Side::Server, b"x"));
        let all = [client.clone(), server, other, client, end(Side::Client), end(Side::Server)];
        let acks = (1..=6).map(|number| acknowledged(&all, number).expect("somebody does"));
        let (client, server) = (Side::Client, Side::Server);
        let wanted = [(client, 3), (server, 2), (client, 4), (client, 5), (client, 6), (server, 3)];
        assert_eq!(acks.collect::<Vec<_>>(), wanted);
        let reset = Event { at: 0, connection: 1, what: What::Reset(client) };
        assert!(acknowledged(&[reset], 1).is_err());
    }

    #[test]
    fn events_have_numbers() {
        let mut all = Recordings::from([("a".to_owned(), vec![data(0, Side::Client, b"x")])]);
        assert_eq!(event(&all, "1").expect("it is the only recording").2, 1);
        assert_eq!(event(&all, "a.1").expect("it has this name").0, "a");
        assert!(event(&all, "2").is_err() && event(&all, "0").is_err());
        all.insert("b".to_owned(), Vec::new());
        assert!(event(&all, "1").is_err());
        assert!(is_id("1") && is_id("a.12") && !is_id("client: 1") && !is_id("a."));
    }
}
