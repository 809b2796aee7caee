//! Takes no part for whole where the response names no version.
//!
//! fails: a_part_is_whole_if_the_server_has_as_much_of_the_same_version

// ANCHOR: not_satisfiable
        let mut ranges = head.fields.all("Content-Range").map(|field| unsatisfied_length(field.value()));
        let length = ranges.next().flatten().filter(|_| ranges.next().is_none());
        match &self.kept {
            Some((kept, octets)) => {
                let is_same = kept.validator.is_of(&head.fields);
                if is_same && length == Some(*octets) && kept.length.is_none_or(|known| known == *octets) {
                    self.complete()?;
                    return Ok(Begun::Complete);
                }
                Ok(self.start_over("the server has no octets after the part"))
            }
            None if self.is_complete(head, length) => Ok(self.say_complete()),
            None => Ok(self.start_over("the file is not what the server has")),
        }
// ANCHOR_END: not_satisfiable
