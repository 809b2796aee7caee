//! Reads nothing where the form could not be sent whole, although the server has responded.
//!
//! fails: the_client_prints_the_response_of_a_server_that_did_not_take_the_form

// ANCHOR: asked
    (&stream)
        .write_all(request(host, target, &args.form).as_bytes())
        .with_context(|| format!("cannot send to {addr}"))?;
    let mut came = Vec::new();
    let read = cli::limited(&stream, MOST, PATIENCE).read_to_end(&mut came).map(drop);
    let end = read.with_context(|| format!("the connection to {addr} broke"));
// ANCHOR_END: asked
