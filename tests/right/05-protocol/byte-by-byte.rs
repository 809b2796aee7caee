//! Takes every byte by itself, decides with `if`, and writes header line and body separately.

// ANCHOR: read_line
    let mut line = Vec::new();
    for byte in from.by_ref().bytes() {
        match byte? {
            b'\n' => return Ok(Some(line)),
            _ if line.len() as u64 == LINE_LIMIT - 1 => return Err(FrameError::TooLarge),
            byte => line.push(byte),
        }
    }
    if line.is_empty() { Ok(None) } else { Err(FrameError::Io(ErrorKind::UnexpectedEof.into())) }
// ANCHOR_END: read_line

// ANCHOR: body
    if length > BODY_LIMIT {
        return Err(FrameError::TooLarge);
    }
    let mut body = Vec::new();
    let mut bytes = from.bytes();
    while (body.len() as u64) < length {
        body.push(bytes.next().unwrap_or(Err(ErrorKind::UnexpectedEof.into()))?);
    }
    Ok(body)
// ANCHOR_END: body

// ANCHOR: write
    let mut line = vec![self.start.clone(), self.kind.to_string(), self.body.len().to_string()];
    line.extend(self.key.clone());
    to.write_all((line.join(" ") + "\n").as_bytes())?;
    to.write_all(&self.body)
// ANCHOR_END: write

// ANCHOR: answer
    if start == "ECHO" {
        return ok(kind, body);
    }
    if start == "LENGTH" {
        return ok(Type::Text, format!("{}", body.len()).into());
    }
    if start == "READ" {
        return ok(note.kind, note.body.clone());
    }
    if start != "KEEP" {
        return error("42", "unknown method");
    }
    if key.is_none_or(|key| key != shared.key) {
        return error("43", "not allowed");
    }
    note.kind = kind;
    note.body = body;
    ok(Type::Text, vec![])
// ANCHOR_END: answer

// ANCHOR: receive
    let mut reader = BufReader::with_capacity(1, stream);
    let mut codes = Vec::new();
    while codes.len() < count {
        match frame::read(&mut reader).context("cannot read a reply")? {
            None => bail!("a reply is missing"),
            Some(Frame { key: Some(_), .. }) => bail!("a reply has a key"),
            Some(reply) => {
                let [b'0'..=b'9', b'0'..=b'9'] = reply.start.as_bytes() else { bail!("{} is no code", reply.start) };
                writeln!(cli::stdout(), "client received: {reply}")?;
                codes.push(reply.start);
            }
        }
    }
    ensure!(codes.iter().all(|code| code == "20"), "refused");
    Ok(())
// ANCHOR_END: receive
