//! Reads one octet at a time from the socket, so that nothing behind the head is ever read with it.

// ANCHOR: receive
/// Reads octet by octet until the head is complete.
fn receive(stream: &TcpStream, timeout: Duration) -> io::Result<Received> {
    let mut input = cli::limited(stream, u64::MAX, timeout);
    let mut decoder = RequestDecoder::new(Limits::default());
    let mut octet = [0];
    loop {
        match input.read(&mut octet) {
            Ok(0) => break Ok(decoder.incomplete().map_or(Received::Nothing, Received::Malformed)),
            Ok(_) => match decoder.decode(&mut &octet[..]) {
                Ok(Some(head)) => break Ok(Received::Request(Box::new(head))),
                Ok(None) => continue,
                Err(error) => break Ok(Received::Malformed(error)),
            },
            Err(error) if error.kind() == ErrorKind::TimedOut => {
                break Ok(decoder.incomplete().map_or(Received::Nothing, Received::TooLate));
            }
            Err(error) => break Err(error),
        }
    }
}
// ANCHOR_END: receive

// ANCHOR: find
    let (length, after_cr) = (self.length, self.after_cr);
    let text = input.iter().take_while(|&&octet| !after_cr && syntax::is_line_octet(octet)).count();
    if length + text > limit {
        return Ok(Found::TooLong(limit - length));
    }
    let offset = self.offset + text;
    match (after_cr, input.get(text), input.get(text + 1)) {
        (_, None, _) => Ok(self.part(text, after_cr)).inspect(|_| self.offset -= usize::from(after_cr)),
        (true, Some(b'\n'), _) => Ok(self.end(1)),
        (true, Some(_), _) => Err(Error::new(ErrorKind::BareCr, offset - 1)),
        (false, Some(b'\r'), None) => Ok(self.part(text, true)),
        (false, Some(b'\r'), Some(b'\n')) => Ok(self.end(text + 2)),
        (false, Some(b'\r'), Some(_)) => Err(Error::new(ErrorKind::BareCr, offset)),
        (false, Some(b'\n'), _) => Err(Error::new(ErrorKind::BareLf, offset)),
        (false, Some(_), _) => Err(Error::new(ErrorKind::ControlOctet, offset)),
    }
// ANCHOR_END: find
