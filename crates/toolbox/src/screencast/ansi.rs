//! A line of a terminal: its text, and how it is shown.

/// A part of a line that is shown in one way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    style: Style,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Style {
    is_bold: bool,
    is_dim: bool,
    colour: Option<usize>,
}

/// The colours of terminals, black and white apart.
const COLOURS: [&str; 8] = ["dim", "red", "green", "yellow", "blue", "magenta", "cyan", ""];

impl Span {
    /// The classes by which a picture shows it.
    pub fn class(&self) -> String {
        let Style { is_bold, is_dim, colour } = self.style;
        let colour = colour.and_then(|colour| COLOURS.get(colour)).filter(|name| !name.is_empty());
        let classes = [is_bold.then_some("bold"), is_dim.then_some("dim"), colour.copied()];
        classes.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl Style {
    /// Takes one number of a sequence "select graphic rendition" (ECMA-48, 8.3.117). The rarer ones change nothing.
    fn take(&mut self, code: usize) {
        match code {
            0 => *self = Self::default(),
            1 => self.is_bold = true,
            2 => self.is_dim = true,
            22 => (self.is_bold, self.is_dim) = (false, false),
            30..=37 => self.colour = Some(code - 30),
            39 => self.colour = None,
            90..=97 => self.colour = Some(code - 90),
            _ => (),
        }
    }
}

/// Cuts a line where the way changes in which it is shown. What steers the terminal otherwise is left out.
pub fn spans(line: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut style = Style::default();
    let mut rest = line.trim_end();
    while !rest.is_empty() {
        let (text, after) = rest.split_once("\x1b[").unwrap_or((rest, ""));
        if !text.is_empty() {
            spans.push(Span { text: text.to_owned(), style });
        }
        let end = after.find(|sign: char| sign.is_ascii_alphabetic());
        rest = end.map_or("", |end| &after[end + 1..]);
        if let Some(codes) = end.filter(|end| after[*end..].starts_with('m')).map(|end| &after[..end]) {
            codes.split([';', ':']).for_each(|code| style.take(code.parse().unwrap_or(0)));
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_where_its_style_changes() {
        let classes = |line| spans(line).iter().map(|span| (span.text.clone(), span.class())).collect::<Vec<_>>();
        let of = |text: &str, class: &str| (text.to_owned(), class.to_owned());
        assert_eq!(classes("plain  "), [of("plain", "")]);
        assert_eq!(
            classes("\x1b[1;31mred\x1b[0m and \x1b[2mdim\x1b[22m."),
            [of("red", "bold red"), of(" and ", ""), of("dim", "dim"), of(".", "")]
        );
        assert_eq!(classes("\x1b[K\x1b[92mok\x1b["), [of("ok", "green")]);
    }
}
