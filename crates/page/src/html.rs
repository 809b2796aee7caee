//! Text in a page, and the page around it.

/// The media type of a page.
pub const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// Text as HTML shows it: whatever stands in it, none of it becomes a tag.
#[must_use]
pub fn html(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut html, c| {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
        html
    })
}

/// Text in HTML that is shown to the letter, because somebody sent it so.
#[must_use]
pub fn code(text: &str) -> String {
    format!("<code>{}</code>", html(text))
}

/// A page of HTML: a title, which is text, and what stands below it, which is HTML already. It has an empty icon, so that
/// browsers do not ask for one that is not there.
///
/// ```
/// let page = page::page("1 < 2", "<p>It is.</p>");
/// assert!(page.contains("<h1>1 &lt; 2</h1>\n<p>It is.</p>"));
/// ```
#[must_use]
pub fn page(title: &str, content: &str) -> String {
    let title = html(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n<h1>{title}</h1>\n{content}\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_html_is_no_tag() {
        assert_eq!(html("<a href='x'>\"&\"</a>"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
        assert_eq!(code("<b>"), "<code>&lt;b&gt;</code>");
    }
}
