//! Ranges as tables, and against a slow model that takes every octet into its hand.

#![allow(clippy::single_range_in_vec_init, reason = "one range is what many rows of the tables have")]

use arbtest::arbitrary::{Result, Unstructured};
use representation::{
    MOST_RANGES, Multipart, Piece, RangeSpec, Selection, boundary, content_range, parse_ranges, select,
};

/// proves: 9110-14.1-unit-case
/// proves: 9110-14.1.1-invalid-set
/// proves: 9110-14.1.2-large
/// proves: 9110-14.2-unknown-unit
#[test]
fn ranges_are_read_or_disregarded() {
    use RangeSpec::{From, FromTo, Suffix};
    for (text, ranges) in [
        ("bytes=0-0", &[FromTo(0, 0)][..]),
        ("bytes=5-9", &[FromTo(5, 9)]),
        ("bytes=5-", &[From(5)]),
        ("bytes=-5", &[Suffix(5)]),
        ("bytes=-0", &[Suffix(0)]),
        ("Bytes=0-1", &[FromTo(0, 1)]),
        ("BYTES=0-1", &[FromTo(0, 1)]),
        ("bytes=0-1,3-4", &[FromTo(0, 1), FromTo(3, 4)]),
        ("bytes= 0-1 ,\t-4, 7- ", &[FromTo(0, 1), Suffix(4), From(7)]),
        ("bytes=,0-1,,", &[FromTo(0, 1)]),
        ("bytes=00-01", &[FromTo(0, 1)]),
        ("bytes=0-99999999999999999999999999", &[FromTo(0, u64::MAX)]),
        ("bytes=99999999999999999999999999-", &[From(u64::MAX)]),
        ("bytes=-18446744073709551616", &[Suffix(u64::MAX)]),
        ("bytes=", &[]),
        ("bytes=,", &[]),
        ("bytes", &[]),
        ("", &[]),
        ("bytes=-", &[]),
        ("bytes=1", &[]),
        ("bytes=--1", &[]),
        ("bytes=1--2", &[]),
        ("bytes=1-2-3", &[]),
        ("bytes=+1-2", &[]),
        ("bytes=1-+2", &[]),
        ("bytes=0x1-2", &[]),
        ("bytes=a-b", &[]),
        ("bytes=1 - 2", &[]),
        ("bytes=2-1", &[]),
        ("bytes=0-1,2-1", &[]),
        ("bytes=0-1,x", &[]),
        ("bytes =0-1", &[]),
        ("bytes:0-1", &[]),
        ("lines=0-1", &[]),
        ("bytes=0-1, bytes=3-4", &[]),
    ] {
        assert_eq!(parse_ranges(text.as_bytes()).unwrap_or_default(), ranges, "{text}");
    }
}

/// proves: 9110-14.2-abusive
/// proves: 9110-14.2-may-ignore
#[test]
fn too_many_ranges_are_disregarded() {
    let ranges = |count: usize| format!("bytes={}", vec!["0-0"; count].join(","));
    assert_eq!(parse_ranges(ranges(MOST_RANGES).as_bytes()).map(|ranges| ranges.len()), Some(MOST_RANGES));
    assert_eq!(parse_ranges(ranges(MOST_RANGES + 1).as_bytes()), None);
}

/// proves: 9110-14.1.2-positions
/// proves: 9110-14.1.2-clamp
/// proves: 9110-14.1.2-unsatisfiable
/// proves: 9110-15.3.7.2-coalesce
/// proves: 9110-15.3.7.2-order
#[test]
fn parts_are_chosen_of_the_content() {
    for (text, length, parts) in [
        ("bytes=0-0", 10, &[0..1][..]),
        ("bytes=0-9", 10, &[0..10]),
        ("bytes=0-10", 10, &[0..10]),
        ("bytes=9-", 10, &[9..10]),
        ("bytes=10-", 10, &[]),
        ("bytes=-1", 10, &[9..10]),
        ("bytes=-10", 10, &[0..10]),
        ("bytes=-11", 10, &[0..10]),
        ("bytes=-0", 10, &[]),
        ("bytes=10-,-0", 10, &[]),
        ("bytes=10-,0-0", 10, &[0..1]),
        ("bytes=0-1,4-5", 10, &[0..2, 4..6]),
        ("bytes=4-5,0-1", 10, &[4..6, 0..2]),
        ("bytes=0-1,2-3", 10, &[0..4]),
        ("bytes=0-5,3-8", 10, &[0..9]),
        ("bytes=6-7,0-1,1-6", 10, &[0..8]),
        ("bytes=8-8,0-1,4-5,1-4", 10, &[8..9, 0..6]),
        ("bytes=0-,0-,0-", 10, &[0..10]),
        ("bytes=0-18446744073709551615", 10, &[0..10]),
        ("bytes=18446744073709551615-", 10, &[]),
        ("bytes=-18446744073709551615", 10, &[0..10]),
    ] {
        let ranges = parse_ranges(text.as_bytes()).unwrap();
        let expected = if parts.is_empty() { Selection::Unsatisfiable } else { Selection::Parts(parts.to_vec()) };
        assert_eq!(select(&ranges, length), expected, "{text} of {length}");
    }
}

/// proves: 9110-14.2-empty
#[test]
fn empty_content_is_sent_whole() {
    for text in ["bytes=0-", "bytes=-1", "bytes=5-9"] {
        assert_eq!(select(&parse_ranges(text.as_bytes()).unwrap(), 0), Selection::Whole);
    }
}

fn spec(u: &mut Unstructured) -> Result<RangeSpec> {
    let number = |u: &mut Unstructured| if u.ratio(1, 10)? { u.arbitrary() } else { u.int_in_range(0..=24) };
    let first = number(u)?;
    Ok(match u.int_in_range(0..=2)? {
        0 => RangeSpec::FromTo(first, first.saturating_add(number(u)?)),
        1 => RangeSpec::From(first),
        _ => RangeSpec::Suffix(first),
    })
}

/// Whether the range asks for the octet at a position.
fn has(spec: RangeSpec, position: u64, length: u64) -> bool {
    match spec {
        RangeSpec::FromTo(first, last) => position >= first && position <= last,
        RangeSpec::From(first) => position >= first,
        RangeSpec::Suffix(count) => u128::from(position) + u128::from(count) >= u128::from(length),
    }
}

#[test]
fn the_parts_hold_just_the_octets_that_were_asked_for() {
    arbtest::arbtest(|u| {
        let length = u.int_in_range(1..=20)?;
        let specs: Vec<_> = (0..u.int_in_range(1..=6)?).map(|_| spec(u)).collect::<Result<_>>()?;
        let asked = |position| specs.iter().any(|&spec| has(spec, position, length));
        let wanted: Vec<u64> = (0..length).filter(|&position| asked(position)).collect();
        match select(&specs, length) {
            Selection::Whole => panic!("there is something to choose from"),
            Selection::Unsatisfiable => assert_eq!(wanted, [], "{specs:?} of {length}"),
            Selection::Parts(parts) => {
                let mut sent: Vec<u64> = parts.iter().cloned().flatten().collect();
                sent.sort_unstable();
                assert_eq!(sent, wanted, "{specs:?} of {length}: {parts:?}");
                assert!(parts.iter().all(|part| part.start < part.end), "{parts:?}");
                assert!(parts.iter().all(|part| parts.iter().all(|other| part.end != other.start)), "{parts:?}");
                // A part stands where the first range stood that has its octets.
                let place = |part: &std::ops::Range<u64>| {
                    specs.iter().position(|&spec| part.clone().any(|position| has(spec, position, length)))
                };
                assert!(parts.is_sorted_by_key(place), "{specs:?} of {length}: {parts:?}");
            }
        }
        Ok(())
    });
}

#[test]
fn ranges_are_read_as_they_are_written() {
    arbtest::arbtest(|u| {
        let specs: Vec<_> = (0..u.int_in_range(1..=6)?).map(|_| spec(u)).collect::<Result<_>>()?;
        let text: Vec<String> = specs
            .iter()
            .map(|spec| match spec {
                RangeSpec::FromTo(first, last) => format!("{first}-{last}"),
                RangeSpec::From(first) => format!("{first}-"),
                RangeSpec::Suffix(count) => format!("-{count}"),
            })
            .collect();
        let separator = u.choose(&[",", ", ", " ,\t", ",,"])?;
        assert_eq!(parse_ranges(format!("bytes={}", text.join(separator)).as_bytes()), Some(specs));
        Ok(())
    });
}

/// proves: 9110-8.3.3-crlf
/// proves: 9110-15.3.7.2-part-content-range
/// proves: 9110-15.3.7.2-part-content-type
#[test]
fn several_parts_are_framed() {
    let multipart = Multipart { boundary: "B", media_type: "text/plain", length: 10 };
    let pieces = multipart.pieces(&[0..2, 9..10]);
    assert_eq!(multipart.media_type(), "multipart/byteranges; boundary=B");
    assert_eq!(
        pieces,
        [
            Piece::octets("--B\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/10\r\n\r\n"),
            Piece::Part(0..2),
            Piece::octets("\r\n--B\r\nContent-Type: text/plain\r\nContent-Range: bytes 9-9/10\r\n\r\n"),
            Piece::Part(9..10),
            Piece::octets("\r\n--B--\r\n"),
        ]
    );
    assert_eq!(content_range(&(0..10), 10), "bytes 0-9/10");
}

#[test]
fn boundaries_are_new_each_time() {
    let (one, other) = (boundary(), boundary());
    assert_ne!(one, other);
    assert!(one.len() == 40 && one.bytes().all(|octet| octet.is_ascii_digit()), "{one}");
}
