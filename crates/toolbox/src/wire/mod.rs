//! `cargo course wire`: what really goes over the wire, between a client and a server or in a graded test.
//!
//! | file | what |
//! |---|---|
//! | `arguments` | what one can type |
//! | `proxy`, `link`, `address` | the proxy, and one connection through it |
//! | `lesson` | the conversation of a graded test |
//! | `replay` | the client's side of a recording, sent again |
//! | `hub` | what passes: its time, the recording, the terminal |
//! | `recording` | recordings, written and read; the form stands in `harness::recording` |
//! | `analysis`, `http` | what is known of an event: the structure of HTTP, the rules that were broken |
//! | `terminal`, `look`, `sum` | events in the terminal |
//! | `outputs`, `html`, `pcap` | what is made of a recording |

mod address;
mod analysis;
mod arguments;
mod html;
pub mod http;
pub mod hub;
pub mod lesson;
pub mod link;
mod look;
mod outputs;
mod pcap;
pub mod proxy;
pub mod recording;
mod replay;
mod show;
mod sum;
mod terminal;

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};

use address::Address;
pub use arguments::Wire;
use arguments::{Command, Live, Replay};
use hub::Hub;
use lesson::Lesson;
use look::Look;
use proxy::Proxy;
use replay::When;

use crate::terminal::show as print;

/// Runs `cargo course wire`.
pub fn run(wire: &Wire) -> anyhow::Result<bool> {
    match &wire.command {
        Some(Command::Show(show)) => return show::show(&show.file, &show.pages, Look::of_stdout(show.color)),
        Some(Command::Replay(replay)) => return again(replay),
        None => {}
    }
    let (Some(first), second) = (wire.first.as_deref(), wire.second.as_deref()) else {
        bail!("say where to listen and where the server is, or a lesson");
    };
    if let Some(lesson) = Lesson::find(first, wire.reference)? {
        if wire.connections.is_some() {
            bail!("--connections is for a proxy; a test ends by itself");
        }
        return lesson.show(second, &wire.live);
    }
    if wire.reference {
        bail!("--reference is for a lesson, such as cargo course wire 08 --reference");
    }
    let address = |name: &str, text: &str| text.parse::<Address>().with_context(|| format!("{name} {text}"));
    let listen = address("LISTEN", first)?;
    let Some(to) = second else {
        if crate::course::is_number(first) {
            return Lesson::none(first);
        }
        bail!("where is the server? cargo course wire {first} TO connects to it");
    };
    proxy(wire, &listen, address("TO", to)?)
}

fn proxy(wire: &Wire, listen: &Address, to: Address) -> anyhow::Result<bool> {
    let proxy = Proxy::listen(listen, to, wire.connections)?;
    let addr = proxy.addr().context("cannot tell where it listens")?;
    let session = Session::begin(&wire.live)?;
    cli::listening_on(addr);
    let_open_many_sockets();
    let (hub, end) = (Arc::clone(&session.hub), session.end.clone());
    let serve = move || proxy.serve(&hub, &end);
    thread::Builder::new().name("proxy".to_owned()).spawn(serve).context("no thread for the proxy")?;
    session.wait_and_finish(&wire.live)
}

fn again(replay: &Replay) -> anyhow::Result<bool> {
    let session = Session::begin(&replay.live)?;
    let (hub, end) = (Arc::clone(&session.hub), session.end.clone());
    let (file, to, wait) = (replay.file.clone(), replay.to.clone(), Duration::from_secs(replay.wait));
    let when = if replay.at_once { When::AtOnce } else { When::AtTheirTimes };
    let (tell, told) = mpsc::channel();
    let play = move || {
        let _ = tell.send(replay::replay(&file, &to, when, wait, &hub));
        let _ = end.send(());
    };
    thread::Builder::new().name("replay".to_owned()).spawn(play).context("no thread to send in")?;
    let is_well = session.wait_and_finish(&replay.live)?;
    // After Ctrl-C nobody waits for what is left.
    if let Ok(played) = told.try_recv() {
        played?;
    }
    Ok(is_well)
}

/// Each connection takes two sockets, and systems begin with few: takes as many as there may be.
#[cfg(unix)]
fn let_open_many_sockets() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // Where the system refuses, fewer connections pass at once.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}

#[cfg(not(unix))]
fn let_open_many_sockets() {}

/// What passes until the end.
struct Session {
    hub: Arc<Hub>,
    end: Sender<()>,
    ended: Receiver<()>,
}

impl Session {
    /// Begins. It ends on Ctrl-C, when nobody reads what is printed, and when somebody says so on `end`.
    fn begin(live: &Live) -> anyhow::Result<Self> {
        let recording = live.outputs.begin()?;
        let (end, ended) = mpsc::channel();
        let (closed, interrupted) = (end.clone(), end.clone());
        let look = (!live.quiet).then(|| Look::of_stdout(live.color));
        let closed = move || {
            let _ = closed.send(());
        };
        let hub =
            Arc::new(Hub::new(look, live.outputs.pages.plain, recording, closed).context("no thread to print in")?);
        let interrupt = move || {
            let _ = interrupted.send(());
        };
        cli::on_interrupt(interrupt).context("cannot wait for Ctrl-C")?;
        Ok(Self { hub, end, ended })
    }

    /// Waits for the end, says what has passed, and makes of it what is wanted.
    fn wait_and_finish(self, live: &Live) -> anyhow::Result<bool> {
        drop(self.end);
        let _ = self.ended.recv();
        let passed = self.hub.finish().context("the recording is not whole")?;
        let made = live.outputs.finish(passed.recording)?;
        print(&format!("\n{}{made}", passed.sum.told(Some(passed.time))))?;
        Ok(true)
    }
}
