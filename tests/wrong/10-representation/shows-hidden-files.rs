//! Shows files whose names begin with a period.
//!
//! fails: the_server_shows_nothing_outside_of_its_folder

// ANCHOR: is_name
    !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\']) && !name.chars().any(char::is_control)
// ANCHOR_END: is_name
