//! Media types (RFC 9110 section 8.3).

use std::path::Path;

use mime_guess::MimeGuess;

use crate::charset::{declares_another_charset, is_binary};

/// What is known of no file.
const UNKNOWN: &str = "application/octet-stream";

/// What an `.svgz` file holds, and what it is.
const SVG: &str = "image/svg+xml";
pub(crate) const GZIP: &str = "application/gzip";

/// The media type of a file of that name that begins with these octets. Without a name that tells, what begins like text is
/// text: `README`, `LICENSE`, `Makefile`.
///
/// Text in UTF-8 says so: a browser would guess otherwise. Text that is not, or that declares another encoding itself,
/// is sent without a word about it, for that word would overrule its own. The octets must not end within a character.
///
/// ```
/// use representation::media_type;
///
/// assert_eq!(media_type("index.html", b"<p>caf\xc3\xa9"), "text/html; charset=utf-8");
/// assert_eq!(media_type("index.html", b"<meta charset=iso-8859-1>caf\xe9"), "text/html");
/// assert_eq!(media_type("photo.JPG", b""), "image/jpeg");
/// assert_eq!(media_type("LICENSE", b"Anybody may ..."), "text/plain; charset=utf-8");
/// assert_eq!(media_type("a.out", b"\x7fELF\x02\x01\x01\0"), "application/octet-stream");
/// ```
#[must_use]
pub fn media_type(name: &str, beginning: &[u8]) -> String {
    // ANCHOR: media_type
    let is_text = || !is_binary(beginning);
    let is_utf8 = || std::str::from_utf8(beginning).is_ok();
    let kind = match by_name(name) {
        // MPEG-2 transport streams have this ending, and sources in TypeScript, for which no type is registered.
        Some("video/mp2t") if is_text() && is_utf8() && !beginning.is_empty() => "text/plain",
        Some(kind) => kind,
        None if is_text() => "text/plain",
        None => UNKNOWN,
    };
    if has_charset(kind) && is_utf8() && !declares_another_charset(kind, beginning) {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_owned()
    }
    // ANCHOR_END: media_type
}

/// Whether the octets of a file of that name have a say in its media type.
#[must_use]
pub fn depends_on_octets(name: &str) -> bool {
    by_name(name).is_none_or(|kind| kind == "video/mp2t" || has_charset(kind))
}

/// Whether files of that name are compressed with gzip, and known by what they are otherwise: `.svgz`.
#[must_use]
pub fn is_compressed(name: &str) -> bool {
    ending(name).is_some_and(|ending| ending == "svgz")
}

/// The media type by what stands after the last period of a name.
fn by_name(name: &str) -> Option<&'static str> {
    let kind = match &*ending(name)? {
        // RFC 9239, RFC 3555, RFC 8081, RFC 8216, RFC 4337, RFC 8878, ECMA-426: newer than the table, or not in it.
        "js" | "mjs" | "cjs" => "text/javascript",
        "ts" | "mts" | "m2ts" => "video/mp2t",
        "woff" => "font/woff",
        "otf" => "font/otf",
        "ttc" | "otc" => "font/collection",
        "m3u8" => "application/vnd.apple.mpegurl",
        "m4a" => "audio/mp4",
        "zst" => "application/zstd",
        "map" => "application/json",
        "svgz" => SVG,
        "tgz" => GZIP,
        "deb" => "application/vnd.debian.binary-package",
        ending => MimeGuess::from_ext(ending).first_raw()?,
    };
    Some(kind)
}

fn ending(name: &str) -> Option<String> {
    Some(Path::new(name).extension()?.to_str()?.to_ascii_lowercase())
}

/// Whether the character encoding of this type is said with it. Most documents of XML leave it out, and say it themselves.
fn has_charset(kind: &str) -> bool {
    kind.starts_with("text/") || kind.ends_with("+json") || matches!(kind, "application/json" | SVG)
}

/// Types that are no text by their name, and gain by compression as text does.
const COMPRESSIBLE: [&str; 18] = [
    "application/msword",
    "application/postscript",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-fontobject",
    "application/wasm",
    "application/x-csh",
    "application/x-latex",
    "application/x-perl",
    "application/x-sh",
    "application/x-sql",
    "application/x-tar",
    "application/x-tcl",
    "application/x-tex",
    "font/collection",
    "font/otf",
    "font/ttf",
    "image/bmp",
];

/// Whether gzip makes content of this media type much smaller. What is compressed already only grows.
#[must_use]
pub fn is_compressible(media_type: &str) -> bool {
    let kind = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    has_charset(&kind)
        || kind.ends_with("+xml")
        || kind == "application/xml"
        || kind == "image/x-icon"
        || COMPRESSIBLE.contains(&&*kind)
}
