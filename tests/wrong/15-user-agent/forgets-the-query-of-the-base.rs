//! Leaves the query of the base out where the reference is empty.
//!
//! fails: a_location_is_taken_from_the_url_that_was_asked_for
//! fails: circles_and_long_chains_of_redirects_end

// ANCHOR: resolve
    let scheme = reference.scheme.or(base.scheme);
    if reference.scheme.is_some() || reference.authority.is_some() {
        return written(scheme, reference.authority, &without_dots(reference.path), reference.query);
    }
    let path = match reference.path {
        "" => base.path.to_owned(),
        path if path.starts_with('/') => without_dots(path),
        path => without_dots(&format!("{}{path}", folder(&base))),
    };
    written(scheme, base.authority, &path, reference.query)
// ANCHOR_END: resolve
