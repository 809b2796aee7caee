//! Pages of HTML.

use cli::html;

/// The media type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// The frame of a page: a title, which is text, and what stands below it, which is HTML already. It has an empty icon, so
/// that browsers do not ask for one that is not there.
///
/// ```
/// let page = responder::page("1 < 2", "<p>It is.</p>");
/// assert!(page.contains("<h1>1 &lt; 2</h1>\n<p>It is.</p>"));
/// ```
#[must_use]
pub fn page(title: &str, content: &str) -> String {
    let title = html(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n<h1>{title}</h1>\n{content}\n</html>\n"
    )
}
