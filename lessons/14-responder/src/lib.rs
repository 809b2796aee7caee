//! An HTTP/1.1 server as a library: handlers by path and method, folders, streaming both ways, and a bound on everything
//! that a client can make grow.
//!
//! This is the last layer of a server in this course. The layers below decide what every octet means, wait for it and send
//! it ([`threads`]); here is decided what to say.
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
//! | `serve` | the server at its address |
//! | `exchange` | one connection: request after request, response after response |
//! | `settings` | how much is too much |
//! | `log` | what happened |

mod base64;
mod cookie;
mod credentials;
mod error;
mod exchange;
// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../crates/14-responder/src/fields.rs"]
mod fields;
#[path = "../../../crates/14-responder/src/log.rs"]
mod log;
mod methods;
mod path;
mod request;
mod responder;
mod response;
mod serve;
#[path = "../../../crates/14-responder/src/settings.rs"]
mod settings;
mod stored;

pub use ::request::{Method, Status};
pub use cookie::{Cookie, InvalidCookie, SameSite};
pub use credentials::Credentials;
pub use error::Error;
pub use page::{html, page};
pub use representation::{CacheControl, EntityTag, Folder, LastModified, Validators};
pub use request::{Request, RequestContent};
pub use responder::Responder;
pub use response::{HandlerResult, Response};
pub use serve::{Server, Stopper};
pub use settings::Settings;
