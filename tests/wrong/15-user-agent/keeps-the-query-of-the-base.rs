//! Takes the query of the base wherever the reference has none.
//!
//! fails: a_location_is_taken_from_the_url_that_was_asked_for

    // ANCHOR: resolve
    let scheme = reference.scheme.or(base.scheme);
    if reference.scheme.is_some() || reference.authority.is_some() {
        return written(scheme, reference.authority, &without_dots(reference.path), reference.query);
    }
    let (path, query) = match reference.path {
        "" => (base.path.to_owned(), reference.query.or(base.query)),
        path if path.starts_with('/') => (without_dots(path), reference.query.or(base.query)),
        path => (without_dots(&format!("{}{path}", folder(&base))), reference.query.or(base.query)),
    };
    written(scheme, base.authority, &path, query)
    // ANCHOR_END: resolve
