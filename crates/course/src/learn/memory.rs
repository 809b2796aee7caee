//! What the tool remembers between two runs: small JSON files in `target/course/`.
//!
//! Where the keys of an object begin with the name of a lesson, `echo` or `echo/reply`, they have no numbers: these change
//! from one edition of the course to the next, names do not.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::files;

/// What was remembered under this name; nothing of it when the file is gone or cannot be read, which costs only time.
pub fn recall<T: DeserializeOwned + Default>(root: &Path, name: &str) -> T {
    let text = fs::read_to_string(path(root, name));
    let value = text.ok().and_then(|text| serde_json::from_str(&text).ok()).map(by_name);
    value.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default()
}

/// Earlier editions wrote `03-echo` where this one writes `echo`.
fn by_name(value: Value) -> Value {
    let Value::Object(entries) = value else { return value };
    Value::Object(entries.into_iter().map(|(key, value)| (without_number(&key).to_owned(), value)).collect())
}

fn without_number(key: &str) -> &str {
    match key.split_once('-') {
        Some((number, name)) if number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => key,
    }
}

/// Remembers a value under this name.
pub fn remember<T: Serialize>(root: &Path, name: &str, value: &T) -> Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Error::Other(error.to_string()))?;
    files::write(&path(root, name), text.as_bytes())
}

fn path(root: &Path, name: &str) -> std::path::PathBuf {
    root.join("target/course").join(format!("{name}.json"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_was_remembered_by_number_and_name_is_found_by_name() {
        let earlier = r#"{"03-echo/reply": 2, "05-one-way": 1, "one-way": 3, "x-ray": 4}"#;
        let value = by_name(serde_json::from_str(earlier).unwrap());
        let found: BTreeMap<String, usize> = serde_json::from_value(value).unwrap();
        let expected = [("echo/reply", 2), ("one-way", 3), ("x-ray", 4)];
        assert_eq!(found, expected.map(|(key, count)| (key.to_owned(), count)).into());
    }
}
