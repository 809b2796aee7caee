//! The driver: it reads, hands octets to the layers below, and writes what comes back, with a thread for each connection.
//!
//! This is the fifth layer of HTTP in this course, and the first that touches a socket. The layers below decide what every
//! octet means, and how long a peer may take; here somebody waits. [`Conversation`] is the server's end of one connection,
//! [`Client`] is the client's. Both run over any [`Transport`]. [`Server`] takes connections and has a conversation with each
//! client, for as many clients as it has places; and it can be stopped.
//!
//! ```no_run
//! use request::Status;
//! use response::ResponseHead;
//! use threads::{Server, Settings, Trouble};
//!
//! let server = Server::bind("127.0.0.1:12345", Settings::default())?;
//! server.on_notice(|notice| eprintln!("{notice}")).run(|conversation, _| {
//!     loop {
//!         let (status, text) = match conversation.next_request() {
//!             Ok(None) => return Ok(()),
//!             Ok(Some(request)) => (Status::OK, format!("You asked for {}", request.target)),
//!             Err(Trouble::Refused(error)) => (error.status(), error.to_string()),
//!             Err(lost) => return Err(lost),
//!         };
//!         conversation.respond(ResponseHead::new(status), text.as_bytes())?;
//!     }
//! })?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The most difficult thing here is that a thread that waits in `read` hears of nothing else. Whoever wants it to go on has
//! to shut its socket down, from another thread, and may do so only while the connection really waits for its client: a
//! moment later a request may have come, and the response to it must not be lost. So the two threads speak through two
//! atomic variables of the connection (`open`): the one that is about to wait says so first and then looks whether it is to
//! stop; the one that stops it says that first and then looks who waits. Whichever is later sees the other.
//!
//! | file | what |
//! |---|---|
//! | `transport` | what a connection runs over |
//! | `timed` | no wait for it is longer than it may be |
//! | `input` | what has come and is not used yet |
//! | `conversation` | the server's end of a connection: `wait`, `content`, `response`, `switched`, `close` |
//! | `client`, `exchange_error` | the client's end, and why an exchange comes to no good end |
//! | `server`, `threads`, `stack` | the listener, and its threads |
//! | `open`, `admission`, `busy` | the connections: who is served, who makes room, who is turned away, how all end |
//! | `limits`, `files` | how many the system carries |
//! | `settings`, `trouble`, `notice` | what is too much, what goes wrong, and what those who run a server are told |
//! | `clock`, `date` | when the process did not run, and what time it is |

mod admission;
#[path = "../../../crates/12-threads/src/busy.rs"]
mod busy;
mod client;
#[path = "../../../crates/12-threads/src/clock.rs"]
mod clock;
mod conversation;
#[path = "../../../crates/12-threads/src/date.rs"]
mod date;
// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../crates/12-threads/src/exchange_error.rs"]
mod exchange_error;
#[path = "../../../crates/12-threads/src/files.rs"]
mod files;
mod input;
#[path = "../../../crates/12-threads/src/limits.rs"]
mod limits;
#[path = "../../../crates/12-threads/src/notice.rs"]
mod notice;
mod open;
mod server;
#[path = "../../../crates/12-threads/src/settings.rs"]
mod settings;
#[path = "../../../crates/12-threads/src/stack.rs"]
mod stack;
mod threads;
mod timed;
mod transport;
#[path = "../../../crates/12-threads/src/trouble.rs"]
mod trouble;

pub use busy::RETRY_AFTER;
pub use client::{Client, Content};
pub use conversation::Conversation;
pub use date::date;
pub use exchange_error::ExchangeError;
pub use notice::Notice;
pub use server::{Server, Stopper};
pub use settings::Settings;
pub use transport::Transport;
pub use trouble::Trouble;
