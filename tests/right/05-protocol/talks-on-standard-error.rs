//! Says on standard error what it does.

// ANCHOR: parse
    let line = str::from_utf8(dbg!(line)).map_err(|error| {
        eprintln!("no UTF-8: {error}");
        FrameError::Malformed
    })?;
    let mut words = line.split(' ');
    let (Some(start), Some(kind), Some(length), key, None) =
        (words.next(), words.next(), words.next(), words.next(), words.next())
    else {
        return Err(FrameError::Malformed);
    };
    Ok(Header {
        start: token(start)?,
        kind: kind.parse()?,
        length: parse_length(length)?,
        key: key.map(visible).transpose()?,
    })
// ANCHOR_END: parse

// ANCHOR: body
    if dbg!(length) > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = Vec::new();
    let mut byte = [0];
    while (body.len() as u64) < length {
        from.read_exact(&mut byte)?;
        body.push(byte[0]);
    }
    Ok(body)
// ANCHOR_END: body

// ANCHOR: receive
    let mut reader = BufReader::with_capacity(7, stream);
    let mut worst = None;
    for number in 1..=count {
        eprintln!("progress: reply {number} of {count}");
        let Some(reply) = dbg!(frame::read(&mut reader))? else {
            bail!("only {} replies came", number - 1);
        };
        let [b'0'..=b'9', b'0'..=b'9'] = reply.start.as_bytes() else {
            bail!("no code: {}", reply.start);
        };
        ensure!(reply.key.is_none(), "a reply with a key");
        println!("client received: {reply}");
        if reply.start != "20" {
            worst = Some(reply.start);
        }
    }
    match worst {
        None => Ok(()),
        Some(code) => bail!("the server said {code}"),
    }
// ANCHOR_END: receive
