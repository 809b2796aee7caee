//! CORS (Fetch standard, section 3.3): what a script from one origin may read of another.
//!
//! `localhost` and `127.0.0.1` are the same server and, to a browser, two origins: the page comes from the first, and its
//! script asks the second.
//!
//! It listens on the address of `--addr`.

// ANCHOR: cors
use std::env;

use responder::{HandlerResult, Method, Responder, Response, Status};

const PAGE: &str = "<link rel='icon' href='data:,'><h1>Another origin</h1><ol></ol><script>
const ask = async (method, path) => {
    const told = await fetch(`http://127.0.0.1:${location.port}${path}`, { method })
        .then((response) => response.text(), (error) => error.message);
    document.querySelector('ol').append(Object.assign(document.createElement('li'),
        { textContent: `${method} ${path}: ${told}` }));
};
ask('GET', '/closed').then(() => ask('GET', '/open')).then(() => ask('DELETE', '/open'));
</script>";

/// Any page may read this response.
fn shared(response: Response) -> HandlerResult {
    Ok(response.field("Access-Control-Allow-Origin", "*")?)
}

/// The preflight: which methods a script may use here.
fn preflight() -> HandlerResult<'static> {
    Ok(shared(Response::new(Status::NO_CONTENT))?.field("Access-Control-Allow-Methods", "DELETE")?)
}

fn main() -> anyhow::Result<()> {
    let addr = env::args().skip_while(|argument| argument != "--addr").nth(1);
    let server = Responder::new()
        .get("/", |_| Ok(Response::html(PAGE)))
        .get("/closed", |_| Ok(Response::text("a secret")))
        .get("/open", |_| shared(Response::text("for all")))
        .on(Method::Delete, "/open", |_| shared(Response::text("deleted")))
        .on(Method::Options, "/open", |_| preflight())
        .bind(addr.as_deref().unwrap_or("127.0.0.1:12345"))?;
    cli::listening_on(server.local_addr()?);
    Ok(server.run()?)
}
// ANCHOR_END: cors
