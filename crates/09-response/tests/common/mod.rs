//! Feeds the decoder of responses as that of requests is fed.

use request::Limits;
use response::{Error, ResponseDecoder, ResponseHead};

#[path = "../../../08-request/tests/common/mod.rs"]
mod cuts;

pub use cuts::*;

impl Decoder for ResponseDecoder {
    type Head = ResponseHead;
    type Error = Error;

    fn start(limits: Limits) -> Self {
        Self::new(limits)
    }

    fn take(&mut self, input: &mut &[u8]) -> Result<Option<ResponseHead>, Error> {
        self.decode(input)
    }

    fn held(&self) -> usize {
        self.memory()
    }
}
