//! Takes a path that goes on after the pattern has ended.
//!
//! fails: the_server_reads_a_name_out_of_a_path

        // ANCHOR: matches
        let mut parameters = Parameters::default();
        for (segment, came) in self.0.iter().zip(path.split('/')) {
            match segment {
                Segment::Literal(literal) if literal == came => {}
                Segment::Parameter(name) if !came.is_empty() => {
                    let value = percent_encoding::percent_decode_str(came).decode_utf8().ok()?;
                    parameters.0.push((name, value.into_owned()));
                }
                _ => return None,
            }
        }
        Some(parameters)
        // ANCHOR_END: matches
