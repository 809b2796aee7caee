//! The methods that a resource has.

use request::Method;

/// Methods in the order of their names, each once. Where there is GET there is HEAD, and there is always OPTIONS.
#[derive(Debug)]
pub(crate) struct Methods(Vec<Method>);

impl<'m> FromIterator<&'m Method> for Methods {
    fn from_iter<I: IntoIterator<Item = &'m Method>>(methods: I) -> Self {
        let mut methods: Vec<_> = methods.into_iter().cloned().collect();
        if methods.contains(&Method::Get) {
            methods.push(Method::Head);
        }
        methods.push(Method::Options);
        methods.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        methods.dedup();
        Self(methods)
    }
}

impl Methods {
    /// The value of the Allow field: `GET, HEAD, OPTIONS`.
    pub(crate) fn to_value(&self) -> String {
        self.0.iter().map(Method::as_str).collect::<Vec<_>>().join(", ")
    }
}
