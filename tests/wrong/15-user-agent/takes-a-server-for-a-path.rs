//! Looks at a scheme only: a reference that begins with `//` stays on the same server.
//!
//! fails: a_location_that_cannot_be_asked_for_is_not_followed

    // ANCHOR: resolve
    let scheme = reference.scheme.or(base.scheme);
    if reference.scheme.is_some() {
        return written(scheme, reference.authority, &without_dots(reference.path), reference.query);
    }
    let (path, query) = match reference.path {
        "" => (base.path.to_owned(), reference.query.or(base.query)),
        path if path.starts_with('/') => (without_dots(path), reference.query),
        path => (without_dots(&format!("{}{path}", folder(&base))), reference.query),
    };
    written(scheme, base.authority, &path, query)
    // ANCHOR_END: resolve
