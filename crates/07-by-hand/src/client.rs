//! Asks for a URL, or sends a form to it, and prints the response: its head, an empty line, its body.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Parser;

/// How long a server may take for its response, and how many bytes of it are read.
const PATIENCE: Duration = Duration::from_secs(30);
const MOST: u64 = 64 * 1024 * 1024;

/// Ask for a URL, or send a form to it, and print the response
#[derive(Parser)]
struct Args {
    /// What to ask for: http://HOST:PORT/PATH
    url: String,
    /// An input of a form that is sent with POST; may be given several times
    #[arg(long = "form", value_name = "NAME=VALUE", value_parser = input)]
    form: Vec<(String, String)>,
}

fn input(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let url = cli::url(&args.url)?;
    let (host, target) = parts(&url).with_context(|| format!("{url} is not a URL of http"))?;
    let addr = if host.ends_with(']') || !host.contains(':') { format!("{host}:80") } else { host.to_owned() };
    let stream = TcpStream::connect(&addr).map_err(|error| cli::cannot_connect(&addr, error))?;
    // ANCHOR: asked
    // A server that refuses a form may have replied, and gone, before it had taken all of it: read all the same.
    let sent = (&stream).write_all(request(host, target, &args.form).as_bytes());
    let mut came = Vec::new();
    let read = cli::limited(&stream, MOST, PATIENCE).read_to_end(&mut came);
    let end = read.and(sent).with_context(|| format!("the connection to {addr} broke"));
    // ANCHOR_END: asked
    if came.is_empty() && end.is_err() {
        return end;
    }
    let (head, body) = response(&came).with_context(|| format!("no good response from {addr}"))?;
    writeln!(cli::stdout(), "{}\n", head.replace("\r\n", "\n"))?;
    cli::stdout().write_all(body)?;
    end?;
    complete(head, body).with_context(|| format!("the response from {addr} is not whole"))
}

/// The host, with its port where there is one, and what is asked of it.
fn parts(url: &str) -> Option<(&str, &str)> {
    // ANCHOR: parts
    let rest = url.strip_prefix("http://")?.split('#').next()?;
    let (host, target) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Some((host, if target.is_empty() { "/" } else { target }))
    // ANCHOR_END: parts
}

// ANCHOR: fn_request
/// GET, or POST of a form.
fn request(host: &str, target: &str, form: &[(String, String)]) -> String {
    // ANCHOR: request
    let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let body = pairs.join("&");

    let fields = format!("Host: {host}\r\nConnection: close\r\n");
    if form.is_empty() {
        return format!("GET {target} HTTP/1.1\r\n{fields}\r\n");
    }
    format!(
        "POST {target} HTTP/1.1\r\n{fields}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    // ANCHOR_END: request
}
// ANCHOR_END: fn_request

/// The text of an input as forms send it: letters, digits and `*-._` as they are, a space as `+`, all else as `%XX`.
fn encode(text: &str) -> String {
    // ANCHOR: encode
    let encoded = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        b' ' => "+".to_owned(),
        _ => format!("%{byte:02X}"),
    });
    encoded.collect()
    // ANCHOR_END: encode
}

// ANCHOR: fn_response
/// Splits what came at its empty line: the head as text, the body as bytes.
fn response(came: &[u8]) -> anyhow::Result<(&str, &[u8])> {
    // ANCHOR: response
    ensure!(!came.is_empty(), "it closed the connection without a word");
    let at = came.windows(4).position(|bytes| bytes == b"\r\n\r\n").context("no empty line came")?;
    let head = str::from_utf8(&came[..at]).context("the head is not text")?;
    ensure!(head.starts_with("HTTP/1."), "it does not begin with HTTP/1.");
    Ok((head, &came[at + 4..]))
    // ANCHOR_END: response
}
// ANCHOR_END: fn_response

// ANCHOR: fn_complete
/// Fails when fewer bytes came than Content-Length says.
fn complete(head: &str, body: &[u8]) -> anyhow::Result<()> {
    // ANCHOR: complete
    let fields = head.lines().filter_map(|line| line.split_once(':'));
    let mut lengths = fields.filter(|(name, _)| name.eq_ignore_ascii_case("Content-Length"));
    if let Some((_, value)) = lengths.next() {
        let length: usize = value.trim().parse().context("its Content-Length is no number")?;
        ensure!(body.len() >= length, "{} bytes of {length} came", body.len());
    }
    Ok(())
    // ANCHOR_END: complete
}
// ANCHOR_END: fn_complete
