//! Reads a file whole before it sends it.
//!
//! fails: the_server_breaks_off_when_a_file_becomes_shorter
//! fails: the_server_sends_a_long_file_in_little_memory

// ANCHOR: send
/// Sends a response.
fn send<T: Transport>(
    response: Response,
    conversation: &mut Conversation<'_, T>,
    buffer: &mut Vec<u8>,
) -> Result<(), Trouble> {
    let Response { head, length, mut content } = response;
    conversation.begin(head, Some(length))?;
    if conversation.sends_content() {
        buffer.clear();
        if content.read_to_end(buffer).is_err() {
            return Ok(());
        }
        conversation.send(buffer)?;
    }
    conversation.end()
}
// ANCHOR_END: send
