//! Cuts two signs after each percent sign, and panics where there are not so many.
//!
//! fails: the_server_reads_a_form

// ANCHOR: filled_form
    let decoded = |octets: &[u8]| {
        let mut text = Vec::new();
        let mut at = 0;
        while at < octets.len() {
            let digits = std::str::from_utf8(&octets[at..at + 1]).unwrap_or_default();
            match digits {
                "+" => text.push(b' '),
                "%" => {
                    let digits = String::from_utf8_lossy(&octets[at + 1..at + 3]);
                    text.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
                    at += 2;
                }
                _ => text.push(octets[at]),
            }
            at += 1;
        }
        String::from_utf8_lossy(&text).into_owned()
    };
    let mut rows = String::new();
    for pair in content.split(|&octet| octet == b'&') {
        let mut parts = pair.splitn(2, |&octet| octet == b'=');
        let name = decoded(parts.next().unwrap_or_default());
        let value = decoded(parts.next().unwrap_or_default());
        let _ = writeln!(rows, "<dt>{}</dt><dd><pre>{}</pre></dd>", page::html(&name), page::html(&value));
    }
// ANCHOR_END: filled_form
