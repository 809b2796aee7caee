//! Arbitrary octets against the decoder.

mod common;

use arbtest::arbitrary::{Result, Unstructured};
use common::{decode_all_ways, most_held};
use request::Limits;
use response::ResponseDecoder;

/// Pieces of heads, right ones and wrong ones, so that random rows of them are often nearly right.
const PIECES: &[&[u8]] = &[
    b"HTTP/1.1",
    b" ",
    b"200",
    b" OK",
    b"\r\n",
    b"\r\n",
    b"\r\n\r\n",
    b"X: y\r\n",
    b"X:",
    b" z\r\n",
    b"\t\r\n",
    b" ",
    b"\r",
    b"\n",
    b"\0",
    b"\xff",
    b"HTTP/2.0",
    b"x,\"y\"",
];

fn pieces(u: &mut Unstructured) -> Result<Vec<u8>> {
    let mut message = Vec::new();
    if u.ratio(3, 4)? {
        message.extend_from_slice(b"HTTP/1.1 200 OK\r\nX: y\r\n");
    }
    for _ in 0..u.int_in_range(0..=12)? {
        message.extend_from_slice(u.choose(PIECES)?);
    }
    Ok(message)
}

/// proves: 9110-2.3-defensive
/// proves: 9110-7.6-segmentation
#[test]
fn any_octets_give_the_same_however_they_are_cut() {
    arbtest::arbtest(|u| {
        let message = if u.ratio(1, 3)? { u.bytes(u.len().min(64))?.to_vec() } else { pieces(u)? };
        let _ = decode_all_ways::<ResponseDecoder>(Limits::default(), &message);
        Ok(())
    });
}

/// proves: 9110-2.3-defensive
#[test]
fn no_octets_take_more_memory_than_the_limits_allow() {
    let limits = Limits { line: 200, section: 1000, fields: 20, ..Limits::default() };
    let allowed = 2 * (limits.section + limits.line + 16 * limits.fields) + 4096;
    arbtest::arbtest(|u| {
        let mut message = pieces(u)?;
        let tail = u.choose(PIECES)?;
        message.extend_from_slice(&tail.repeat(5000 / tail.len()));
        let size = u.int_in_range(1..=message.len())?;
        let memory = most_held::<ResponseDecoder>(limits, &message, size);
        assert!(memory <= allowed, "{memory} octets held for {}", message.escape_ascii());
        Ok(())
    });
}
