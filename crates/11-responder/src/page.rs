//! Pages of HTML, and what must be done to text before it stands in one.

use std::borrow::Cow;

/// The media type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// The frame of a page: a title, which is text, and what stands below it, which is HTML.
///
/// ```
/// let page = responder::page("1 < 2", "<p>It is.</p>");
/// assert!(page.contains("<h1>1 &lt; 2</h1>\n<p>It is.</p>"));
/// ```
#[must_use]
pub fn page(title: &str, html: &str) -> String {
    let title = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<h1>{title}</h1>\n{html}\n</html>\n"
    )
}

/// Text as HTML shows it. Text that came from a client and stands in a page as it came can put a script there.
///
/// ```
/// assert_eq!(responder::escaped("<b>&'\""), "&lt;b&gt;&amp;&#39;&quot;");
/// ```
#[must_use]
pub fn escaped(text: &str) -> Cow<'_, str> {
    // ANCHOR: escaped
    let escape = |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    };
    if !text.contains(|c| escape(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut html = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match escape(c) {
            Some(escape) => html.push_str(escape),
            None => html.push(c),
        }
    }
    Cow::Owned(html)
    // ANCHOR_END: escaped
}
