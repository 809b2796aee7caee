//! Goes through options and results with their methods, repeats by calling itself once more, and lists what stays instead
//! of what goes.

        // ANCHOR: reuse
        let kept = self.idle.remove(server).and_then(|client| client.is_reusable().then_some((client, true)));
        kept.map_or_else(|| self.connect(server).map(|client| (client, false)), Ok)
        // ANCHOR_END: reuse

        // ANCHOR: repeat
        let mut connection = Some(self.client(server)?);
        loop {
            let (client, was_used) = match connection.take() {
                Some(kept) => kept,
                None => (self.connect(server)?, false),
            };
            match self.exchange_on(client, server, head, open()?, &mut each) {
                Ok(()) => return Ok(()),
                Err(error) => {
                    let again = error.refusal().map(|refusal| may_repeat(&head.method, was_used, &refusal));
                    if again != Some(true) {
                        return Err(Failure::of_exchange(error, &server.to_string()));
                    }
                }
            }
        }
        // ANCHOR_END: repeat

    // ANCHOR: resolve
    let Parts { scheme, authority, path, query } = reference;
    let (authority, path, query) = match (scheme, authority, path) {
        (None, None, "") => (base.authority, base.path.to_owned(), query.or(base.query)),
        (None, None, path) if path.as_bytes()[0] != b'/' => {
            (base.authority, without_dots(&[folder(&base), path].concat()), query)
        }
        (None, None, path) => (base.authority, without_dots(path), query),
        (_, authority, path) => (authority, without_dots(path), query),
    };
    written(scheme.or(base.scheme), authority, &path, query)
    // ANCHOR_END: resolve

    // ANCHOR: method
    let keeps = [Status::TEMPORARY_REDIRECT, Status::PERMANENT_REDIRECT].contains(&status);
    let moves = [Status::MOVED_PERMANENTLY, Status::FOUND].contains(&status);
    let sees = status == Status::SEE_OTHER;
    let becomes_get = (moves && *method == Method::Post) || (sees && *method != Method::Head);
    (keeps || moves || sees).then(|| if becomes_get { Method::Get } else { method.clone() })
    // ANCHOR_END: method

        // ANCHOR: along
        let (is_same_origin, keeps_method) = (uri.server() == self.uri.server(), method == self.method);
        let is_for_there = |name: &str| {
            let is_one_of = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
            (is_same_origin || !(is_one_of(&CREDENTIALS) || is_one_of(&["Host"])))
                && (keeps_method || !is_one_of(&CONTENT_FIELDS))
        };
        let mut fields = Fields::new();
        for field in self.fields.iter().filter(|field| is_for_there(field.name())) {
            fields.push(field.name(), field.value()).map_err(|error| error.to_string())?;
        }
        Ok(Self { has_content: keeps_method && self.has_content, fields, method, uri })
        // ANCHOR_END: along

        // ANCHOR: range
        let text = std::str::from_utf8(value).ok()?;
        let is_mark = |c: char| c == ' ' || c == '-' || c == '/';
        let marks: String = text.chars().filter(|c| is_mark(*c)).collect();
        let words: Vec<&str> = text.split(is_mark).collect();
        match (marks.as_str(), &words[..]) {
            (" -/", [unit, first, last, length]) if unit.eq_ignore_ascii_case("bytes") => {
                let (first, last) = (number(first)?, number(last)?);
                let length = if *length == "*" { None } else { Some(number(length)?) };
                let is_within = length.is_none_or(|length| length > last);
                Some(Self { first, last, length }).filter(|_| is_within && last >= first)
            }
            _ => None,
        }
        // ANCHOR_END: range

    // ANCHOR: fitting
    let fails = |why: String| Err(Failure::response(why));
    let mut ranges: Vec<_> = head.fields.all("Content-Range").map(|field| ContentRange::parse(field.value())).collect();
    match (kept.validator.is_of(&head.fields), ranges.pop(), ranges.len()) {
        (false, ..) => Ok(None),
        (true, Some(Some(range)), 0) => match (range, kept.length) {
            (ContentRange { length: Some(now), .. }, Some(before)) if now != before => fails(format!("{now}, {before}")),
            (ContentRange { first, last, .. }, _) if octets < first || octets > last => fails(format!("{first}-{last}")),
            (ContentRange { length, .. }, before) => Ok(Some((range, before.or(length)))),
        },
        (true, ..) => fails("no single Content-Range".to_owned()),
    }
    // ANCHOR_END: fitting

        // ANCHOR: coding
        let is = |coding: &[u8], name: &str| coding.eq_ignore_ascii_case(name.as_bytes());
        let codings: Vec<&[u8]> = members(&value).filter(|coding| !is(coding, "identity")).collect();
        if codings.is_empty() {
            return Self::Identity;
        }
        if codings.len() == 1 && (is(codings[0], "gzip") || is(codings[0], "X-Gzip")) {
            return Self::Gzip;
        }
        Self::Other(value.to_vec())
        // ANCHOR_END: coding
