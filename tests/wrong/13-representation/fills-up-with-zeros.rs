//! Sends zeros where a file has no octets any more.
//!
//! fails: the_server_breaks_off_when_a_file_becomes_shorter

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
        buffer.resize(PIECE, 0);
        let mut left = length;
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
            let mut count = content.read(&mut buffer[..most]).unwrap_or(0);
            if count == 0 {
                buffer[..most].fill(0);
                count = most;
            }
            conversation.send(&buffer[..count])?;
            left -= count as u64;
        }
    }
    conversation.end()
}
// ANCHOR_END: send
