//! Takes a reference that is a query only from the folder of the base.
//!
//! fails: a_location_is_taken_from_the_url_that_was_asked_for
//! fails: circles_and_long_chains_of_redirects_end

    // ANCHOR: resolve
    let scheme = reference.scheme.or(base.scheme);
    if reference.scheme.is_some() || reference.authority.is_some() {
        return written(scheme, reference.authority, &without_dots(reference.path), reference.query);
    }
    let (path, query) = match reference.path {
        path if path.starts_with('/') => (without_dots(path), reference.query),
        path => (without_dots(&format!("{}{path}", folder(&base))), reference.query),
    };
    written(scheme, base.authority, &path, query)
    // ANCHOR_END: resolve
