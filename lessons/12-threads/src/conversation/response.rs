//! Responses: gathered, and sent in as few writes as possible.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::fs::File;
use std::io;
use std::ops::Range;

use request::Fields;
use response::ResponseHead;

use crate::conversation::Conversation;
use crate::date::date;
use crate::transport::Transport;
use crate::trouble::Trouble;

/// When so many octets wait to be sent, they are sent.
const FULL: usize = 64 * 1024;

/// How many octets of a file are one piece of content; where content is sent in chunks, each has a length of its own.
const FILE_PIECE: u64 = 1 << 30;

impl<T: Transport> Conversation<'_, T> {
    /// Begins the response, with content of `length` octets or of a length that is not yet known; see
    /// [`ServerConnection::respond`](connection::ServerConnection::respond). The field Date is made here.
    ///
    /// # Errors
    ///
    /// When no response is due.
    pub fn begin(&mut self, mut head: ResponseHead, length: Option<u64>) -> Result<(), Trouble> {
        let fields = &mut head.fields;
        // Neither value can be one that must not be sent.
        let _ = date(|now| fields.set("Date", now));
        if self.is_stopping() {
            let _ = head.fields.push("Connection", "close");
        }
        self.beginning = Some(self.output.len());
        Ok(self.connection.respond(head, length, &mut self.output)?)
    }

    /// Adds a piece to the content of the response. A long piece is sent at once, and is not copied.
    ///
    /// # Errors
    ///
    /// When it does not fit the length that was said, or the connection is broken.
    pub fn send(&mut self, piece: &[u8]) -> Result<(), Trouble> {
        // GAP 3 of 9: request (place 3 of 4)
        // `self.connection.before` adds to the output what stands before this piece, and says whether its octets
        // are sent at all (to HEAD they are not); `after` adds what stands after it. Gather a piece that leaves
        // the output below FULL there; write a longer one at once (`self.write`), after all that has gathered.
        // Count the octets in `self.sent`.
        todo!("gap 3: request")
    }

    /// Adds a part of a file to the content of the response, and sends it at once. Where the transport can, its octets are
    /// not copied.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and when the file ends before the part does.
    pub fn send_file(&mut self, file: &File, part: Range<u64>) -> Result<(), Trouble> {
        let mut start = part.start;
        while start < part.end {
            let end = part.end.min(start.saturating_add(FILE_PIECE));
            self.send_piece_of_file(file, start..end)?;
            start = end;
        }
        Ok(())
    }

    fn send_piece_of_file(&mut self, file: &File, piece: Range<u64>) -> Result<(), Trouble> {
        let octets = piece.end - piece.start;
        let length = usize::try_from(octets).unwrap_or(usize::MAX);
        if !self.connection.before(length, &mut self.output)? {
            return Ok(());
        }
        self.sent += octets;
        self.flush()?;
        self.beginning = None;
        self.timed.send_file(file, piece)?;
        self.connection.after(&mut self.output);
        Ok(())
    }

    /// Ends the response.
    ///
    /// # Errors
    ///
    /// When content is missing, or the connection is broken.
    pub fn end(&mut self) -> Result<(), Trouble> {
        self.connection.end(&Fields::new(), &mut self.output)?;
        if self.output.len() >= FULL {
            self.flush()?;
        }
        Ok(())
    }

    /// The whole response at once.
    ///
    /// # Errors
    ///
    /// As [`begin`](Self::begin) and [`send`](Self::send).
    pub fn respond(&mut self, head: ResponseHead, content: &[u8]) -> Result<(), Trouble> {
        self.begin(head, Some(content.len() as u64))?;
        self.send(content)?;
        self.end()
    }

    /// Takes the present response back, if nothing of it has been sent; returns whether another one can take its place,
    /// after which the connection closes.
    pub fn retract(&mut self) -> bool {
        if self.connection.is_due() {
            return true;
        }
        let Some(beginning) = self.beginning.take() else { return false };
        self.output.truncate(beginning);
        self.connection.retract();
        self.sent = 0;
        true
    }

    /// Whether a response is due, and none has begun.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.connection.is_due()
    }

    /// Whether content is sent with the response: not with HEAD, 204 and 304. What is handed in all the same is left out.
    #[must_use]
    pub fn sends_content(&self) -> bool {
        self.connection.sends_content()
    }

    /// How many octets of content the present response has so far.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// Sends what has gathered, without waiting for more.
    ///
    /// # Errors
    ///
    /// When the connection is broken, or the client takes too little.
    pub fn flush(&mut self) -> io::Result<()> {
        if let Some(hook) = &mut self.on_flush {
            hook();
        }
        if self.output.is_empty() { Ok(()) } else { self.write(&[]) }
    }

    /// Writes what waits to be sent, and `piece` after it. When that fails nobody knows how much of it has left, so
    /// nothing of it is ever written again.
    fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        // GAP 3 of 9: request (place 4 of 4)
        // Write both, the output and the piece (`self.timed.write_all`). From then on the present response can no
        // longer be taken back (`self.beginning`), and the output is empty, also when the write has failed.
        todo!("gap 3: request")
    }
}
