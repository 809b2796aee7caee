//! Media types (RFC 9110 section 8.3).

use mime_guess::MimeGuess;

/// The media type of a file of that name, by what stands behind its last period.
///
/// Text is taken for UTF-8, and says so: a browser would guess otherwise.
///
/// ```
/// assert_eq!(representation::media_type("index.html"), "text/html; charset=utf-8");
/// assert_eq!(representation::media_type("photo.JPG"), "image/jpeg");
/// assert_eq!(representation::media_type("LICENSE"), "application/octet-stream");
/// ```
#[must_use]
pub fn media_type(name: &str) -> String {
    // ANCHOR: media_type
    let kind = MimeGuess::from_path(name).first_raw().unwrap_or("application/octet-stream");
    if is_text(kind) { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
    // ANCHOR_END: media_type
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/")
        || kind.ends_with("+json")
        || matches!(kind, "application/json" | "application/javascript" | "image/svg+xml")
}

/// Whether gzip makes content of this media type much smaller. What is compressed already only grows.
#[must_use]
pub fn is_compressible(media_type: &str) -> bool {
    let kind = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    is_text(&kind)
        || kind.ends_with("+xml")
        || matches!(kind.as_str(), "application/xml" | "application/wasm" | "font/ttf" | "font/otf" | "image/bmp")
}
