//! The methods that a resource has.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use request::{Method, Status};

use crate::error::Error;
use crate::response::{HandlerResult, Response};

/// Methods in the order of their names, each once. Where there is GET there is HEAD, and there is always OPTIONS.
#[derive(Debug)]
pub(crate) struct Methods(Vec<Method>);

impl<'m> FromIterator<&'m Method> for Methods {
    fn from_iter<I: IntoIterator<Item = &'m Method>>(methods: I) -> Self {
        // GAP 2 of 7: methods (place 1 of 4)
        // Keep the methods in the order of their names, each once. Where there is GET there is HEAD too, and
        // OPTIONS is always there.
        todo!("gap 2: methods")
    }
}

impl Methods {
    /// The value of the Allow field: `GET, HEAD, OPTIONS`.
    pub(crate) fn to_value(&self) -> String {
        // GAP 2 of 7: methods (place 2 of 4)
        // Write the names in their order, with a comma and a space between two.
        todo!("gap 2: methods")
    }
}

/// What OPTIONS is answered: which methods there are (RFC 9110 section 9.3.7).
pub(crate) fn options(methods: &Methods) -> HandlerResult<'static> {
    // GAP 2 of 7: methods (place 3 of 4)
    // Return 200 without content, and with the field Allow.
    todo!("gap 2: methods")
}

pub(crate) fn not_allowed(method: &Method, methods: &Methods) -> Error {
    // GAP 2 of 7: methods (place 4 of 4)
    // Return 405 with the page that `page::not_allowed` makes of the method and the value of Allow, and with the
    // field Allow (RFC 9110 section 15.5.6).
    todo!("gap 2: methods")
}
