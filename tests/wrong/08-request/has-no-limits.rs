//! Takes field lines of any length, and any number of them.
//!
//! fails: the_server_does_not_wait_for_the_end_of_a_line_that_is_too_long
//! fails: the_server_takes_a_field_line_up_to_its_limit
//! fails: the_server_takes_a_field_section_up_to_its_limit
//! fails: the_server_takes_so_many_fields_and_no_more
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: limits
    LineLimit { octets: usize::MAX, kind: ErrorKind::LineTooLong }
// ANCHOR_END: limits
