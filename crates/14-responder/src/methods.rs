//! The methods that a resource has.

use request::{Method, Status};

use crate::error::Error;
use crate::response::{HandlerResult, Response};

/// Methods in the order of their names, each once. Where there is GET there is HEAD, and there is always OPTIONS.
#[derive(Debug)]
pub(crate) struct Methods(Vec<Method>);

impl<'m> FromIterator<&'m Method> for Methods {
    fn from_iter<I: IntoIterator<Item = &'m Method>>(methods: I) -> Self {
        // ANCHOR: methods
        let mut methods: Vec<_> = methods.into_iter().cloned().collect();
        if methods.contains(&Method::Get) {
            methods.push(Method::Head);
        }
        methods.push(Method::Options);
        methods.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        methods.dedup();
        Self(methods)
        // ANCHOR_END: methods
    }
}

impl Methods {
    /// The value of the Allow field: `GET, HEAD, OPTIONS`.
    pub(crate) fn to_value(&self) -> String {
        // ANCHOR: allow
        self.0.iter().map(Method::as_str).collect::<Vec<_>>().join(", ")
        // ANCHOR_END: allow
    }
}

/// What OPTIONS is answered: which methods there are (RFC 9110 section 9.3.7).
pub(crate) fn options(methods: &Methods) -> HandlerResult<'static> {
    // ANCHOR: options
    Ok(Response::new(Status::OK).field("Allow", methods.to_value())?)
    // ANCHOR_END: options
}

pub(crate) fn not_allowed(method: &Method, methods: &Methods) -> Error {
    // ANCHOR: refused
    let allow = methods.to_value();
    let error = Error::page(Status::METHOD_NOT_ALLOWED, page::not_allowed(method.as_str(), &allow));
    error.field("Allow", allow).unwrap_or_else(Error::from)
    // ANCHOR_END: refused
}
