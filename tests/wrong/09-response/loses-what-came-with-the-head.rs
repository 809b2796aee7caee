//! Reads the content from the connection alone, and not what came together with the head.
//!
//! fails: the_client_goes_by_the_status_code
//! fails: the_client_knows_where_content_ends
//! fails: the_client_prints_status_fields_and_content
//! fails: the_client_takes_every_status_line_that_can_be_read_in_one_way

// ANCHOR: final_response
        while let Some(head) = decoder.decode(&mut input)? {
            if head.status.class() != Class::Informational {
                return show(&head, args, stream);
            }
        }
// ANCHOR_END: final_response
