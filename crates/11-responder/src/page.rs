//! Pages of HTML.

use representation::escaped;

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
