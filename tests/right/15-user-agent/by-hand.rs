//! Goes step by step, with `if` and early returns, and compares octets itself.

        // ANCHOR: reuse
        if let Some(kept) = self.idle.remove(server) {
            if kept.is_reusable() {
                return Ok((kept, true));
            }
            drop(kept);
        }
        let fresh = self.connect(server)?;
        Ok((fresh, false))
        // ANCHOR_END: reuse

        // ANCHOR: repeat
        let told = |error: ExchangeError<Failure>| Failure::of_exchange(error, &server.to_string());
        let (client, was_used) = self.client(server)?;
        let content = open()?;
        let Err(error) = self.exchange_on(client, server, head, content, &mut each) else { return Ok(()) };
        match error.refusal() {
            Some(refusal) if may_repeat(&head.method, was_used, &refusal) => {}
            _ => return Err(told(error)),
        }
        let fresh = self.connect(server)?;
        let content = open()?;
        self.exchange_on(fresh, server, head, content, &mut each).map_err(told)
        // ANCHOR_END: repeat

    // ANCHOR: resolve
    if let Some(scheme) = reference.scheme {
        return written(Some(scheme), reference.authority, &without_dots(reference.path), reference.query);
    }
    if let Some(authority) = reference.authority {
        return written(base.scheme, Some(authority), &without_dots(reference.path), reference.query);
    }
    if reference.path.is_empty() {
        let query = if reference.query.is_some() { reference.query } else { base.query };
        return written(base.scheme, base.authority, base.path, query);
    }
    let mut path = String::new();
    if !reference.path.starts_with('/') {
        path.push_str(folder(&base));
    }
    path.push_str(reference.path);
    written(base.scheme, base.authority, &without_dots(&path), reference.query)
    // ANCHOR_END: resolve

    // ANCHOR: method
    let is_post = matches!(method, Method::Post);
    let is_head = matches!(method, Method::Head);
    let next = match status.code() {
        303 if is_head => Method::Head,
        303 => Method::Get,
        301 | 302 if is_post => Method::Get,
        301 | 302 | 307 | 308 => method.clone(),
        _ => return None,
    };
    Some(next)
    // ANCHOR_END: method

        // ANCHOR: along
        let mut request = Self { method, uri, has_content: self.has_content, fields: self.fields.clone() };
        if request.method != self.method {
            request.has_content = false;
            CONTENT_FIELDS.iter().for_each(|name| request.fields.remove(name));
        }
        let (here, there) = (self.uri.server(), request.uri.server());
        if (&here.host, here.port) != (&there.host, there.port) {
            request.fields.remove("Host");
            CREDENTIALS.iter().for_each(|name| request.fields.remove(name));
        }
        Ok(request)
        // ANCHOR_END: along

        // ANCHOR: range
        let text = String::from_utf8(value.to_vec()).ok()?;
        let (unit, rest) = (text.get(..6)?, text.get(6..)?);
        if unit.to_ascii_lowercase() != "bytes " {
            return None;
        }
        let mut numbers = rest.splitn(2, '-');
        let first = number(numbers.next()?)?;
        let mut numbers = numbers.next()?.splitn(2, '/');
        let last = number(numbers.next()?)?;
        let length = match numbers.next()? {
            "*" => None,
            digits => Some(number(digits)?),
        };
        let ends = length.unwrap_or(u64::MAX);
        if first > last || (length.is_some() && last >= ends) {
            return None;
        }
        Some(Self { first, last, length })
        // ANCHOR_END: range

    // ANCHOR: fitting
    if kept.validator.is_of(&head.fields) {
        let values: Vec<&[u8]> = head.fields.all("Content-Range").map(|field| field.value()).collect();
        let [value] = values[..] else { return Err(Failure::response("not one Content-Range")) };
        let Some(range) = ContentRange::parse(value) else { return Err(Failure::response("no Content-Range")) };
        let length = match (range.length, kept.length) {
            (Some(one), Some(other)) if one == other => Some(one),
            (Some(_), Some(_)) => return Err(Failure::response("two lengths")),
            (length, None) | (None, length) => length,
        };
        if (range.first..=range.last).contains(&octets) {
            return Ok(Some((range, length)));
        }
        return Err(Failure::response("it does not go on from here"));
    }
    Ok(None)
    // ANCHOR_END: fitting

        // ANCHOR: coding
        let text = String::from_utf8_lossy(&value).to_ascii_lowercase();
        let names: Vec<&str> =
            text.split(',').map(str::trim).filter(|name| !name.is_empty() && *name != "identity").collect();
        match names[..] {
            [] => Self::Identity,
            ["gzip" | "x-gzip"] => Self::Gzip,
            _ => Self::Other(value.into_owned()),
        }
        // ANCHOR_END: coding
