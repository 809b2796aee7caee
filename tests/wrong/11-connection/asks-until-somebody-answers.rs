//! Sends a request again as often as the server closes without a word.
//!
//! fails: the_client_asks_again_when_the_server_closed_between_two_requests

// ANCHOR: ask
fn ask(args: &Args, head: &RequestHead, server: &Server, connections: &mut Connections) -> anyhow::Result<()> {
    let mut client = match connections.remove(server).filter(Conversation::is_reusable) {
        Some(client) => client,
        None => connect(args, server)?,
    };
    let was_used = client.was_used();
    loop {
        let error = match exchange(args, head, &mut client) {
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
        client = connect(args, server)?;
    }
}
// ANCHOR_END: ask
