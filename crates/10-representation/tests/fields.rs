//! Field values: entity tags, dates, weights and media types as tables, and arbitrary octets against all of them.

use std::time::{Duration, UNIX_EPOCH};

use message::Fields;
use representation::{
    Coding, Comparison, EntityTag, LastModified, choose, entity_tags, file_path, format_date, is_compressible,
    media_type, parse_date, parse_date_at, parse_ranges, weight,
};

fn list(text: &str) -> Vec<String> {
    entity_tags(text.as_bytes()).map(|tag| tag.to_string()).collect()
}

#[test]
fn lists_of_entity_tags_are_read() {
    for (text, tags) in [
        ("", &[][..]),
        ("\"\"", &["\"\""]),
        ("\"a\"", &["\"a\""]),
        ("W/\"a\"", &["W/\"a\""]),
        ("\"a\", \"b\"", &["\"a\"", "\"b\""]),
        (" ,\"a\" ,, \t\"b\",", &["\"a\"", "\"b\""]),
        ("\"a,b\", \"c\"", &["\"a,b\"", "\"c\""]),
        (r#""a\", "b""#, &[r#""a\\""#, "\"b\""]),
        ("a, \"b\"", &["\"b\""]),
        ("w/\"a\", \"b\"", &["\"b\""]),
        ("W/a, \"b\"", &["\"b\""]),
        ("\"a\" \"b\", \"c\"", &["\"c\""]),
        ("\"a b\", \"c\"", &["\"c\""]),
        ("\"a", &[]),
        ("*", &[]),
        ("W/", &[]),
    ] {
        assert_eq!(list(text), tags, "{text}");
    }
}

/// proves: 9110-8.8.3.2-compare
#[test]
fn entity_tags_compare_as_in_the_rfc() {
    for (a, b, strong, weak) in [
        (r#"W/"1""#, r#"W/"1""#, false, true),
        (r#"W/"1""#, r#"W/"2""#, false, false),
        (r#"W/"1""#, r#""1""#, false, true),
        (r#""1""#, r#"W/"1""#, false, true),
        (r#""1""#, r#""1""#, true, true),
        (r#""1""#, r#""2""#, false, false),
        (r#""a""#, r#""A""#, false, false),
    ] {
        let (one, other) = (EntityTag::parse(a.as_bytes()).unwrap(), EntityTag::parse(b.as_bytes()).unwrap());
        assert_eq!(one.equals(&other, Comparison::Strong), strong, "{a} {b}");
        assert_eq!(one.equals(&other, Comparison::Weak), weak, "{a} {b}");
    }
}

/// proves: 9110-8.8.3.3-coded-tag
/// proves: 9110-2.2-grammar
#[test]
fn a_tag_is_written_as_it_is_read() {
    let tag = EntityTag::strong("a\"b c").weakened().coded("gzip");
    assert_eq!(tag.to_value(), b"W/\"abc-gzip\"");
    assert_eq!(EntityTag::parse(b"W/\"abc-gzip\""), Some(tag));
    assert_ne!(EntityTag::of(b"a"), EntityTag::of(b"b"));
}

/// proves: 9110-5.6.7-accept-three-formats
/// proves: 9110-5.6.7-two-digit-year
#[test]
fn dates_are_read_in_three_formats_and_written_in_one() {
    let time = UNIX_EPOCH + Duration::from_secs(784_111_777);
    for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        assert_eq!(parse_date(text.as_bytes()), Some(time), "{text}");
    }
    // 2017-01-01T00:00:00Z.
    let new_year = Some(UNIX_EPOCH + Duration::from_hours(412_008));
    for text in ["Sat, 31 Dec 2016 23:59:60 GMT", "Saturday, 31-Dec-16 23:59:60 GMT", "Sat Dec 31 23:59:60 2016"] {
        assert_eq!(parse_date(text.as_bytes()), new_year, "{text}");
    }
    // Dates before 1970 are dates, and the day of the week says nothing that the date does not.
    for text in ["Wed, 31 Dec 1969 23:59:59 GMT", "Wed Dec 31 23:59:59 1969", "Mon, 31 Dec 1969 23:59:59 GMT"] {
        assert_eq!(parse_date(text.as_bytes()), Some(UNIX_EPOCH - Duration::from_secs(1)), "{text}");
    }
    assert_eq!(format_date(time).as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
    for text in [
        "",
        "0",
        "784111777",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:60 GMT",
        "Fri, 31 Dec 9999 23:59:60 GMT",
        "Mon, 31 Feb 1994 08:49:37 GMT",
        "Mon, 29 Feb 1993 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, +6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Son, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov  6 08:49:37 94",
        "Sun Nov  6 08:49:37 1994 GMT",
        "Sun Nov \u{e9} 08:49:37 1994",
        "\"a\"",
        "Sun, 06 Nov 1994 08:49:37 \u{e9}",
    ] {
        assert_eq!(parse_date(text.as_bytes()), None, "{text}");
    }
    assert_eq!(format_date(UNIX_EPOCH - Duration::from_secs(1)), None);
    assert_eq!(format_date(UNIX_EPOCH + Duration::from_secs(253_402_300_801)), None);
}

/// proves: 9110-5.6.7-two-digit-year
#[test]
fn a_year_of_two_digits_is_at_most_fifty_years_ahead() {
    let at = |date: &str| parse_date(date.as_bytes()).expect("a date");
    let now = at("Sun, 06 Nov 2026 08:49:37 GMT");
    for (short, long) in [
        ("Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("Monday, 01-Jan-70 00:00:00 GMT", "Wed, 01 Jan 2070 00:00:00 GMT"),
        ("Thursday, 05-Nov-76 00:00:00 GMT", "Thu, 05 Nov 2076 00:00:00 GMT"),
        ("Sunday, 07-Nov-76 23:59:59 GMT", "Sun, 07 Nov 1976 23:59:59 GMT"),
        ("Monday, 01-Jan-79 00:00:00 GMT", "Mon, 01 Jan 1979 00:00:00 GMT"),
        ("Friday, 01-Jan-27 00:00:00 GMT", "Fri, 01 Jan 2027 00:00:00 GMT"),
        ("Tuesday, 29-Feb-00 00:00:00 GMT", "Tue, 29 Feb 2000 00:00:00 GMT"),
    ] {
        assert_eq!(parse_date_at(short.as_bytes(), now), Some(at(long)), "{short}");
    }
}

/// Every day, against another implementation.
#[test]
fn dates_are_those_of_the_calendar() {
    for day in 0..100_000 {
        let time = UNIX_EPOCH + Duration::from_hours(24 * day) + Duration::from_secs(86_399 - day % 86_400);
        let written = format_date(time).expect("a date");
        assert_eq!(parse_date(written.as_bytes()), Some(time), "{written}");
    }
}

/// proves: 9110-8.8.2.1-not-after-date
/// proves: 9110-8.8.2.1-future
#[test]
fn the_date_of_the_last_change_is_never_in_the_future() {
    let now = UNIX_EPOCH + Duration::from_millis(1_000_500);
    let modified = |millis| LastModified::new(UNIX_EPOCH + Duration::from_millis(millis), now).unwrap();
    assert_eq!(modified(2_000_000).time(), UNIX_EPOCH + Duration::from_secs(1000));
    assert_eq!(modified(999_999).time(), UNIX_EPOCH + Duration::from_secs(999));
    assert_eq!(modified(0).to_value(), "Thu, 01 Jan 1970 00:00:00 GMT");
    assert_eq!(LastModified::new(UNIX_EPOCH - Duration::from_secs(1), now), None);
    assert!(!modified(1_000_000).is_strong(now));
    assert!(modified(999_000).is_strong(now));
}

/// proves: 9110-12.4.2-weights
/// proves: 9110-12.5.3-acceptable
/// proves: 9110-12.5.3-fallback-plain
/// proves: 9110-8.4.1-coding-case
/// proves: 9110-8.4.1.3-x-gzip
/// proves: 9110-5.6.6-parameters
#[test]
fn the_coding_is_the_one_that_the_client_prefers() {
    use Coding::{Gzip, Identity};
    for (value, coding) in [
        ("", Some(Identity)),
        ("gzip", Some(Gzip)),
        ("GZip", Some(Gzip)),
        ("x-gzip", Some(Gzip)),
        ("deflate, gzip, br", Some(Gzip)),
        ("*", Some(Gzip)),
        ("br", Some(Identity)),
        ("gzip;q=0", Some(Identity)),
        ("gzip;q=0.000", Some(Identity)),
        ("gzip; Q=0", Some(Identity)),
        ("gzip; q=\"0\"", Some(Identity)),
        ("gzip;;q=0", Some(Identity)),
        ("gzip;q=0, *", Some(Identity)),
        ("*;q=0, gzip", Some(Gzip)),
        ("*;q=0", None),
        ("identity;q=0", None),
        ("identity;q=0, gzip", Some(Gzip)),
        ("identity;q=0, gzip;q=0", None),
        ("identity;q=0, br", None),
        ("*;q=0, identity", Some(Identity)),
        ("identity, *;q=0", Some(Identity)),
        ("gzip;q=0.5, identity", Some(Identity)),
        ("gzip;q=0.5, identity;q=0.4", Some(Gzip)),
        ("gzip, identity", Some(Gzip)),
        ("gzip;q=0.001", Some(Gzip)),
        ("gzip;q=1.000", Some(Gzip)),
        ("gzip;q=1.001", Some(Identity)),
        ("gzip;q=0.0001", Some(Identity)),
        ("gzip;q=x", Some(Identity)),
        ("gzip;q=", Some(Gzip)),
        ("gzipped", Some(Identity)),
    ] {
        let mut fields = Fields::new();
        fields.push("Accept-Encoding", value).unwrap();
        assert_eq!(choose(&fields), coding, "{value}");
    }
    assert_eq!(choose(&Fields::new()), Some(Identity));
}

/// proves: 9110-8.3.1-type-case
#[test]
fn media_types_go_by_the_name() {
    for (name, kind, compressible) in [
        ("a/index.html", "text/html; charset=utf-8", true),
        ("a.HTM", "text/html; charset=utf-8", true),
        ("style.css", "text/css; charset=utf-8", true),
        ("book.js", "text/javascript; charset=utf-8", true),
        ("data.json", "application/json; charset=utf-8", true),
        ("a.svg", "image/svg+xml; charset=utf-8", true),
        ("notes.txt", "text/plain; charset=utf-8", true),
        ("a.png", "image/png", false),
        ("a.woff2", "font/woff2", false),
        ("a.tar.gz", "application/gzip", false),
        ("a.pdf", "application/pdf", false),
        ("a", "application/octet-stream", false),
        ("a.", "application/octet-stream", false),
        ("a.unheard-of", "application/octet-stream", false),
    ] {
        assert_eq!((media_type(name).as_str(), is_compressible(&media_type(name))), (kind, compressible), "{name}");
    }
    assert!(is_compressible("Text/HTML; Charset=UTF-8"));
}

/// proves: 9110-2.3-defensive
#[test]
fn no_octets_in_a_field_end_in_a_panic() {
    const PIECES: &[&[u8]] = &[
        b"bytes=",
        b"0",
        b"9",
        b"18446744073709551615",
        b"-",
        b",",
        b" ",
        b"\t",
        b"=",
        b";",
        b"q=",
        b"0.5",
        b"1.",
        b"gzip",
        b"*",
        b"\"",
        b"W/",
        b"a",
        b"\\",
        b"\xff",
        b"Sun, 06 Nov 1994 08:49:37 GMT",
        b"%2e",
        b"%",
        b"/",
        b"..",
    ];
    arbtest::arbtest(|u| {
        let mut value = Vec::new();
        for _ in 0..u.int_in_range(0..=12)? {
            if u.ratio(1, 8)? {
                value.extend_from_slice(u.bytes(u.len().min(4))?);
            } else {
                value.extend_from_slice(u.choose(PIECES)?);
            }
        }
        let _ = parse_ranges(&value);
        let _ = parse_date(&value);
        assert!(weight(&value, Coding::Gzip).is_none_or(|weight| weight <= 1000));
        assert!(entity_tags(&value).count() <= value.len());
        let path = String::from_utf8_lossy(&value).into_owned();
        let _ = media_type(&path);
        if let Some(file) = file_path(&format!("/{path}")) {
            assert!(!file.starts_with('/') && !file.split('/').any(|name| name.starts_with('.')), "{path}");
        }
        Ok(())
    });
}
