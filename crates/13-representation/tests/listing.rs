//! The page that lists a folder: what is in it, what is not, and names that want to be something else.

use std::fs;
use std::io::Read;
use std::time::SystemTime;

use harness::Folder as Scratch;
use representation::Folder;
use request::{Method, RequestHead, Target};

mod outcome;

use outcome::{Outcome, outcome};

fn ask(folder: &Folder, method: Method, path: &str, fields: &[(&str, &str)]) -> Outcome {
    let uri = Target::uri(&format!("http://localhost{path}")).unwrap();
    let mut head = RequestHead::to(method, &uri).unwrap();
    for (name, value) in fields {
        head.fields.push(name, value).unwrap();
    }
    outcome(folder, &head, SystemTime::now())
}

fn get(folder: &Folder, path: &str) -> Outcome {
    ask(folder, Method::Get, path, &[])
}

fn field(found: &Outcome, name: &str) -> Option<String> {
    found.fields.get(name).map(|field| field.text().unwrap().to_owned())
}

fn text(found: Outcome) -> String {
    let mut text = String::new();
    found.response.unwrap().content.read_to_string(&mut text).unwrap();
    text
}

/// What the links of a page lead to, in their order.
fn links(page: &str) -> Vec<String> {
    page.split("<a href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn a_folder_without_an_index_is_listed() {
    let scratch = Scratch::new().unwrap();
    for (name, length) in
        [("b.txt", 5), ("A.txt", 2048), ("sub/c", 1), ("Zoo/d", 1), (".hidden", 1), ("big", 1_500_000)]
    {
        scratch.write(name, "x".repeat(length)).unwrap();
    }
    let folder = Folder::open(scratch.path()).unwrap();
    assert_eq!(get(&folder, "/").status.code(), 404, "not unasked");
    let folder = folder.listing(true);
    let found = get(&folder, "/");
    assert_eq!(found.status.code(), 200);
    assert_eq!(field(&found, "Content-Type").as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(field(&found, "Last-Modified"), None, "the time of a folder says nothing of sizes");
    let page = text(found);
    assert_eq!(links(&page), ["sub/", "Zoo/", "A.txt", "b.txt", "big"]);
    for shown in ["<h1>/</h1>", "<bdi>Zoo/</bdi>", "<td>5 B<td>", "<td>2.0 KiB<td>", "<td>1.4 MiB<td>"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("hidden"));
    let year = fs::metadata(scratch.path().join("b.txt")).unwrap().modified().unwrap();
    assert!(page.contains(&representation::format_date(year).unwrap()[5..22]), "when it was changed");

    assert_eq!(links(&text(get(&folder, "/sub/"))), ["../", "c"]);
    assert_eq!(field(&get(&folder, "/sub"), "Location").as_deref(), Some("/sub/"));
    assert_eq!(links(&text(get(&folder, "//sub//"))), ["../", "c"]);
    assert_eq!(get(&folder, "/none/").status.code(), 404);
    assert_eq!(get(&folder, "/b.txt/").status.code(), 404);
    scratch.write("sub/index.html", "index").unwrap();
    assert_eq!(text(get(&folder, "/sub/")), "index");
    fs::create_dir(scratch.path().join("empty")).unwrap();
    assert!(text(get(&folder, "/empty/")).contains("nothing in this folder"));
}

/// proves: 9110-9.3.2-same-fields
#[test]
fn a_list_is_a_representation_like_any_other() {
    let scratch = Scratch::new().unwrap();
    scratch.write("a", "x").unwrap();
    let folder = Folder::open(scratch.path()).unwrap().listing(true);
    let whole = get(&folder, "/");
    let tag = field(&whole, "ETag").unwrap();
    let head = ask(&folder, Method::Head, "/", &[]);
    let length = |found: &Outcome| found.response.as_ref().unwrap().length;
    assert_eq!((length(&head), field(&head, "ETag")), (length(&whole), Some(tag.clone())));
    assert!(text(head).is_empty());
    assert_eq!(ask(&folder, Method::Get, "/", &[("If-None-Match", &tag)]).status.code(), 304);
    scratch.write("a", "xx").unwrap();
    assert_eq!(ask(&folder, Method::Get, "/", &[("If-None-Match", &tag)]).status.code(), 200);
    let coded = ask(&folder, Method::Get, "/", &[("Accept-Encoding", "gzip")]);
    assert_eq!(field(&coded, "Content-Encoding").as_deref(), Some("gzip"));
    let refused = ask(&folder, Method::Post, "/", &[]);
    assert_eq!((refused.status.code(), field(&refused, "Allow").as_deref()), (405, Some("GET, HEAD")));
}

#[test]
fn a_name_is_text_in_the_page_and_one_segment_in_its_link() {
    let scratch = Scratch::new().unwrap();
    let mut names =
        vec!["100%", "a#b", "a&amp;b", "it's", "a b", "caf\u{e9}", "a;b=c", "%2e%2e", "javascript,alert(1)"];
    if cfg!(unix) {
        names.extend([
            "<script>alert(1)</script>".split('/').next().unwrap(),
            "a?b",
            "\"quoted\"",
            "http:",
            "a:b",
            "...",
        ]);
        names.extend(["gpj.\u{202e}exe", "zero\u{200b}width", "\u{2066}isolate"]);
    }
    for name in &names {
        scratch.write(name, *name).unwrap();
    }
    let folder = Folder::open(scratch.path()).unwrap().listing(true);
    let page = text(get(&folder, "/"));
    let links = links(&page);
    assert_eq!(links.len(), names.iter().filter(|name| !name.starts_with('.')).count(), "{page}");
    for link in links {
        assert!(link.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"%-._~!()+,@".contains(&octet)), "{link}");
        let found = get(&folder, &format!("/{link}"));
        assert_eq!(found.status.code(), 200, "{link}");
        assert!(names.contains(&&*text(found)), "{link}");
    }
    assert!(!page.contains("<script") && !page.contains(['\u{202e}', '\u{200b}', '\u{2066}']), "{page}");
    if cfg!(unix) {
        assert!(page.contains("<bdi>gpj.\\u{202e}exe</bdi>") && page.contains("&lt;script&gt;"), "{page}");
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_asked_for_has_no_link() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let scratch = Scratch::new().unwrap();
    scratch.write("secret", "outside").unwrap();
    scratch.write("root/dir/file", "x").unwrap();
    let root = scratch.path().join("root");
    for name in [&b"octets\xff"[..], b"two\nlines", b"back\\slash", b"escape\x1b[31m"] {
        fs::write(root.join(OsStr::from_bytes(name)), "x").unwrap();
    }
    for (name, target) in
        [("out", "../secret".into()), ("in", "dir/file".into()), ("abs", root.join("dir")), ("gone", "none".into())]
    {
        symlink::<std::path::PathBuf, _>(target, root.join(name)).unwrap();
    }
    let _socket = UnixListener::bind(root.join("socket")).unwrap();
    let folder = Folder::open(&root).unwrap().listing(true);
    let page = text(get(&folder, "/"));
    assert_eq!(links(&page), ["abs/", "dir/", "in"]);
    for shown in ["octets\u{fffd}", "two\\u{a}lines", "back\\slash", "escape\\u{1b}[31m"] {
        assert!(page.contains(&format!("<tr><td><bdi>{shown}</bdi><td>1 B<td>")), "{shown}: {page}");
    }
    for kept in ["out", "gone", "socket"] {
        assert!(!page.contains(&format!(">{kept}<")), "{kept} is listed");
    }
    assert_eq!(links(&text(get(&folder, "/abs/"))), ["../", "file"]);
}

#[test]
fn a_list_has_a_bound() {
    let scratch = Scratch::new().unwrap();
    for number in 0..5_020 {
        fs::write(scratch.path().join(format!("f{number}")), "").unwrap();
    }
    let folder = Folder::open(scratch.path()).unwrap().listing(true);
    let page = text(get(&folder, "/"));
    assert_eq!(links(&page).len(), 5_000);
    assert!(page.contains("only 5000 names are listed"));
}
