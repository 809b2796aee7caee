//! What stands on a command line.

use std::num::ParseIntError;
use std::time::Duration;

/// Reads a time in seconds from a command line: `10`, `0.5`.
///
/// # Errors
///
/// When it is no number above 0, or more than a year.
pub fn seconds(text: &str) -> Result<Duration, String> {
    const YEAR: f64 = 365.0 * 24.0 * 3600.0;
    let seconds = text.parse().ok().filter(|seconds| (0.0..=YEAR).contains(seconds)).map(Duration::from_secs_f64);
    // No socket takes a time that is rounded to nothing.
    let limit = seconds.filter(|time| !time.is_zero());
    limit.ok_or_else(|| "write a number of seconds, for example 10 or 0.5".to_owned())
}

/// Reads how many clients a server may have from a command line.
///
/// # Errors
///
/// When it is no number, or 0.
pub fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("a server without connections serves nobody".to_owned()),
        number => number.map_err(|error: ParseIntError| error.to_string()),
    }
}

/// Reads a field to be sent from a command line: `Name: value`. Whether both are valid, the layer of HTTP says; `own` are
/// the names of the fields that the client makes itself.
///
/// # Errors
///
/// When there is no colon, or the client itself makes such a field.
pub fn field<'a>(line: &'a str, own: &[&str]) -> Result<(&'a str, &'a str), String> {
    let (name, value) = line.split_once(':').ok_or_else(|| format!("{line:?} has no colon after its name"))?;
    if own.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        return Err(format!("the client itself makes the field {name}"));
    }
    Ok((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_a_colon_and_is_none_of_the_clients_own() {
        assert_eq!(field("A: b:c", &["Host"]), Ok(("A", " b:c")));
        assert_eq!(field(":", &["Host"]), Ok(("", "")));
        assert!(field("A", &["Host"]).is_err_and(|error| error.contains("colon")));
        assert!(field("hOST: a", &["Host"]).is_err_and(|error| error.contains("hOST")));
    }

    #[test]
    fn a_time_is_a_number_of_seconds() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for text in ["", "0", "-0", "-1", "1e-10", "nan", "inf", "1e300", "ten"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
