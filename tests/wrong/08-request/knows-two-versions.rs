//! Takes HTTP/1.0 and HTTP/1.1, and answers everything else with 505.
//!
//! fails: the_server_knows_versions_by_their_exact_form
//! fails: the_server_refuses_a_host_that_is_none
//! fails: the_server_says_where_a_request_is_wrong
//! fails: the_server_takes_a_request_line_with_two_single_spaces_only
//! fails: the_server_wants_a_host_in_http_1_1
//! fails: the_server_takes_every_minor_version_of_http_1

// ANCHOR: version
    match text {
        b"HTTP/1.0" => Ok(Self::HTTP_10),
        b"HTTP/1.1" => Ok(Self::HTTP_11),
        _ => Err(Error::new(ErrorKind::VersionUnsupported, 0)),
    }
// ANCHOR_END: version
