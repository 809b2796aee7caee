//! Keeps a part of what another method than GET got.
//!
//! fails: a_part_of_something_else_than_get_and_200_is_not_kept

        // ANCHOR: start
        let length = content_length(head);
        let file = self.open()?;
        let can_go_on = self.place.has_part() && !coded && head.status == Status::OK;
        let validator = if can_go_on { Validator::strong(&head.fields) } else { None };
        let failed = |error| self.place.failed("write", &error);
        if self.place.is_file() {
            // In this order: whenever this program ends, the version fits the part, or says nothing.
            self.place.write_version(&[]).map_err(failed)?;
            file.set_len(0).map_err(failed)?;
        }
        let uri = request.uri.target().as_str().to_owned();
        self.kept = None;
        if let Some(validator) = validator {
            self.note(Kept { uri, validator, length }, 0)?;
        }
        Ok(self.part_file(file, 0, length.filter(|_| !coded), None))
        // ANCHOR_END: start
