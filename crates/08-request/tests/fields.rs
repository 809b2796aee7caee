//! Fields looked up, combined and added.

use request::{Fields, InvalidField};

fn fields(lines: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::new();
    for (name, value) in lines {
        fields.push(name, value).expect("it is a field");
    }
    fields
}

/// proves: 9110-5.1-name-case
/// proves: 9110-5.2-combine
#[test]
fn lines_of_one_name_are_one_field() {
    let fields = fields(&[("Accept", "a, b"), ("Host", "x"), ("ACCEPT", ""), ("accept", "c")]);
    assert_eq!(fields.all("aCCept").count(), 3);
    assert_eq!(fields.combined("Accept").as_deref(), Some(&b"a, b, , c"[..]));
    assert_eq!(fields.combined("host").as_deref(), Some(&b"x"[..]));
    assert_eq!(fields.combined("Hos"), None);
}

/// proves: 9112-2.2-send-no-bare-cr
/// proves: 9112-11.1-no-splitting
/// proves: 9110-2.2-grammar
/// proves: 9112-2.2-send-no-space-first
/// proves: 9112-5.2-send-no-fold
#[test]
fn nothing_can_be_added_that_splits_a_message() {
    let mut fields = Fields::new();
    for value in ["a\r\nX: y", "a\r\n b", "a\rb", "a\nb", "a\0b", "\x7f", "a\x0bb"] {
        assert_eq!(fields.push("A", value), Err(InvalidField::Value), "{value:?}");
        assert_eq!(fields.set("A", value), Err(InvalidField::Value), "{value:?}");
    }
    for name in ["", "a b", " a", "\ta", "a:", "a\r\n", "é", "a\0"] {
        assert_eq!(fields.push(name, "a"), Err(InvalidField::Name), "{name:?}");
    }
    assert!(fields.is_empty());
}

/// proves: 9110-5.5-obs-text
#[test]
fn octets_that_are_no_ascii_are_sent_as_they_are() {
    let mut fields = Fields::new();
    let (mut octets, mut out) = ((0x80..=0xff).collect::<Vec<u8>>(), Vec::new());
    octets.splice(0..0, *b"a");
    fields.push("X", &octets).expect("it is a field");
    fields.encode(&mut out);
    assert_eq!(out, [b"X: ", &octets[..], b"\r\n\r\n"].concat());
}

#[test]
fn a_field_can_be_replaced_and_removed() {
    let mut fields = fields(&[("A", "1"), ("B", "2"), ("a", "3"), ("C", "4")]);
    fields.set("b", "5").expect("it is a field");
    fields.set("a", "6").expect("it is a field");
    fields.set("D", "7").expect("it is a field");
    fields.remove("c");
    let mut out = Vec::new();
    fields.encode(&mut out);
    assert_eq!(out, b"a: 6\r\nb: 5\r\nD: 7\r\n\r\n");
    assert_eq!(fields.get("a").and_then(|field| field.text()), Some("6"));
    assert_eq!(fields.len(), 3);
}

#[test]
fn octets_that_may_stand_in_a_line_are_counted_right() {
    use request::syntax::{is_line_octet, line_length};
    arbtest::arbtest(|u| {
        let mut text: Vec<u8> = vec![*u.choose(b"a\t ~\xff")?; u.int_in_range(0..=40)?];
        for _ in 0..u.int_in_range(0..=3)? {
            let at = u.int_in_range(0..=text.len())?;
            text.insert(at, u.arbitrary()?);
        }
        assert_eq!(line_length(&text), text.iter().take_while(|&&octet| is_line_octet(octet)).count(), "{text:?}");
        Ok(())
    });
}
