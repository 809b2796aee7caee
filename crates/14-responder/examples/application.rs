//! A whole application.

// ANCHOR: application
use std::io;

use responder::{Responder, Response};

fn main() -> io::Result<()> {
    Responder::new()
        .get("/", |_| Ok(Response::html("<h1>Hello</h1>")))
        .get("/hello/{name}", |request| Ok(Response::text(format!("Hello {}\n", request.parameter("name")))))
        .post("/length", |request| Ok(Response::text(format!("{}\n", request.octets()?.len()))))
        .post("/echo", |request| Ok(Response::reading("text/plain", request.content(), None)))
        .get("/count", |_| Ok(Response::writing("text/plain", |out| (1..=3).try_for_each(|n| writeln!(out, "{n}")))))
        .serve("127.0.0.1:12345")
}
// ANCHOR_END: application
