//! Preconditions as a table, and against the steps of RFC 9110 section 13.2.2 written down one by one.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use representation::{EntityTag, Validators, Verdict, evaluate, format_date, range_counts};
use request::{Fields, Method};

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn date(seconds: u64) -> String {
    format_date(at(seconds)).unwrap()
}

fn fields(lines: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::new();
    for (name, value) in lines {
        fields.push(name, value).unwrap();
    }
    fields
}

/// A version with the tag `"a"`, last modified 1000 seconds after the epoch.
fn current() -> Validators {
    Validators::with_etag(EntityTag::strong("a")).modified(at(1000), at(5000))
}

fn weak() -> Validators {
    let current = current();
    Validators { etag: current.etag.map(EntityTag::weakened), ..current }
}

#[track_caller]
fn check(validators: Option<&Validators>, lines: &[(&str, &str)], get: Verdict, put: Verdict) {
    let fields = fields(lines);
    for (method, verdict) in [
        (Method::Get, get),
        (Method::Head, get),
        (Method::Put, put),
        (Method::Delete, put),
        (Method::Options, Verdict::Perform),
        (Method::Trace, Verdict::Perform),
        (Method::Connect, Verdict::Perform),
    ] {
        assert_eq!(evaluate(&method, &fields, validators), verdict, "{method} {lines:?} of {validators:?}");
    }
}

const IM: &str = "If-Match";
const INM: &str = "If-None-Match";
const IMS: &str = "If-Modified-Since";
const IUS: &str = "If-Unmodified-Since";

/// proves: 9110-13.1.1-strong
/// proves: 9110-13.1.1-evaluate
/// proves: 9110-13.2.1-other-methods
/// proves: 9110-13.1.1-false-no-action
#[test]
fn if_match_wants_one_of_its_tags_and_strong_ones() {
    use Verdict::{Failed, Perform};
    for (value, strong, missing) in [
        ("*", Perform, Failed),
        ("\"a\"", Perform, Failed),
        ("\"b\", \"a\"", Perform, Failed),
        ("\"b\"", Failed, Failed),
        ("W/\"a\"", Failed, Failed),
        ("a", Failed, Failed),
        ("", Failed, Failed),
        ("*, \"b\"", Failed, Failed),
    ] {
        check(Some(&current()), &[(IM, value)], strong, strong);
        check(None, &[(IM, value)], missing, missing);
    }
    check(Some(&weak()), &[(IM, "W/\"a\"")], Failed, Failed);
    check(Some(&weak()), &[(IM, "\"a\"")], Failed, Failed);
    check(Some(&weak()), &[(IM, "*")], Perform, Perform);
    check(Some(&Validators::default()), &[(IM, "*")], Perform, Perform);
    check(Some(&Validators::default()), &[(IM, "\"a\"")], Failed, Failed);
    check(Some(&current()), &[(IM, "\"b\""), (IM, "\"a\"")], Perform, Perform);
}

/// proves: 9110-13.1.2-weak
/// proves: 9110-13.1.2-evaluate
/// proves: 9110-13.1.2-get-304
/// proves: 9110-13.1.2-other-412
/// proves: 9110-13.1.2-false-no-action
#[test]
fn if_none_match_wants_none_of_its_tags_weak_or_strong() {
    use Verdict::{Failed, NotModified, Perform};
    for value in ["*", "\"a\"", "W/\"a\"", "\"b\", \"a\"", "x, W/\"a\""] {
        check(Some(&current()), &[(INM, value)], NotModified, Failed);
        check(Some(&weak()), &[(INM, value)], NotModified, Failed);
        check(None, &[(INM, value)], Perform, Perform);
    }
    for value in ["\"b\"", "a", "", "\"A\""] {
        check(Some(&current()), &[(INM, value)], Perform, Perform);
    }
    check(Some(&Validators::default()), &[(INM, "*")], NotModified, Failed);
}

/// proves: 9110-13.1.3-yields-to-inm
/// proves: 9110-13.1.3-invalid-date
/// proves: 9110-13.1.3-get-head-only
/// proves: 9110-13.1.3-no-date-known
/// proves: 9110-13.1.3-evaluate
#[test]
fn if_modified_since_is_for_get_and_head_without_if_none_match() {
    use Verdict::{NotModified, Perform};
    check(Some(&current()), &[(IMS, &date(999))], Perform, Perform);
    check(Some(&current()), &[(IMS, &date(1000))], NotModified, Perform);
    check(Some(&current()), &[(IMS, &date(1001))], NotModified, Perform);
    check(Some(&current()), &[(IMS, "Thursday, 01-Jan-70 00:16:40 GMT")], NotModified, Perform);
    check(Some(&current()), &[(IMS, "yesterday")], Perform, Perform);
    check(Some(&current()), &[(IMS, &date(1001)), (IMS, &date(1001))], Perform, Perform);
    check(Some(&current()), &[(IMS, &date(1001)), (INM, "\"b\"")], Perform, Perform);
    check(Some(&Validators::default()), &[(IMS, &date(1001))], Perform, Perform);
    check(None, &[(IMS, &date(1001))], Perform, Perform);
}

/// proves: 9110-13.1.4-yields-to-if-match
/// proves: 9110-13.1.4-invalid-date
/// proves: 9110-13.1.4-no-date-known
/// proves: 9110-13.1.4-evaluate
/// proves: 9110-13.1.4-false-no-action
#[test]
fn if_unmodified_since_is_for_requests_without_if_match() {
    use Verdict::{Failed, Perform};
    check(Some(&current()), &[(IUS, &date(999))], Failed, Failed);
    check(Some(&current()), &[(IUS, &date(1000))], Perform, Perform);
    check(Some(&current()), &[(IUS, &date(1001))], Perform, Perform);
    check(Some(&current()), &[(IUS, "yesterday")], Perform, Perform);
    check(Some(&current()), &[(IUS, &date(1)), (IUS, &date(1))], Perform, Perform);
    check(Some(&current()), &[(IUS, &date(1)), (IM, "\"a\"")], Perform, Perform);
    check(Some(&current()), &[(IUS, &date(1001)), (IM, "\"b\"")], Failed, Failed);
    check(Some(&Validators::default()), &[(IUS, &date(1))], Perform, Perform);
}

/// The steps of RFC 9110 section 13.2.2, as they stand there.
fn model(method: &Method, fields: &Fields) -> Verdict {
    let reads = matches!(method, Method::Get | Method::Head);
    let value = |name| fields.get(name).map(|field| field.text().unwrap().to_owned());
    let seconds = |text: &String| [999, 1000, 1001].into_iter().find(|&seconds| date(seconds) == *text);
    let if_match = value(IM).map(|value| matches!(value.as_str(), "*" | "\"a\"" | "\"b\", \"a\""));
    let unmodified = value(IUS).as_ref().and_then(seconds).map(|seconds| 1000 <= seconds);
    let if_none_match = value(INM).map(|value| !matches!(value.as_str(), "*" | "\"a\"" | "W/\"a\"" | "\"b\", \"a\""));
    let modified = value(IMS).as_ref().and_then(seconds).map(|seconds| 1000 > seconds);
    // 1. and 2.
    if if_match == Some(false) || (if_match.is_none() && unmodified == Some(false)) {
        return Verdict::Failed;
    }
    // 3.
    if if_none_match == Some(false) {
        return if reads { Verdict::NotModified } else { Verdict::Failed };
    }
    // 4.
    if reads && if_none_match.is_none() && modified == Some(false) {
        return Verdict::NotModified;
    }
    Verdict::Perform
}

/// proves: 9110-13.2.2-order
#[test]
fn all_preconditions_together_go_in_order() {
    let tags = [None, Some("*"), Some("\"a\""), Some("W/\"a\""), Some("\"b\""), Some("\"b\", \"a\"")];
    let dates = [None, Some(date(999)), Some(date(1000)), Some(date(1001)), Some("soon".to_owned())];
    for (a, b) in tags.iter().flat_map(|a| tags.iter().map(move |b| (a, b))) {
        for (c, d) in dates.iter().flat_map(|c| dates.iter().map(move |d| (c, d))) {
            let mut fields = Fields::new();
            for (name, value) in [(IM, *a), (INM, *b), (IMS, c.as_deref()), (IUS, d.as_deref())] {
                if let Some(value) = value {
                    fields.push(name, value).unwrap();
                }
            }
            for method in [Method::Get, Method::Head, Method::Put, Method::Post] {
                let verdict = evaluate(&method, &fields, Some(&current()));
                assert_eq!(verdict, model(&method, &fields), "{method} {fields:?}");
            }
        }
    }
}

/// proves: 9110-13.1.5-evaluate
#[test]
fn if_range_wants_a_strong_tag_or_the_exact_date() {
    for (value, counts) in [
        ("\"a\"", true),
        ("\"b\"", false),
        ("W/\"a\"", false),
        ("\"a\", \"b\"", false),
        ("*", false),
        ("", false),
        (&date(999), false),
        (&date(1000), true),
        (&date(1001), false),
    ] {
        assert_eq!(range_counts(&fields(&[("If-Range", value)]), &current(), at(5000)), counts, "{value}");
    }
    assert!(range_counts(&Fields::new(), &current(), at(5000)));
    assert!(!range_counts(&fields(&[("If-Range", "\"a\"")]), &weak(), at(5000)));
    assert!(!range_counts(&fields(&[("If-Range", "W/\"a\"")]), &weak(), at(5000)));
    assert!(!range_counts(&fields(&[("If-Range", &date(1000))]), &current(), at(1000)), "its second is not over");
    assert!(!range_counts(&fields(&[("If-Range", &date(1000))]), &Validators::default(), at(5000)));
}
