//! What every program of the course does around its sockets, so that the lessons can be about the sockets.
//!
//! - [`exit`] turns the result of a program into its exit status and, on failure, one line `error: …`.
//! - [`cannot_listen`], [`cannot_connect`] and [`cannot_send`] say what to try when an address fails.
//! - [`exit_on_interrupt`] ends a server cleanly on Ctrl-C, [`on_interrupt`] lets it finish first.
//! - [`listening_on`], [`client_lost`], [`accept_failed`], [`note`] and [`log`] write about the program itself, on standard
//!   error; [`note_panics`] does so about panics.
//! - [`limited`] reads from a client that may send too much or too slowly.
//! - [`stdout`] is where a client prints, and [`transcript`] where a server does: the client ends when nobody takes what it
//!   prints, the server goes on.
//! - [`text`] shows received bytes, whatever they are, and [`shown`] does where a terminal would act on them.
//! - [`seconds`], [`at_least_one`] and [`field`] read what stands on a command line.
//! - [`url`] does so with a URL; [`escaped`] and [`without_dots`] are of use with those that servers send.

mod addr;
mod arguments;
mod exit;
mod interrupt;
mod limited;
mod notes;
mod outlet;
mod output;
mod url;
mod visible;

pub use addr::{AddrError, DEFAULT_ADDR, cannot_connect, cannot_listen, cannot_send};
pub use arguments::{at_least_one, field, seconds};
pub use exit::exit;
pub use interrupt::{exit_on_interrupt, on_interrupt};
pub use limited::limited;
pub use notes::{accept_failed, client_lost, finish_notes, listening_on, log, note, note_panics};
pub use output::{Stdout, Transcript, rest_shown, shown, stdout, transcript};
pub use url::{InvalidUrl, escaped, url, without_dots};
pub use visible::{Text, text};
