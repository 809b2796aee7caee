//! Takes two digits of a year for one of the last century.
//!
//! fails: the_server_sends_what_was_modified_since

// ANCHOR: date
    let value = fields.combined(name)?;
    let text = std::str::from_utf8(&value).ok()?;
    let words: Vec<&str> = text.split([' ', '-']).collect();
    match words[..] {
        [weekday, day, month, year, time, "GMT"] if year.len() == 2 => {
            let weekday = weekday.get(..3)?;
            parse_date(format!("{weekday}, {day} {month} 19{year} {time} GMT").as_bytes())
        }
        _ => parse_date(&value),
    }
// ANCHOR_END: date
