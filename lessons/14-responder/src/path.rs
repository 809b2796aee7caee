//! Which paths a route stands for.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

/// A path with names in it: `/users/{name}/notes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Segment>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Parameter(String),
}

/// What stands in a path at the names of its pattern.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parameters<'p>(Vec<(&'p str, String)>);

impl Parameters<'_> {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }
}

impl Pattern {
    /// A path with `{name}` in place of at least one segment; `None` for one without.
    pub(crate) fn new(path: &str) -> Option<Self> {
        let segment = |segment: &str| match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => Segment::Parameter(name.to_owned()),
            None => Segment::Literal(segment.to_owned()),
        };
        let segments: Vec<_> = path.split('/').map(segment).collect();
        segments.iter().any(|segment| matches!(segment, Segment::Parameter(_))).then_some(Self(segments))
    }

    /// Whether a [normal path](representation::normal_path) fits. A parameter stands for one segment that is not empty,
    /// and is UTF-8 without its escapes.
    pub(crate) fn matches(&self, path: &str) -> Option<Parameters<'_>> {
        // GAP 1 of 7: route (place 2 of 4)
        // Return what stands at the names, if the path has as many segments as the pattern, and each literal one
        // is the same. At a name may stand a segment that is not empty, without its escapes
        // (`percent_encoding::percent_decode_str`), in UTF-8. None if it does not fit.
        todo!("gap 1: route")
    }
}
