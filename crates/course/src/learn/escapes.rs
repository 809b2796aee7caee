//! Octets that cannot be typed, and steps between octets: what a backslash begins in `cargo course say` and in a hunt.

/// What an escape stands for.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning<'a, Step> {
    Octet(u8),
    Step(&'a Step),
}

/// What follows a backslash stands for, and how long it is: one of `words` with its step, or an octet.
///
/// # Errors
///
/// When it means nothing: what there is, as a sentence without a period.
pub fn meaning<'a, Step>(after: &[u8], words: &'a [(&str, Step)]) -> Result<(Meaning<'a, Step>, usize), String> {
    if let Some((word, step)) = words.iter().find(|(word, _)| after.starts_with(word.as_bytes())) {
        return Ok((Meaning::Step(step), word.len()));
    }
    let (octet, length) = match after {
        [b'r', ..] => (b'\r', 1),
        [b'n', ..] => (b'\n', 1),
        [b't', ..] => (b'\t', 1),
        [b'0', ..] => (0, 1),
        [b'\\', ..] => (b'\\', 1),
        [b'x', rest @ ..] => (hexadecimal(rest).ok_or("`\\x` needs two hexadecimal digits, as in `\\x0d`")?, 3),
        _ => return Err(unknown(after, words)),
    };
    Ok((Meaning::Octet(octet), length))
}

/// The octet of two digits.
fn hexadecimal(after: &[u8]) -> Option<u8> {
    // Numbers may have a sign for the standard library, and octets have none.
    let digits = after.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn unknown<Step>(after: &[u8], words: &[(&str, Step)]) -> String {
    let valid = after.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let word: String = valid.chars().take_while(|c| c.is_alphanumeric()).take(12).collect();
    let word = if word.is_empty() { valid.chars().take(1).collect() } else { word };
    let words: String = words.iter().flat_map(|(word, _)| [" \\", *word]).collect();
    format!("`\\{}` means nothing; there are \\r \\n \\t \\0 \\\\ \\xHH{words}", cli::text(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [(&str, u32); 2] = [("pause", 1), ("reset", 2)];

    #[test]
    fn words_go_before_octets_and_whatever_follows_is_left() {
        let means = |after: &[u8]| meaning(after, &WORDS).unwrap();
        assert_eq!(means(b"resetting"), (Meaning::Step(&2), 5));
        assert_eq!(means(b"rest"), (Meaning::Octet(b'\r'), 1));
        assert_eq!(means(b"xfF0"), (Meaning::Octet(0xff), 3));
        assert_eq!(means(b"00"), (Meaning::Octet(0), 1));
    }

    #[test]
    fn what_means_nothing_is_told_which_words_there_are() {
        let said = |after: &[u8]| meaning(after, &WORDS).unwrap_err();
        let known = r"means nothing; there are \r \n \t \0 \\ \xHH \pause \reset";
        for (after, shown) in [(&b"quit now"[..], "quit"), (b"", ""), ("é".as_bytes(), "é"), (b"\xff", ""), (b"-", "-")]
        {
            assert_eq!(said(after), format!("`\\{shown}` {known}"));
        }
        for after in [&b"x"[..], b"x4", b"xg0", b"x+1", b"x\xff0"] {
            assert!(said(after).starts_with("`\\x` needs two hexadecimal digits"), "{after:?}");
        }
    }
}
