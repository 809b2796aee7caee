//! Which paths a route stands for.

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
        // ANCHOR: matches
        let mut parameters = Parameters::default();
        let mut came = path.split('/');
        for segment in &self.0 {
            match (segment, came.next()?) {
                (Segment::Literal(literal), came) if literal == came => {}
                (Segment::Parameter(name), came) if !came.is_empty() => {
                    let value = percent_encoding::percent_decode_str(came).decode_utf8().ok()?;
                    parameters.0.push((name, value.into_owned()));
                }
                _ => return None,
            }
        }
        came.next().is_none().then_some(parameters)
        // ANCHOR_END: matches
    }
}
