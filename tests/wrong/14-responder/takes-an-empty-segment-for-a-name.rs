//! Lets a name in a path be empty.
//!
//! fails: the_server_reads_a_name_out_of_a_path

        // ANCHOR: matches
        let mut parameters = Parameters::default();
        let mut came = path.split('/');
        for segment in &self.0 {
            match (segment, came.next()?) {
                (Segment::Literal(literal), came) if literal == came => {}
                (Segment::Parameter(name), came) => {
                    let value = percent_encoding::percent_decode_str(came).decode_utf8().ok()?;
                    parameters.0.push((name, value.into_owned()));
                }
                _ => return None,
            }
        }
        came.next().is_none().then_some(parameters)
        // ANCHOR_END: matches
