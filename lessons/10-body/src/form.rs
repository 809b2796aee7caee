//! Forms of web pages: `application/x-www-form-urlencoded`, what a browser sends for `<form method="post">`.

use std::borrow::Cow;

use request::Fields;
use response::parameters;

/// The media type of a form.
pub const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// Whether the fields announce a form: by Content-Type, and in no Content-Encoding. Media types match in any letter
/// case; parameters make no difference.
#[must_use]
pub fn is_form(fields: &Fields) -> bool {
    let mut types = fields.all("Content-Type");
    match (types.next(), types.next()) {
        _ if fields.get("Content-Encoding").is_some() => false,
        (Some(media_type), None) => parameters(media_type.value()).0.eq_ignore_ascii_case(MEDIA_TYPE.as_bytes()),
        _ => false,
    }
}

/// Names and values in their order. Whatever stands there is read: `+` is a space, `%XX` an octet, octets that are not
/// UTF-8 become U+FFFD.
///
/// ```
/// let fields: Vec<_> = body::form::pairs(b"name=J%C3%BCrgen&text=1+%2B+1&&empty").collect();
/// assert_eq!(fields, [("name".into(), "Jürgen".into()), ("text".into(), "1 + 1".into()), ("empty".into(), "".into())]);
/// ```
pub fn pairs(content: &[u8]) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    form_urlencoded::parse(content)
}
