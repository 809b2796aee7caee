//! Puts the checker beside a connection: what goes by is checked, and what is found is kept for the end of the test.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use checker::{Conversation, Lengths, Violation};

/// What the checker has found in one check, and what it has to know about its programs.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    first: Mutex<Option<Violation>>,
    /// The test has ended or interrupted a program: from now on its messages may break off.
    interrupted: AtomicBool,
    /// A program went on after its client had said that it is done: it is not waited for again.
    lingers: AtomicBool,
    /// What the connections have shown of a server's content.
    lengths: Lengths,
}

impl Findings {
    fn lock(&self) -> MutexGuard<'_, Option<Violation>> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, violation: Violation) {
        self.lock().get_or_insert(violation);
    }

    /// The rule that was broken first.
    pub(crate) fn take(&self) -> Option<Violation> {
        self.lock().take()
    }

    pub(crate) fn has_some(&self) -> bool {
        self.lock().is_some()
    }

    pub(crate) fn interrupted(&self) {
        self.interrupted.store(true, Ordering::Relaxed);
    }

    fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }
}

/// The checker beside one connection.
#[derive(Debug)]
pub(crate) struct Watch {
    conversation: Conversation,
    findings: Arc<Findings>,
    /// The test gave up waiting, or the connection broke, or messages may break off: its end tells nothing.
    open_ended: bool,
}

impl Watch {
    pub(crate) fn server(addr: SocketAddr, findings: Arc<Findings>) -> Self {
        Self::new(Conversation::with_server_at(addr.to_string(), Arc::clone(&findings.lengths)), findings)
    }

    pub(crate) fn client(findings: Arc<Findings>) -> Self {
        Self::new(Conversation::with_client(), findings)
    }

    fn new(conversation: Conversation, findings: Arc<Findings>) -> Self {
        Self { conversation, findings, open_ended: false }
    }

    pub(crate) fn sent(&mut self, octets: &[u8]) {
        self.conversation.sent(octets);
    }

    pub(crate) fn received(&mut self, octets: &[u8]) {
        self.conversation.received(octets);
    }

    pub(crate) fn closed(&mut self) {
        if !self.open_ended && !self.findings.is_interrupted() {
            self.conversation.closed();
        }
        self.open_ended = true;
    }

    /// No conclusion is to be drawn from how the connection ends.
    pub(crate) fn leave_open(&mut self) {
        self.open_ended = true;
    }

    /// Whether it is worth waiting for the program to close the connection.
    fn is_worth_waiting(&self) -> bool {
        !self.open_ended && !self.findings.is_interrupted() && !self.findings.has_some()
    }

    /// Whether the program has to close the connection now.
    pub(crate) fn must_close(&self) -> bool {
        self.is_worth_waiting() && self.conversation.must_close()
    }

    /// Whether the program will close the connection once it hears that no request follows, and has nothing more to send.
    pub(crate) fn is_done(&self) -> bool {
        let lingers = self.findings.lingers.load(Ordering::Relaxed);
        self.is_worth_waiting() && !lingers && self.conversation.is_done()
    }

    /// The program has not closed the connection in time.
    pub(crate) fn still_open(&mut self) {
        self.conversation.still_open();
        self.findings.lingers.store(true, Ordering::Relaxed);
        self.open_ended = true;
    }

    /// The conversation is over.
    pub(crate) fn end(self) {
        if let Err(violation) = self.conversation.verdict() {
            self.findings.add(*violation);
        }
    }
}
