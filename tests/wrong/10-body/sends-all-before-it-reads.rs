//! Sends the whole request before it reads the response.
//!
//! fails: the_client_reads_a_response_while_it_sends

// ANCHOR: exchange
/// Sends the request, then reads the response.
fn exchange(stream: &TcpStream, head: RequestHead, data: Option<Data>) -> anyhow::Result<()> {
    send(stream, &head, data)?;
    receive(stream, &head.method)
}
// ANCHOR_END: exchange
