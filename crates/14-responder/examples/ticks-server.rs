//! Server-Sent Events (HTML standard, section 9.2): a response that goes on for as long as there is something to tell.
//!
//! It listens on the address of `--addr`.

// ANCHOR: ticks
use std::io::{self, Write};
use std::time::Duration;
use std::{env, thread};

use responder::{Responder, Response};

const PAGE: &str = "<h1>Ticks</h1><ol></ol><script>
new EventSource('/ticks').onmessage = (event) =>
    document.querySelector('ol').append(Object.assign(document.createElement('li'), { textContent: event.data }));
</script>";

/// An event is lines `name: value`, and an empty line. What is flushed is on its way.
fn tick(out: &mut dyn Write, number: u32) -> io::Result<()> {
    write!(out, "id: {number}\ndata: tick {number}\n\n")?;
    out.flush()?;
    thread::sleep(Duration::from_millis(500));
    Ok(())
}

fn main() -> anyhow::Result<()> {
    let addr = env::args().skip_while(|argument| argument != "--addr").nth(1);
    let server = Responder::new()
        .get("/", |_| Ok(Response::html(PAGE)))
        .get("/ticks", |_| {
            // With `1..` it would go on until the client has gone: then a write fails.
            let stream = Response::writing("text/event-stream", |out| (1..=3).try_for_each(|number| tick(out, number)));
            Ok(stream.field("Cache-Control", "no-store")?)
        })
        .bind(addr.as_deref().unwrap_or("127.0.0.1:12345"))?;
    cli::listening_on(server.local_addr()?);
    Ok(server.run()?)
}
// ANCHOR_END: ticks
