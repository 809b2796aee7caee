//! Conditional requests.

use super::super::check::Class::{Must, Should};
use super::super::check::{Check, Judged, broken, check};
use super::super::offers::Need::{Head, Modified, NotFound, StrongTag, Tag};
use super::super::talk::Talk;
use super::has_status;

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("none-match", Must, "9110-13.1.2-get-304", "If-None-Match with the entity tag gets 304", &[Tag], |talk| gets(talk, "If-None-Match: {etag}", &[304])),
    check("none-match-weak", Must, "9110-13.1.2-weak", "If-None-Match with the tag and W/ in front of it gets 304", &[StrongTag], |talk| gets(talk, "If-None-Match: {weak}", &[304])),
    check("none-match-list", Must, "9110-13.1.2-evaluate", "If-None-Match with a list that has the tag gets 304", &[Tag], |talk| gets(talk, "If-None-Match: \"other\", {etag}", &[304])),
    check("none-match-lines", Should, "9110-5.2-combine", "If-None-Match with the tag in its second line gets 304", &[Tag], |talk| {
        gets(talk, "If-None-Match: \"other\"\r\nIf-None-Match: {etag}", &[304])
    }),
    check("none-match-any", Must, "9110-13.1.2-evaluate", "If-None-Match: * gets 304 where there is something", &[Tag], |talk| gets(talk, "If-None-Match: *", &[304])),
    check("none-match-other", Must, "9110-13.1.2-evaluate", "If-None-Match with another tag gets 200", &[Tag], |talk| gets(talk, "If-None-Match: \"other\"", &[200])),
    check("none-match-first", Must, "9110-13.1.3-yields-to-inm", "If-Modified-Since does not count beside If-None-Match", &[Tag, Modified], |talk| {
        gets(talk, "If-None-Match: \"other\"\r\nIf-Modified-Since: {modified}", &[200])
    }),
    check("none-match-head", Must, "9110-13.1.2-get-304", "HEAD with If-None-Match gets 304 too", &[Tag, Head], |talk| {
        let response = talk.ask(b"HEAD {path} HTTP/1.1\r\nHost: {host}\r\nIf-None-Match: {etag}\r\n\r\n")?;
        has_status(&response, &[304])
    }),
    check("not-modified-fields", Must, "9110-15.4.5-fields", "a 304 has the ETag, Cache-Control, Expires, Vary and Content-Location of the 200", &[Tag], |talk| {
        let response = talk.ask(b"GET {path} HTTP/1.1\r\nHost: {host}\r\nIf-None-Match: {etag}\r\n\r\n")?;
        has_status(&response, &[304])?;
        let names = ["Date", "ETag", "Cache-Control", "Expires", "Vary", "Content-Location"];
        let plain = &talk.offers.plain;
        match names.into_iter().find(|name| plain.field(name).is_some() && response.field(name).is_none()) {
            Some(name) => broken(format!("{name} is missing")),
            None => Ok(()),
        }
    }),
    check("modified-since", Should, "9110-13.1.3-304", "If-Modified-Since with the date of Last-Modified gets 304", &[Modified], |talk| {
        gets(talk, "If-Modified-Since: {modified}", &[304])
    }),
    check("modified-since-before", Should, "9110-13.1.3-evaluate", "If-Modified-Since with an earlier date gets 200", &[Modified], |talk| {
        gets(talk, "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT", &[200])
    }),
    check("modified-since-invalid", Must, "9110-13.1.3-invalid-date", "If-Modified-Since with what is no date does not count", &[Modified], |talk| gets(talk, "If-Modified-Since: yesterday", &[200])),
    check("modified-since-850", Must, "9110-5.6.7-accept-three-formats", "If-Modified-Since may be written as in RFC 850", &[Modified], |talk| {
        gets_at(talk, "%A, %d-%b-%y %H:%M:%S GMT")
    }),
    check("modified-since-asctime", Must, "9110-5.6.7-accept-three-formats", "If-Modified-Since may be written as asctime does it", &[Modified], |talk| {
        gets_at(talk, "%a %b %e %H:%M:%S %Y")
    }),
    check("match-other", Must, "9110-13.2.2-if-match-412", "If-Match with another tag gets 412", &[Tag], |talk| gets(talk, "If-Match: \"other\"", &[412])),
    check("match", Must, "9110-13.1.1-evaluate", "If-Match with the tag gets 200", &[StrongTag], |talk| gets(talk, "If-Match: {etag}", &[200])),
    check("match-any", Must, "9110-13.1.1-evaluate", "If-Match: * gets 200 where there is something", &[Tag], |talk| gets(talk, "If-Match: *", &[200])),
    check("match-weak", Must, "9110-13.1.1-strong", "a weak tag in If-Match does not match", &[Tag], |talk| gets(talk, "If-Match: {weak}", &[412])),
    check("unmodified-since", Must, "9110-13.2.2-unmodified-since-412", "If-Unmodified-Since with an earlier date gets 412", &[Modified], |talk| {
        gets(talk, "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT", &[412])
    }),
    check("unmodified-since-equal", Must, "9110-13.1.4-evaluate", "If-Unmodified-Since with the date of Last-Modified gets 200", &[Modified], |talk| gets(talk, "If-Unmodified-Since: {modified}", &[200])),
    check("match-first", Must, "9110-13.1.4-yields-to-if-match", "If-Unmodified-Since does not count beside If-Match", &[StrongTag, Modified], |talk| {
        gets(talk, "If-Match: {etag}\r\nIf-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT", &[200])
    }),
    check("condition-and-error", Must, "9110-13.2.1-errors-first", "a condition does not turn an error into 304 or 412", &[NotFound], |talk| {
        let response = talk.ask(b"GET {missing} HTTP/1.1\r\nHost: {host}\r\nIf-None-Match: \"other\"\r\nIf-Match: \"other\"\r\n\r\n")?;
        has_status(&response, &[talk.offers.missing])
    }),
];

fn gets(talk: &mut Talk<'_>, condition: &str, wanted: &[u16]) -> Judged {
    let request = format!("GET {{path}} HTTP/1.1\r\nHost: {{host}}\r\n{condition}\r\n\r\n");
    let response = talk.ask(request.as_bytes())?;
    has_status(&response, wanted)
}

/// The date of Last-Modified in another form gets 304 as well.
fn gets_at(talk: &mut Talk<'_>, form: &str) -> Judged {
    let modified = talk.offers.modified.clone().unwrap_or_default();
    let Some(date) = rewritten(&modified, form) else {
        return super::super::check::unclear("Last-Modified is no date");
    };
    gets(talk, &format!("If-Modified-Since: {date}"), &[304])
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` in one of the two obsolete forms.
fn rewritten(date: &str, form: &str) -> Option<String> {
    const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    let parts: Vec<&str> = date.split_whitespace().collect();
    let [weekday, day, month, year, time, "GMT"] = parts[..] else { return None };
    let weekday = weekday.trim_end_matches(',');
    let long = DAYS.into_iter().find(|name| name.starts_with(weekday))?;
    let number: u32 = day.parse().ok()?;
    let values = [
        ("%A", long.to_owned()),
        ("%a", weekday.to_owned()),
        ("%d", day.to_owned()),
        ("%e", format!("{number:2}")),
        ("%b", month.to_owned()),
        ("%y", year.get(2..)?.to_owned()),
        ("%Y", year.to_owned()),
        ("%H:%M:%S", time.to_owned()),
    ];
    Some(values.iter().fold(form.to_owned(), |text, (name, value)| text.replace(name, value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_in_the_obsolete_forms() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(rewritten(date, "%A, %d-%b-%y %H:%M:%S GMT").as_deref(), Some("Sunday, 06-Nov-94 08:49:37 GMT"));
        assert_eq!(rewritten(date, "%a %b %e %H:%M:%S %Y").as_deref(), Some("Sun Nov  6 08:49:37 1994"));
        assert_eq!(rewritten("now", "%A"), None);
    }
}
