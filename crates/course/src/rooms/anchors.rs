//! The marks in a reference step: `// ANCHOR: name` … `// ANCHOR_END: name`, each alone on its line.
//!
//! mdBook takes the listings of the chapters from them; starters and the solutions of the proof replace what stands
//! between them.

/// A source text with its marks.
#[derive(Debug)]
pub struct Marked<'a> {
    lines: Vec<&'a str>,
    anchors: Vec<Anchor<'a>>,
}

/// One marked region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor<'a> {
    /// The name in the mark.
    pub name: &'a str,
    /// The index of the line with the opening mark.
    open: usize,
    /// The index of the line with the closing mark.
    close: usize,
}

impl Anchor<'_> {
    /// The line of the opening mark, counted from one.
    pub fn line(&self) -> usize {
        self.open + 1
    }
}

/// A mark that does not make sense, with its line, counted from one.
#[derive(Debug, PartialEq, Eq)]
pub struct MarkError {
    /// Counted from one.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

/// A marked region and what comes in its place.
pub type Replacement<'m, 'a> = (&'m Anchor<'a>, String);

enum Mark<'a> {
    Open(&'a str),
    Close(&'a str),
}

impl<'a> Marked<'a> {
    /// Finds the marks of a text.
    pub fn parse(text: &'a str) -> Result<Self, MarkError> {
        let lines: Vec<&str> = text.lines().collect();
        let mut open: Vec<(&str, usize)> = Vec::new();
        let mut anchors: Vec<Anchor> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let fail = |problem: String| Err(MarkError { line: index + 1, problem });
            match mark(line) {
                Ok(None) => (),
                Ok(Some(Mark::Open(name))) => {
                    let earlier = open.iter().map(|(name, index)| (*name, *index));
                    let earlier = earlier.chain(anchors.iter().map(|anchor| (anchor.name, anchor.open)));
                    for (other, index) in earlier {
                        if other == name {
                            return fail(format!("anchor `{name}` is opened twice, first in line {}", index + 1));
                        }
                    }
                    open.push((name, index));
                }
                Ok(Some(Mark::Close(name))) => match open.iter().position(|(other, _)| *other == name) {
                    Some(found) => anchors.push(Anchor { name, open: open.remove(found).1, close: index }),
                    None => return fail(format!("anchor `{name}` is closed here but not open")),
                },
                Err(problem) => return fail(problem),
            }
        }
        if let Some((name, index)) = open.first() {
            return Err(MarkError { line: index + 1, problem: format!("anchor `{name}` is never closed") });
        }
        anchors.sort_by_key(|anchor| anchor.open);
        Ok(Self { lines, anchors })
    }

    /// The marked regions, in the order in which they open.
    pub fn anchors(&self) -> &[Anchor<'a>] {
        &self.anchors
    }

    /// The region of this name.
    pub fn find(&self, name: &str) -> Option<&Anchor<'a>> {
        self.anchors.iter().find(|anchor| anchor.name == name)
    }

    /// What stands between the marks, without marks inside it.
    pub fn content(&self, anchor: &Anchor) -> String {
        let lines = &self.lines[anchor.open + 1..anchor.close];
        lines.iter().filter(|line| !is_mark(line)).flat_map(|line| [line, "\n"]).collect()
    }

    /// The white space before the opening mark.
    pub fn indent(&self, anchor: &Anchor) -> &'a str {
        let line = self.lines[anchor.open];
        &line[..line.len() - line.trim_start().len()]
    }

    /// The first line after the region that is code: neither empty, nor a comment, nor a mark.
    pub fn code_after(&self, anchor: &Anchor) -> Option<&'a str> {
        let code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        self.lines[anchor.close + 1..].iter().copied().find(code)
    }

    /// The first line outside every region that is code.
    pub fn code_outside(&self) -> Option<usize> {
        let inside = |index| self.anchors.iter().any(|anchor| (anchor.open..=anchor.close).contains(&index));
        let code = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        (0..self.lines.len()).find(|index| code(self.lines[*index]) && !inside(*index)).map(|index| index + 1)
    }

    /// The text with some regions replaced and all marks gone.
    pub fn replace(&self, replacements: &[Replacement]) -> Result<String, MarkError> {
        let mut sorted: Vec<&Replacement> = replacements.iter().collect();
        sorted.sort_by_key(|(anchor, _)| anchor.open);
        let mut text = String::new();
        let mut next = 0;
        for (anchor, replacement) in sorted {
            if anchor.open < next {
                let problem = format!("anchor `{}` lies inside another one that is replaced too", anchor.name);
                return Err(MarkError { line: anchor.open + 1, problem });
            }
            self.copy(next..anchor.open, &mut text);
            text.push_str(replacement);
            if !replacement.is_empty() && !replacement.ends_with('\n') {
                text.push('\n');
            }
            next = anchor.close + 1;
        }
        self.copy(next..self.lines.len(), &mut text);
        Ok(text)
    }

    /// Copies lines without the marks, and without the second of two empty lines that a mark stood between.
    fn copy(&self, lines: std::ops::Range<usize>, text: &mut String) {
        let mut after_mark = lines.start > 0;
        for line in &self.lines[lines] {
            if is_mark(line) {
                after_mark = true;
            } else if !(after_mark && line.is_empty() && (text.is_empty() || text.ends_with("\n\n"))) {
                text.push_str(line);
                text.push('\n');
                after_mark = false;
            }
        }
    }
}

fn is_mark(line: &str) -> bool {
    matches!(mark(line), Ok(Some(_)))
}

fn mark(line: &str) -> Result<Option<Mark<'_>>, String> {
    if !line.contains("ANCHOR:") && !line.contains("ANCHOR_END:") {
        return Ok(None);
    }
    let line = line.trim();
    let comment = line.strip_prefix("//").or_else(|| line.strip_prefix('#')).map(str::trim_start);
    let opening = comment.and_then(|comment| comment.strip_prefix("ANCHOR:"));
    let closing = comment.and_then(|comment| comment.strip_prefix("ANCHOR_END:"));
    let name = match opening.or(closing) {
        Some(name) => name.trim(),
        None => return Err("a mark stands alone on its line, as a comment".to_owned()),
    };
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(good) {
        return Err(format!("`{name}` is not a name for an anchor: letters, digits, `-` and `_`"));
    }
    Ok(Some(if opening.is_some() { Mark::Open(name) } else { Mark::Close(name) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
fn a() {
    // ANCHOR: outer
    one();
    // ANCHOR: inner
    two();
    // ANCHOR_END: inner
    // ANCHOR_END: outer
}
";

    fn parse_error(text: &str) -> (usize, String) {
        let error = Marked::parse(text).unwrap_err();
        (error.line, error.problem)
    }

    #[test]
    fn content_leaves_inner_marks_out() {
        let marked = Marked::parse(TEXT).unwrap();
        let names: Vec<_> = marked.anchors().iter().map(|anchor| anchor.name).collect();
        assert_eq!(names, ["outer", "inner"]);
        let outer = marked.find("outer").unwrap();
        assert_eq!(marked.content(outer), "    one();\n    two();\n");
        assert_eq!(marked.indent(outer), "    ");
        assert_eq!(marked.code_after(outer), Some("}"));
    }

    #[test]
    fn replace_puts_text_in_place_and_drops_all_marks() {
        let marked = Marked::parse(TEXT).unwrap();
        assert_eq!(marked.replace(&[]).unwrap(), "fn a() {\n    one();\n    two();\n}\n");
        let inner = marked.find("inner").unwrap();
        assert_eq!(marked.replace(&[(inner, "    2;\n".to_owned())]).unwrap(), "fn a() {\n    one();\n    2;\n}\n");
        let outer = marked.find("outer").unwrap();
        assert_eq!(marked.replace(&[(outer, "    3;".to_owned())]).unwrap(), "fn a() {\n    3;\n}\n");
        let both = [(outer, String::new()), (inner, String::new())];
        assert_eq!(marked.replace(&both).unwrap_err().line, 4);
    }

    #[test]
    fn a_mark_between_empty_lines_leaves_one_of_them() {
        let marked = Marked::parse("// ANCHOR: all\n\na\n\n// ANCHOR_END: all\n\nb\n").unwrap();
        assert_eq!(marked.replace(&[]).unwrap(), "a\n\nb\n");
    }

    #[test]
    fn two_empty_lines_without_a_mark_stay() {
        let marked = Marked::parse("a\n\n\nb\n").unwrap();
        assert_eq!(marked.replace(&[]).unwrap(), "a\n\n\nb\n");
    }

    #[test]
    fn faulty_marks_name_their_line() {
        let twice = "// ANCHOR: a\n// ANCHOR_END: a\n\n// ANCHOR: a\n// ANCHOR_END: a\n";
        assert_eq!(parse_error(twice), (4, "anchor `a` is opened twice, first in line 1".to_owned()));
        assert_eq!(parse_error("x\n// ANCHOR: a\n"), (2, "anchor `a` is never closed".to_owned()));
        assert_eq!(parse_error("// ANCHOR_END: a\n").0, 1);
        assert_eq!(parse_error("x(); // ANCHOR: a\n").0, 1);
        assert_eq!(parse_error("// ANCHOR: a b\n").0, 1);
        assert_eq!(parse_error("// ANCHOR:\n").0, 1);
    }

    #[test]
    fn marks_of_a_manifest_are_comments_with_a_hash() {
        let marked = Marked::parse("# ANCHOR: deps\na = 1\n# ANCHOR_END: deps\n").unwrap();
        assert_eq!(marked.content(marked.find("deps").unwrap()), "a = 1\n");
    }

    #[test]
    fn code_outside_is_found_and_comments_are_not_code() {
        let text = "//! Words.\n\n// ANCHOR: a\nx\n// ANCHOR_END: a\n";
        assert_eq!(Marked::parse(text).unwrap().code_outside(), None);
        let text = format!("{text}use y;\n");
        assert_eq!(Marked::parse(&text).unwrap().code_outside(), Some(6));
    }
}
