//! Does not note what the rest says of the whole.
//!
//! fails: a_download_that_is_cut_off_again_stays_a_part

        // ANCHOR: join
        let Some((range, length)) = fitting(head, &kept, octets)? else {
            return Ok(self.start_over("the server sent a part of another version"));
        };
        let mut file = self.open()?;
        let failed = |error| self.place.failed("write", &error);
        // What both have is the same: it is the same version.
        file.set_len(range.first).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        self.kept = Some((Kept { length, ..kept }, range.first));
        Ok(Begun::Writing(self.part_file(file, range.first, length, Some(range))))
        // ANCHOR_END: join
