//! The content of a request, read as it comes.

use std::time::Instant;

use connection::{Event, RequestError};
use request::Fields;

use crate::conversation::Conversation;
use crate::transport::Transport;
use crate::trouble::Trouble;

/// What was taken of content.
enum Taken {
    /// So many octets.
    Piece(usize),
    /// Its end, with the fields after it.
    End(Fields),
}

impl<T: Transport> Conversation<'_, T> {
    /// Reads content of the present request into `buffer`; 0 is its end. A client that waits for 100 (Continue) gets it as
    /// soon as this has to wait.
    ///
    /// # Errors
    ///
    /// [`Trouble::Refused`] when the content is malformed, cut off or late, [`Trouble::NotYet`] after [`hurry`](Self::hurry),
    /// and else when the connection is broken.
    pub fn read_content(&mut self, buffer: &mut [u8]) -> Result<usize, Trouble> {
        self.is_read = true;
        while !self.complete && !buffer.is_empty() {
            match self.take_content(buffer)? {
                Some(Taken::Piece(octets)) => return Ok(octets),
                Some(Taken::End(trailers)) => (self.complete, self.trailers) = (true, Some(trailers)),
                None if !self.input.unused().is_empty() => {}
                None => self.wait_for_content()?,
            }
        }
        Ok(0)
    }

    /// Takes a piece of content of what has come, or its end with the fields after it.
    fn take_content(&mut self, buffer: &mut [u8]) -> Result<Option<Taken>, RequestError> {
        // Content is never longer than what it came in.
        self.take(buffer.len(), |event| match event {
            Event::Content(piece) => {
                buffer[..piece.len()].copy_from_slice(piece);
                Taken::Piece(piece.len())
            }
            Event::End(trailers) => Taken::End(trailers),
            // Not before this one has ended.
            Event::Request(_) => Taken::End(Fields::new()),
        })
    }

    fn wait_for_content(&mut self) -> Result<(), Trouble> {
        self.connection.want_content(&mut self.output);
        match self.hurried {
            None => self.receive(),
            Some(until) => self.receive_at_once(until),
        }
    }

    /// From now on content is only waited for as long as the pieces of what was sent together take to come, and not
    /// longer than until then: after that, reading it fails with [`Trouble::NotYet`]. Returns whether content has been read
    /// since the last call, and not to its end.
    pub fn hurry(&mut self, until: Instant) -> bool {
        self.hurried = Some(until);
        std::mem::take(&mut self.is_read) && !self.complete
    }

    /// From now on content is waited for as long as a client may take for it.
    pub fn take_time(&mut self) {
        self.hurried = None;
    }

    /// Throws away what has come of the present request's content, without waiting for more: nobody reads it.
    ///
    /// # Errors
    ///
    /// [`Trouble::Refused`] when it is malformed.
    pub fn skip_content(&mut self) -> Result<(), Trouble> {
        while self.connection.is_receiving_content() && !self.input.unused().is_empty() {
            self.take(usize::MAX, |_| ())?;
        }
        self.connection.leave_content();
        Ok(())
    }

    /// How many octets of content the present request has, if that is known.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.length
    }

    /// Whether content of the present request is at hand: reading it need not wait.
    #[must_use]
    pub fn has_content(&self) -> bool {
        self.length != Some(0) && !self.complete && !self.input.unused().is_empty()
    }

    /// The fields after the content, once all of it was read.
    #[must_use]
    pub fn trailers(&self) -> Option<&Fields> {
        self.trailers.as_ref()
    }
}
