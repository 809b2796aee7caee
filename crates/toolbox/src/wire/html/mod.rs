//! A recording as one page of HTML: a timeline, and below it every piece with its octets and what they are.
//!
//! The page needs nothing from anywhere, and can be read without its script. What was recorded stands in it as escaped text
//! alone; the script holds no data.

mod piece;
mod timeline;

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::time::{Duration, UNIX_EPOCH};

use anyhow::Context;
use harness::recording::What;
use page::html as escaped;

use super::analysis::Analysis;
use super::http::Kind;
use super::recording::Recording;
use super::sum::Sum;
use piece::Articles;
use timeline::Mark;

/// So many events stand on a page; of those that follow, it has the number.
const MOST: usize = 2000;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What the colours mean, in the order in which a message has them.
const LEGEND: [(&str, &str); 11] = [
    ("method", "method"),
    ("target", "target"),
    ("version", "version"),
    ("status", "status code"),
    ("reason", "reason phrase"),
    ("name", "field name"),
    ("value", "field value"),
    ("size", "chunk size"),
    ("content", "content"),
    ("line-end", "line end"),
    ("foreign", "no HTTP"),
];

/// Writes the page of a recording.
pub fn write<R: Read>(recording: Recording<R>, mut to: impl Write) -> anyhow::Result<()> {
    let began = recording.began;
    let (mut analysis, mut sum) = (Analysis::default(), Sum::default());
    let (mut articles, mut marks) = (Articles::default(), Vec::new());
    let (mut left_out, mut has_http) = (0, false);
    for event in recording {
        let event = event?;
        let seen = analysis.see(&event);
        sum.add(&event, &seen);
        if marks.len() < MOST {
            articles.add(marks.len(), &event, &seen);
            marks.push(Mark::of(&event, &seen));
            has_http |= seen.sections.iter().any(|section| section.kind == Kind::StartLine);
        } else {
            left_out += 1;
        }
    }
    let text = whole(&Contents { articles: &articles.html, marks: &marks, left_out, has_http, sum: &sum, began });
    to.write_all(text.as_bytes()).and_then(|()| to.flush()).context("cannot write the page")
}

/// What a page is made of.
struct Contents<'a> {
    articles: &'a str,
    marks: &'a [Mark],
    left_out: u64,
    has_http: bool,
    sum: &'a Sum,
    began: u64,
}

fn whole(contents: &Contents<'_>) -> String {
    let Contents { articles, marks, left_out, has_http, sum, began } = *contents;
    let date = if began == 0 { String::new() } else { format!("<p class=date>Recorded {}</p>\n", date(began)) };
    let mut legend = String::new();
    for (class, words) in LEGEND {
        let _ = writeln!(legend, "<li><span class={class}>{words}</span></li>");
    }
    let legend =
        if has_http { format!("<ul class=legend aria-label=\"Colours\">\n{legend}</ul>\n") } else { String::new() };
    let more = match left_out {
        0 => String::new(),
        count => {
            format!("<p class=more>{count} events follow that this page does not show. The recording has them.</p>\n")
        }
    };
    let timeline = timeline::timeline(marks);
    let sum = escaped(&sum.told(None));
    format!(
        "<!DOCTYPE html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=Content-Security-Policy \
         content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <title>What went over the wire</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n\
         <h1>What went over the wire</h1>\n{date}<pre class=sum>{sum}</pre>\n</header>\n<main>\n\
         <h2 id=time>In time</h2>\n\
         <p class=how>From left to right; long pauses are drawn short. Each block is a piece, as one read returned it.\
         <span class=keys> <kbd>←</kbd> <kbd>→</kbd> go from one to the next.</span></p>\n\
         {timeline}<h2 id=octets>Octet by octet</h2>\n{legend}\
         <p class=told role=status aria-live=polite></p>\n{articles}{more}</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

/// A time of a recording, as HTTP writes dates.
fn date(began: u64) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_micros(began))
}

/// A time in milliseconds after the begin.
fn millis(at: u64) -> String {
    format!("{}.{:03} ms", at / 1000, at % 1000)
}

/// What an event is on the page: its class, and which words stand on its block.
fn class(what: &What) -> (&'static str, &'static str) {
    match what {
        What::Open { .. } => ("open", "open"),
        What::Refused(_) => ("reset", "refused"),
        What::Data { .. } | What::Datagram { .. } => ("data", ""),
        What::End(_) => ("end", "FIN"),
        What::Reset(_) => ("reset", "RST"),
        What::Unseen => ("open", "unseen"),
    }
}
