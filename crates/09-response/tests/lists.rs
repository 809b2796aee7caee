//! Lists, quoted strings and parameters.

use request::Fields;
use response::{Lists, members, parameters, quote, unquote};

fn fields(lines: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::new();
    for (name, value) in lines {
        fields.push(name, value).expect("it is a field");
    }
    fields
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
    let accept = fields(&[("Accept", "a, b"), ("Host", "x"), ("ACCEPT", ""), ("accept", "c")]);
    let accept = accept.combined("accept").expect("there is one");
    assert_eq!(members(&accept).collect::<Vec<_>>(), [b"a", b"b", b"c"]);
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
        let clean: Vec<u8> = text.into_iter().filter(|&octet| request::syntax::is_line_octet(octet)).collect();
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
