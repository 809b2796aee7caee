//! Leaves the mark out of a query that is empty.
//!
//! fails: a_location_is_taken_from_the_url_that_was_asked_for

// ANCHOR: written
    let scheme = scheme.map(|scheme| format!("{scheme}:")).unwrap_or_default();
    let authority = authority.map(|authority| format!("//{authority}")).unwrap_or_default();
    let query = query.filter(|query| !query.is_empty()).map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}{authority}{path}{query}")
// ANCHOR_END: written
