//! Knows one interim response, 100 (Continue).
//!
//! fails: the_client_goes_by_the_status_code

// ANCHOR: final_response
        while let Some(head) = decoder.decode(&mut input)? {
            if head.status != Status::CONTINUE {
                return show(&head, args, input.chain(stream));
            }
        }
// ANCHOR_END: final_response
