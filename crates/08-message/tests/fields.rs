//! Fields looked up, combined and added; lists, quoted strings and parameters.

use message::{Fields, InvalidField, members, parameters, quote, unquote};

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
    let accept = fields.combined("accept").expect("there is one");
    assert_eq!(members(&accept).collect::<Vec<_>>(), [b"a", b"b", b"c"]);
}

/// proves: 9110-5.6.1.2-skip-empty-members
/// proves: 9110-7.6.1-option-case
#[test]
fn lists_are_read_with_all_that_senders_do_to_them() {
    for value in [",close,,", "foo, Close", " close\t,\t", "\"a,b\",CLOSE", "keep-alive ,close"] {
        assert!(fields(&[("Connection", value)]).lists("connection", "close"), "{value}");
    }
    for value in ["", ",", "closed", "close;a=b", "\"close\"", "\"a, close, b\"", "\"a\\\", close, b\""] {
        assert!(!fields(&[("Connection", value)]).lists("connection", "close"), "{value}");
    }
    let many = ",".repeat(60_000) + "close";
    assert!(fields(&[("Connection", &many)]).lists("Connection", "close"));
    assert_eq!(members(b"a;x=\"1,2\\\",3\", b").collect::<Vec<_>>(), [&b"a;x=\"1,2\\\",3\""[..], b"b"]);
    assert_eq!(members(b"a, \"b, c").collect::<Vec<_>>(), [&b"a"[..], b"\"b, c"]);
}

/// proves: 9110-5.6.4-quoted-pair
/// proves: 9110-5.6.4-needless-escape
#[test]
fn quoted_strings_stand_for_texts() {
    for (quoted, text) in
        [(&br#""""#[..], &b""[..]), (br#""a b""#, b"a b"), (br#""\a\"\\""#, br#"a"\"#), (b"\"\xff\t\"", b"\xff\t")]
    {
        assert_eq!(unquote(quoted).as_deref(), Some(text), "{}", quoted.escape_ascii());
    }
    for none in [&b""[..], b"\"", b"a", b"\"a", b"a\"", br#""a"b""#, br#""\""#, b"\"a\nb\"", b"\"\\\0\""] {
        assert_eq!(unquote(none), None, "{}", none.escape_ascii());
    }
    assert_eq!(quote(br#"a"b\c'd"#), br#""a\"b\\c'd""#);
    arbtest::arbtest(|u| {
        let text: Vec<u8> = u.arbitrary_iter()?.collect::<Result<_, _>>()?;
        let clean: Vec<u8> = text.into_iter().filter(|&octet| message::syntax::is_line_octet(octet)).collect();
        assert_eq!(unquote(&quote(&clean)).as_deref(), Some(&*clean));
        Ok(())
    });
}

/// proves: 9110-5.6.6-parameters
#[test]
fn parameters_are_read_as_they_mean() {
    let read = |value: &'static str| {
        let (first, rest) = parameters(value.as_bytes());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let rest = rest.map(|parameter| parameter.map_or("?".to_owned(), |p| text(p.name) + "=" + &text(&p.value)));
        (text(first), rest.collect::<Vec<_>>())
    };
    assert_eq!(
        read("text/html ; charset=utf-8;;Q=\"a;b\" ; "),
        ("text/html".into(), vec!["charset=utf-8".into(), "Q=a;b".into()])
    );
    assert_eq!(read("a"), ("a".into(), vec![]));
    assert_eq!(
        read("a; b = c; b =c; b= c; d; e=; =f; g=h"),
        ("a".into(), [&["?"; 6][..], &["g=h"]].concat().into_iter().map(str::to_owned).collect())
    );
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
    use message::syntax::{is_line_octet, line_length};
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
