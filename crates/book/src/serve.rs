//! The pages at an address, by the course's own server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use responder::{Responder, Response, Server, Settings};

use crate::build::Book;
use crate::changes::{self, Changes};
use crate::sources;
use crate::{Reading, browser};

/// How often the sources are looked at.
const PAUSE: Duration = Duration::from_millis(250);

/// Builds the book and serves it until it is interrupted. The address is taken first: whether it is free should not be known
/// only after the book is built.
///
/// # Errors
///
/// When the address is not free, or the book does not build.
pub fn serve(book: &Book, reading: &Reading) -> anyhow::Result<()> {
    cli::note_panics();
    let changes = Arc::new(Changes::default());
    let server = server(book, reading, &changes)?;
    let warnings = built(book, reading.watch.then_some(&changes))?;
    let (stopper, ends) = (server.stopper(), Arc::clone(&changes));
    cli::on_interrupt(move || {
        ends.end();
        stopper.stop();
    })?;
    announce(server.local_addr()?, &warnings, reading);
    thread::scope(|scope| {
        if reading.watch {
            scope.spawn(|| watch(book, &changes));
        }
        let end = server.run().context("cannot go on serving");
        changes.end();
        end
    })
}

fn server(book: &Book, reading: &Reading, changes: &Arc<Changes>) -> anyhow::Result<Server> {
    let mut responder = Responder::new();
    if reading.watch {
        let changes = Arc::clone(changes);
        responder = responder.get(changes::PATH, move |_| {
            let changes = Arc::clone(&changes);
            let stream = Response::writing("text/event-stream", move |out| changes.stream(out));
            Ok(stream.field("Cache-Control", "no-store")?)
        });
    }
    let folder = responder.folder("/", &book.dest);
    let responder = folder.with_context(|| format!("cannot serve {}", book.dest.display()))?;
    let server = responder.settings(Settings { log: false, ..Settings::default() }).bind(&reading.addr);
    server.map_err(|error| cli::cannot_listen(&reading.addr, error).into())
}

/// Says where the book is, and opens it.
pub fn announce(addr: SocketAddr, warnings: &[String], reading: &Reading) {
    let url = browser::url(addr);
    cli::listening_on(addr);
    cli::note(format_args!("the book: {url}"));
    warn(warnings);
    if reading.watch {
        cli::note("its sources are watched; Ctrl-C ends it");
    }
    cli::finish_notes();
    if !reading.no_open {
        browser::open(&url);
    }
}

fn warn(warnings: &[String]) {
    for warning in warnings {
        cli::note(format_args!("warning: {warning}"));
    }
}

/// Builds the book, for pages that learn of newer ones where there are `changes`.
pub fn built(book: &Book, changes: Option<&Arc<Changes>>) -> anyhow::Result<Vec<String>> {
    let version = changes.map(|_| changes::version());
    let warnings = book.build(version)?;
    if let (Some(changes), Some(version)) = (changes, version) {
        changes.tell(version);
    }
    Ok(warnings)
}

/// Builds the book again whenever its sources have changed, until `changes` ends.
fn watch(book: &Book, changes: &Arc<Changes>) {
    rebuild_on_change(book, changes, || built(book, Some(changes)));
}

/// Calls `again` whenever the sources have changed, until `changes` ends. The last good pages stay where it fails.
pub fn rebuild_on_change(book: &Book, changes: &Changes, again: impl Fn() -> anyhow::Result<Vec<String>>) {
    let mut taken = sources::look(&book.source);
    let mut last = taken.clone();
    while !changes.has_ended_after(PAUSE) {
        let now = sources::look(&book.source);
        // An editor may be in the middle of saving, and a tool in the middle of many files.
        let is_still = now == last;
        last.clone_from(&now);
        if now == taken || !is_still {
            continue;
        }
        taken = now;
        let start = Instant::now();
        match again() {
            Ok(warnings) => {
                warn(&warnings);
                cli::note(format_args!("built again in {:.1} s", start.elapsed().as_secs_f64()));
            }
            Err(error) => cli::note(format_args!("{error:#}\nthe pages stay as they were")),
        }
    }
}
