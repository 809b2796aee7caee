//! Opens the content once: for the second attempt, nothing is left of it.
//!
//! fails: the_client_asks_again_when_the_server_closed_between_two_requests

// ANCHOR: ask
/// Sends a request, over the open connection where there is one, and prints the response.
fn ask(args: &Args, head: &RequestHead, server: &Server, connections: &mut Connections) -> anyhow::Result<()> {
    let mut client = match connections.remove(server).filter(Conversation::is_reusable) {
        Some(client) => client,
        None => connect(args, server)?,
    };
    let was_used = client.was_used();
    let (mut source, length) = open(args)?;
    let error = match exchange(head, &mut source, length, &mut client) {
        Ok(()) => {
            connections.insert(server.clone(), client);
            return Ok(());
        }
        Err(error) => error,
    };
    let closed = error.downcast_ref::<connection::ResponseError>();
    if !closed.is_some_and(|closed| may_repeat(&head.method, was_used, closed)) {
        return Err(error);
    }
    exchange(head, &mut source, length, &mut connect(args, server)?)
}
// ANCHOR_END: ask

// ANCHOR: exchange
/// Sends a request and prints the response as it comes.
fn exchange(
    head: &RequestHead,
    source: &mut dyn Read,
    length: Option<u64>,
    client: &mut Conversation,
) -> anyhow::Result<()> {
    let content = Content { source, length };
    let mut out = cli::stdout();
    client.exchange(head.clone(), content, &mut |event| match event {
        ResponseEvent::Interim(_) => Ok(()),
        ResponseEvent::Response(head) => print_head(&mut out, &head),
        ResponseEvent::Content(piece) => out.write_all(piece).and_then(|()| out.flush()),
        ResponseEvent::End(trailers) => print_fields(&mut out, &trailers),
    })
}
// ANCHOR_END: exchange
