//! What the tool remembers between two runs: small JSON files in `target/course/`.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::files;

/// What was remembered under this name; nothing of it when the file is gone or cannot be read, which costs only time.
pub fn recall<T: DeserializeOwned + Default>(root: &Path, name: &str) -> T {
    let text = fs::read_to_string(path(root, name));
    text.ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Remembers a value under this name.
pub fn remember<T: Serialize>(root: &Path, name: &str, value: &T) -> Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Error::Other(error.to_string()))?;
    files::write(&path(root, name), text.as_bytes())
}

fn path(root: &Path, name: &str) -> std::path::PathBuf {
    root.join("target/course").join(format!("{name}.json"))
}
