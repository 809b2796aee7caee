//! Reads a file whole before it sends it.
//!
//! fails: the_server_breaks_off_when_a_file_becomes_shorter
//! fails: the_server_sends_a_long_file_in_little_memory

// ANCHOR: send
/// Sends an answer.
fn send<T: Transport>(
    answer: Answer,
    conversation: &mut Conversation<'_, T>,
    buffer: &mut Vec<u8>,
) -> Result<(), Trouble> {
    let Answer { head, length, mut content, .. } = answer;
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
