//! A bar chart for the terminal.

/// A row of the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub name: String,
    /// How long the bar is; none where nothing could be measured.
    pub value: Option<f64>,
    /// What there is to say beside it.
    pub remark: String,
    /// Whether it is the learner's own.
    pub is_mine: bool,
}

/// How the chart is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The columns of a line.
    pub width: usize,
    /// Whether the terminal shows more than ASCII.
    pub has_blocks: bool,
    pub has_colours: bool,
}

const NUMBER: usize = 10;
const GREEN: [&str; 2] = ["\x1b[32m", "\x1b[0m"];

/// The bars, each as long in its line as its value is to the greatest.
pub fn chart(bars: &[Bar], look: Look) -> String {
    let name = bars.iter().map(|bar| bar.name.chars().count()).max().unwrap_or_default();
    let room = look.width.saturating_sub(name + NUMBER + 3).max(10);
    let greatest = bars.iter().filter_map(|bar| bar.value).fold(0.0, f64::max);
    let mut text = String::new();
    for bar in bars {
        let Some(value) = bar.value else {
            text += &format!("{:<name$}  {}\n", bar.name, bar.remark);
            continue;
        };
        let length = if greatest > 0.0 { value / greatest } else { 0.0 };
        let drawn = drawn(length, room, look.has_blocks);
        let pad = " ".repeat(room - drawn.chars().count());
        let [on, off] = if bar.is_mine && look.has_colours { GREEN } else { ["", ""] };
        let line = format!("{:<name$}  {on}{drawn}{off}{pad} {:>NUMBER$}", bar.name, grouped(value));
        text += line.trim_end();
        text.push('\n');
        if !bar.remark.is_empty() {
            text += &format!("{:<name$}  ({})\n", "", bar.remark);
        }
    }
    text
}

/// A bar of up to `room` columns, with the blocks of Unicode down to an eighth of one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a terminal has few columns, and the length is from 0 to 1"
)]
fn drawn(length: f64, room: usize, has_blocks: bool) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (length.clamp(0.0, 1.0) * room as f64 * 8.0).round() as usize;
    if !has_blocks {
        return "#".repeat(((eighths + 4) / 8).clamp(1, room));
    }
    let drawn = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    if drawn.is_empty() { EIGHTHS[1].to_owned() } else { drawn }
}

/// A number with a comma between the thousands.
pub fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(name: &str, value: f64) -> Bar {
        Bar { name: name.to_owned(), value: Some(value), remark: String::new(), is_mine: name == "yours" }
    }

    const PLAIN: Look = Look { width: 40, has_blocks: false, has_colours: false };

    #[test]
    fn bars_are_as_long_as_their_values() {
        let bars = [bar("yours", 500.0), bar("nginx", 1_000_000.0), bar("course", 500_000.0)];
        let text = chart(&bars, PLAIN);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| line.len() == 40), "{text}");
        assert!(lines[0].starts_with("yours   # ") && lines[0].ends_with("       500"), "{text}");
        assert!(lines[1].starts_with("nginx   ###") && lines[1].ends_with(" 1,000,000"), "{text}");
        let longest = lines[1].matches('#').count();
        let half = lines[2].matches('#').count();
        assert!(longest == 21 && (10..=11).contains(&half), "{text}");
    }

    #[test]
    fn blocks_and_colours_only_where_they_are_wanted() {
        let bars = [bar("yours", 1.0), bar("nginx", 3.0)];
        let plain = chart(&bars, PLAIN);
        assert!(plain.is_ascii() && !plain.contains('\x1b'), "{plain}");
        let drawn = chart(&bars, Look { has_blocks: true, has_colours: true, ..PLAIN });
        assert!(drawn.contains('█') && drawn.contains("\x1b[32m"), "{drawn}");
        assert_eq!(drawn.matches("\x1b[32m").count(), 1);
    }

    #[test]
    fn what_could_not_be_measured_says_why() {
        let none = Bar { value: None, remark: "it broke off".to_owned(), ..bar("yours", 0.0) };
        let text = chart(&[none, bar("nginx", 0.0)], PLAIN);
        assert!(text.starts_with("yours  it broke off\n"), "{text}");
    }

    #[test]
    fn thousands_are_told_apart() {
        assert_eq!([0.4, 999.0, 1000.0, 1_234_567.0].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
