//! Starts the programs of a lesson, speaks bytes with deadlines, and makes failures that teach.
//!
//! A graded test is a function that returns a [`Verdict`]. [`main!`] runs those of a file that are marked with
//! [`test`](macro@test), in their order. A test hands a [`Teach`] (what the learner reads when the test
//! fails) and a closure to [`Lesson::check`]. Inside the closure it starts programs ([`Lesson::server`],
//! [`Lesson::client`]), speaks to servers through a [`Peer`], and to clients through a [`Listener`] (over UDP, to both
//! through a [`DatagramPeer`]):
//!
//! ```no_run
//! use harness::{Lesson, Teach, Verdict};
//!
//! const LESSON: Lesson = harness::lesson!();
//!
//! harness::main!(LESSON);
//!
//! #[harness::test]
//! fn prints_the_message() -> Verdict {
//!     let teach = Teach {
//!         wrong: "the message was not printed",
//!         why: "The server prints what the client sent once the client has closed its side.",
//!         book: "What happened",
//!     };
//!     LESSON.check(teach, || {
//!         let server = LESSON.server().listen()?;
//!         let mut peer = server.connect()?;
//!         peer.send(b"Hello")?;
//!         peer.finish()?;
//!         server.expect_stdout("server received: Hello\n")
//!     })
//! }
//! ```
//!
//! A [`Script`] is a [`Listener`] and the client that is to ask it, for tests that go through tables of responses; and what
//! such tests compare is in [`expect`].
//!
//! Every wait has a deadline ([`deadline`]), every check has ten seconds in all ([`Lesson::with_time`]), every program is
//! killed and reaped when the check ends, and a program that panics fails the check even when all bytes were right.
//!
//! From lesson 08 on, everything that goes over a [`Peer`] is checked against the rules of HTTP about what is never sent
//! (see [`checker::RULES`]), and a broken rule fails the check too. Tests without a peer use [`check_conversation`] or a
//! [`Conversation`].

mod browser;
mod budget;
mod capture;
pub mod common;
mod complaints;
mod crash;
mod cuts;
mod data;
mod datagram;
mod environment;
mod exit;
pub mod expect;
mod failure;
mod feeding;
mod folder;
mod given;
mod graded;
mod group;
mod kept;
mod last_words;
mod layout;
mod left_out;
mod lesson;
mod let_go;
mod life;
mod listener;
mod patience;
mod pattern;
mod peer;
mod proc;
mod process;
mod program;
mod quantity;
pub mod recording;
mod refusing_port;
mod reply;
mod room;
mod running;
mod scarce;
mod scene;
mod script;
mod server;
mod sources;
mod stale;
mod starting;
mod tape;
mod time;
mod tools;
mod violation;
mod visible;
mod watch;
mod words;

pub use browser::{Browser, SharedBrowser, Visit};
pub use checker::{Conversation, Violation, check_conversation};
pub use datagram::DatagramPeer;
pub use failure::{Failure, Teach, Verdict};
pub use folder::Folder;
pub use graded::{Graded, run_graded};
pub use harness_macros::test;
#[doc(hidden)]
pub use inventory;
pub use kept::Kept;
pub use left_out::left_out;
pub use lesson::Lesson;
pub use listener::Listener;
pub use pattern::{Pattern, PatternCheck};
pub use peer::Peer;
pub use program::Program;
pub use refusing_port::RefusingPort;
pub use reply::Reply;
pub use running::{Ended, Running};
pub use script::Script;
pub use server::Server;
pub use starting::start_deadline;
pub use time::deadline;
pub use tools::{Page, chromium, tool};
pub use visible::visible;
pub use words::{ErrorLine, error_line};

/// The lesson of the package that is being compiled.
#[macro_export]
macro_rules! lesson {
    () => {
        $crate::Lesson::new(env!("CARGO_PKG_NAME"), env!("CARGO_MANIFEST_DIR"))
    };
}
