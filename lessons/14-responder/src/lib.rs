//! An HTTP/1.1 server as a library: handlers by path and method, folders, streaming both ways, and a bound on everything
//! that a client can make grow.
//!
//! This is the fifth layer of HTTP in this course, and the first that touches a socket. The layers below decide what every
//! octet means; here threads read, hand octets down, and write what comes back.
//!
//! A whole application:
//!
//! ```no_run
//! use std::io::{self, Write};
//!
//! use responder::{Responder, Response};
//!
//! fn main() -> io::Result<()> {
//!     Responder::new()
//!         .get("/", |_| Ok(Response::html("<h1>Hello</h1>")))
//!         .get("/hello/{name}", |request| Ok(Response::text(format!("Hello {}", request.parameter("name")))))
//!         .post("/length", |request| Ok(Response::text(request.octets()?.len().to_string())))
//!         .post("/echo", |request| Ok(Response::reading("text/plain", request.content(), None)))
//!         .get("/count", |_| Ok(Response::writing("text/plain", |out| (1..=9).try_for_each(|n| writeln!(out, "{n}")))))
//!         .serve("127.0.0.1:12345")
//! }
//! ```
//!
//! | file | what |
//! |---|---|
//! | `responder`, `path`, `methods` | which handler answers which request |
//! | `request`, `response`, `error`, `stored` | what a handler gets and gives, and what a folder has |
//! | `credentials`, `base64`, `cookie` | who asks, and what a client keeps for the server |
//! | `serve`, `threads`, `open`, `limits`, `files` | the listener, its threads, the connections and how they end |
//! | `exchange` | one connection: request after request, answer after answer |
//! | `wire`, `input`, `socket` | its octets, its buffers, its waits |
//! | `settings` | how much is too much |
//! | `date`, `clock`, `log` | what time it is, when the server did not run, and what happened |

mod base64;
mod clock;
mod cookie;
mod credentials;
mod date;
mod error;
mod exchange;
mod files;
mod input;
mod limits;
mod log;
mod methods;
mod open;
mod path;
mod request;
mod responder;
mod response;
mod serve;
mod settings;
mod socket;
mod stored;
mod threads;
mod wire;

pub use ::request::{Method, Status};
pub use cookie::{Cookie, InvalidCookie, SameSite};
pub use credentials::Credentials;
pub use error::{Answer, Error};
pub use page::{html, page};
pub use representation::{CacheControl, EntityTag, Folder, LastModified, Validators};
pub use request::{Request, RequestContent};
pub use responder::Responder;
pub use response::Response;
pub use serve::{Server, Stopper};
pub use settings::Settings;
