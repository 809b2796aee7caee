//! Asks for a URL, or sends a form to it, and prints the response: its head, an empty line, its body.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
    // A server that refuses a form may have replied, and gone, before it had taken all of it: read all the same.
    let sent = (&stream).write_all(request(host, target, &args.form).as_bytes());
    let mut came = Vec::new();
    let read = cli::limited(&stream, MOST, PATIENCE).read_to_end(&mut came);
    let end = read.and(sent).with_context(|| format!("the connection to {addr} broke"));
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
    let rest = url.strip_prefix("http://")?.split('#').next()?;
    let (host, target) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Some((host, if target.is_empty() { "/" } else { target }))
}

/// GET, or POST of a form.
fn request(host: &str, target: &str, form: &[(String, String)]) -> String {
    // GAP 5 of 6: request (place 1 of 2)
    // Return the request: GET without a form, else POST with the inputs as its body, encoded, with
    // = and & between them. Both have the fields Host and Connection: close; POST has Content-Type:
    // application/x-www-form-urlencoded and the Content-Length of its body. An empty line ends the
    // head, and nothing follows the body.
    todo!("gap 5: request")
}

/// The text of an input as forms send it: letters, digits and `*-._` as they are, a space as `+`, all else as `%XX`.
fn encode(text: &str) -> String {
    // GAP 5 of 6: request (place 2 of 2)
    // Return the text as forms send it: ASCII letters, digits and `*-._` as they are, a space as +,
    // every other byte as % and two hexadecimal digits in capitals.
    todo!("gap 5: request")
}

/// Splits what came at its empty line: the head as text, the body as bytes.
fn response(came: &[u8]) -> anyhow::Result<(&str, &[u8])> {
    // GAP 6 of 6: response (place 1 of 2)
    // Return the head of the response, up to its empty line and without it, as text, and the body
    // that follows, as bytes. An error in words when nothing came, when there is no empty line, when
    // the head is no text, or when it does not begin with HTTP/1.
    anyhow::bail!("the response is not looked at yet (gap 6)")
}

/// Fails when fewer bytes came than Content-Length says.
fn complete(head: &str, body: &[u8]) -> anyhow::Result<()> {
    // GAP 6 of 6: response (place 2 of 2)
    // When the head has a Content-Length, its name in any letter case: an error when the value is no
    // number, or when `body` is shorter than it says. More than it says is no error.
    todo!("gap 6: response")
}
