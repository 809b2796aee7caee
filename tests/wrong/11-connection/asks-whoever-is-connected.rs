//! Uses an open connection to the same host, whatever its port.
//!
//! fails: the_client_has_a_connection_for_each_server

// ANCHOR: ask
fn ask(args: &Args, head: &RequestHead, server: &Server, connections: &mut Connections) -> anyhow::Result<()> {
    let connected = connections.keys().find(|other| other.host == server.host).cloned();
    let open = connected.and_then(|connected| connections.remove(&connected));
    let mut client = match open.filter(Conversation::is_reusable) {
        Some(client) => client,
        None => connect(args, server)?,
    };
    let was_used = client.was_used();
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
    exchange(args, head, &mut connect(args, server)?)
}
// ANCHOR_END: ask
