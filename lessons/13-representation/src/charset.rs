//! Which character encoding text is in, as far as it says so itself.

/// How far a document may say which encoding it is in (HTML, "prescan a byte stream to determine its encoding").
const PRESCAN: usize = 1024;

/// Whether the octets hold what no text does (MIME Sniffing, "binary data byte").
pub(crate) fn is_binary(octets: &[u8]) -> bool {
    octets.iter().any(|octet| matches!(octet, 0..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f))
}

/// Whether a document of that media type, by its own first octets, is in another encoding than UTF-8.
pub(crate) fn declares_another_charset(kind: &str, beginning: &[u8]) -> bool {
    let declared: fn(&[u8]) -> Option<&[u8]> = match kind {
        "text/html" => of_html,
        "text/css" => of_css,
        "text/xml" | "image/svg+xml" => of_xml,
        _ => return false,
    };
    let beginning = beginning[..beginning.len().min(PRESCAN)].to_ascii_lowercase();
    declared(&beginning).is_some_and(|charset| !matches!(charset, b"utf-8" | b"utf8"))
}

/// What the first `<meta charset=…>` or `<meta http-equiv=… content="…; charset=…">` says. Comments say nothing.
fn of_html(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    while let Some(at) = find(rest, b"<") {
        rest = &rest[at..];
        if rest.starts_with(b"<!--") {
            // `<!-->` is a whole comment.
            rest = &rest[2..];
            rest = &rest[find(rest, b"-->")? + 3..];
            continue;
        }
        let tag = &rest[..find(rest, b">").unwrap_or(rest.len())];
        let is_meta = tag.strip_prefix(b"<meta").is_some_and(|rest| rest.first().is_some_and(|&octet| is_gap(octet)));
        if is_meta && let Some(charset) = after(tag, b"charset") {
            return Some(charset);
        }
        rest = &rest[1..];
    }
    of_xml(text)
}

/// What `@charset "…"` says, at the very beginning.
fn of_css(text: &[u8]) -> Option<&[u8]> {
    quoted(text.strip_prefix(b"@charset ")?)
}

/// What `<?xml … encoding="…"?>` says, at the very beginning.
fn of_xml(text: &[u8]) -> Option<&[u8]> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).strip_prefix(b"<?xml")?;
    after(&text[..find(text, b"?>").unwrap_or(text.len())], b"encoding")
}

/// What stands after `name =`, in quotes or without.
fn after<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut rest = text;
    loop {
        rest = &rest[find(rest, name)? + name.len()..];
        if let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") {
            let value = value.trim_ascii_start();
            let end = value.iter().position(|&octet| is_gap(octet) || matches!(octet, b'"' | b'\'' | b';'));
            return quoted(value).or(Some(&value[..end.unwrap_or(value.len())]));
        }
    }
}

/// The text between the quotes that the text begins with.
fn quoted(text: &[u8]) -> Option<&[u8]> {
    let (quote, rest) = text.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    Some(rest[..rest.iter().position(|octet| octet == quote)?].trim_ascii())
}

fn is_gap(octet: u8) -> bool {
    octet.is_ascii_whitespace() || octet == b'/'
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
