//! What is drawn, and where its texts are: none may overlap another, or leave the figure.

use maud::{Markup, PreEscaped, html};

use super::text::{Font, SIZE};

/// How wide a figure is, in its units: as many as the book's column has pixels on a narrow phone.
pub const WIDTH: f64 = 320.0;

/// What is left free at both sides.
pub const MARGIN: f64 = 2.0;

/// So much of two texts may lie over one another: boxes are larger than letters.
const TOUCH: f64 = 0.6;

/// Where a text is fastened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At its beginning.
    Start,
    /// In its middle.
    Middle,
    /// At its end.
    End,
}

/// A text that was drawn.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Its left end.
    pub x: f64,
    /// Its base line.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// Its size.
    pub size: f64,
    /// What it says.
    pub text: String,
    /// Of texts on different sheets, only one is seen; all are seen with those on sheet 0.
    pub sheet: usize,
}

impl Placed {
    fn top(&self) -> f64 {
        self.y - 0.76 * self.size
    }

    fn bottom(&self) -> f64 {
        self.y + 0.2 * self.size
    }

    fn overlaps(&self, other: &Self) -> bool {
        let is_together = self.sheet == other.sheet || self.sheet == 0 || other.sheet == 0;
        is_together
            && self.x + self.width > other.x + TOUCH
            && other.x + other.width > self.x + TOUCH
            && self.bottom() > other.top() + TOUCH
            && other.bottom() > self.top() + TOUCH
    }
}

/// What is drawn so far.
#[derive(Debug, Default)]
pub struct Canvas {
    marks: Vec<String>,
    /// All texts.
    pub texts: Vec<Placed>,
    /// What is drawn next begins here.
    pub y: f64,
    /// On which sheet texts come.
    pub sheet: usize,
    /// What is said below the figure: each range of octets, what it is called, and what it is.
    pub told: Vec<(String, String, String)>,
}

impl Canvas {
    /// An empty one, on which drawing begins so far down.
    pub fn from(y: f64) -> Self {
        Self { y, ..Self::default() }
    }

    /// Draws something without text.
    pub fn draw(&mut self, mark: Markup) {
        self.marks.push(mark.into_string());
    }

    /// How much is drawn: what is drawn there later lies below what comes after.
    pub fn depth(&self) -> usize {
        self.marks.len()
    }

    /// Moves what was drawn last, from here on, to a depth.
    pub fn sink(&mut self, from: usize, depth: usize) {
        let last = self.marks.split_off(from);
        self.marks.splice(depth..depth, last);
    }

    /// Draws a text of the usual size.
    pub fn text(&mut self, x: f64, y: f64, anchor: Anchor, font: Font, class: &str, text: &str) {
        self.text_of(SIZE, x, y, anchor, font, class, text);
    }

    /// Draws a text.
    #[expect(
        clippy::too_many_arguments,
        reason = "a text has so many properties, and a type for them would not be shorter"
    )]
    pub fn text_of(&mut self, size: f64, x: f64, y: f64, anchor: Anchor, font: Font, class: &str, text: &str) {
        let width = font.width(text, size);
        let (left, name) = match anchor {
            Anchor::Start => (x, None),
            Anchor::Middle => (x - width / 2.0, Some("middle")),
            Anchor::End => (x - width, Some("end")),
        };
        self.place(left, y, width, size, text);
        let class = format!("{} {class}", font.class());
        let size = if size < SIZE { " small" } else { "" };
        let class = format!("{}{size}", class.trim());
        self.draw(html! { text x=(n(x)) y=(n(y)) class=(class) text-anchor=[name] { (text) } });
    }

    /// Notes where a text is that is drawn otherwise.
    pub fn place(&mut self, x: f64, y: f64, width: f64, size: f64, text: &str) {
        self.texts.push(Placed { x, y, width, size, text: text.to_owned(), sheet: self.sheet });
    }

    /// Whether a text would overlap no other here.
    pub fn is_free(&self, x: f64, y: f64, width: f64, size: f64) -> bool {
        let text = Placed { x, y, width, size, text: String::new(), sheet: self.sheet };
        !self.texts.iter().any(|other| text.overlaps(other))
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        self.draw(html! { line x1=(n(from.0)) y1=(n(from.1)) x2=(n(to.0)) y2=(n(to.1)) class=(class) {} });
    }

    /// A path.
    pub fn path(&mut self, path: &str, class: &str) {
        self.draw(html! { path d=(path) class=(class) {} });
    }

    /// A box.
    pub fn rect(&mut self, at: (f64, f64), size: (f64, f64), class: &str) {
        self.draw(html! {
            rect x=(n(at.0)) y=(n(at.1)) width=(n(size.0)) height=(n(size.1)) rx="3" class=(class) {}
        });
    }

    /// The head of an arrow that points in the direction of `(dx, dy)`, of length one.
    pub fn head(&mut self, tip: (f64, f64), direction: (f64, f64), class: &str) {
        let (dx, dy) = direction;
        let point = |along: f64, across: f64| {
            format!("{} {}", n(tip.0 - along * dx - across * dy), n(tip.1 - along * dy + across * dx))
        };
        self.path(&format!("M{}L{}L{}Z", point(0.0, 0.0), point(8.0, 3.6), point(8.0, -3.6)), class);
    }

    /// An arrow.
    pub fn arrow(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        let direction = (dx / length, dy / length);
        self.line(from, (to.0 - 5.0 * direction.0, to.1 - 5.0 * direction.1), class);
        self.head(to, direction, &format!("{class} head"));
    }

    /// Draws something in a group, which `wrap` makes of its content.
    pub fn group(&mut self, wrap: impl FnOnce(Markup) -> Markup, draw: impl FnOnce(&mut Self)) {
        let before = std::mem::take(&mut self.marks);
        draw(self);
        let inside = std::mem::replace(&mut self.marks, before);
        self.draw(wrap(PreEscaped(format!("\n{}\n", inside.join("\n")))));
    }

    /// All that was drawn, a line each.
    pub fn markup(&self) -> String {
        self.marks.join("\n")
    }

    /// What nobody could read.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (index, text) in self.texts.iter().enumerate() {
            if text.x < 0.0 || text.x + text.width > WIDTH + TOUCH || text.top() < 0.0 || text.bottom() > self.y + TOUCH
            {
                problems.push(format!("{:?} leaves the figure", text.text));
            }
            if text.size < super::text::SMALL {
                problems.push(format!("{:?} is too small", text.text));
            }
            for other in self.texts[index + 1..].iter().filter(|other| text.overlaps(other)) {
                problems.push(format!("{:?} and {:?} lie over one another", text.text, other.text));
            }
        }
        problems
    }
}

/// A number, as short as it can be.
pub fn n(number: f64) -> String {
    let text = format!("{number:.1}");
    let short = text.strip_suffix(".0").unwrap_or(&text);
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_overlap_or_leave_the_figure_are_found() {
        let mut canvas = Canvas::from(100.0);
        canvas.text(10.0, 20.0, Anchor::Start, Font::Mono, "", "one");
        canvas.text(40.0, 20.0, Anchor::Start, Font::Mono, "", "two");
        assert_eq!(canvas.problems(), Vec::<String>::new());
        canvas.text(20.0, 26.0, Anchor::Start, Font::Mono, "", "x");
        assert_eq!(canvas.problems(), [r#""one" and "x" lie over one another"#]);
        canvas.texts.pop();
        canvas.text(316.0, 60.0, Anchor::Start, Font::Mono, "", "x");
        canvas.text(100.0, 99.0, Anchor::Start, Font::Mono, "", "y");
        assert_eq!(canvas.problems(), [r#""x" leaves the figure"#, r#""y" leaves the figure"#]);
    }

    #[test]
    fn texts_of_which_only_one_is_seen_may_overlap() {
        let mut canvas = Canvas::from(100.0);
        for sheet in [1, 2] {
            canvas.sheet = sheet;
            canvas.text(10.0, 20.0, Anchor::Start, Font::Sans, "", "one");
        }
        assert_eq!(canvas.problems(), Vec::<String>::new());
        canvas.sheet = 0;
        canvas.text(10.0, 20.0, Anchor::Start, Font::Sans, "", "base");
        assert_eq!(canvas.problems().len(), 2);
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([n(1.0), n(0.25), n(-0.01), n(12.34)], ["1", "0.2", "0", "12.3"]);
    }
}
