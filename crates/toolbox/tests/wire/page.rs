//! The page of a recording.

use std::fs;
use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;

use crate::proxy::toolbox;
use crate::{RECORDING, file};

fn page_of(recording: &str) -> String {
    let (folder, path) = file("recording", recording);
    let page = folder.path().join("page.html");
    let mut command = toolbox();
    command.args(["wire", "show"]).arg(&path).arg("--html").arg(&page);
    command.assert().success().stdout(contains("page: ").and(contains("GET").not()));
    fs::read_to_string(&page).expect("a page")
}

#[test]
fn a_page_has_every_piece_with_its_octets_and_what_they_are() {
    let page = page_of(RECORDING);
    for part in [
        "<span class=method data-p=0 title=\"method: octets 0-2, 3 in all\">GET</span>",
        "<i class=method data-p=0>47 45 54</i>",
        "<span class=label>request line</span>",
        "<p class=after>the request ends here: it has no content</p>",
        "<strong>The server breaks a rule at octet 15 of all that it sent:</strong>",
        "<span class=wrong data-p=15 title=\"breaks a rule: octet 15\"><b>LF</b></span>",
        "RFC 9112 section 2.1",
        "title=\"0.410 ms: client sends 42 octets\"",
        "server ends its side (FIN)",
        "client resets the connection (RST)",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
}

#[test]
fn what_was_sent_is_text_on_the_page_and_nothing_else() {
    let page = page_of(RECORDING);
    assert!(page.contains("&lt;/script&gt;&lt;b&gt;\\xff"), "{page}");
    for tag in ["<script", "</script", "<style", "<html"] {
        assert_eq!(page.matches(tag).count(), 1, "{tag} in {page}");
    }
    // Whatever octets stand where, the tags are the same.
    let tags = |page: &str| {
        let body = &page[page.find("<body").expect("a body")..page.find("<script").expect("a script")];
        body.split('<')
            .skip(1)
            .map(|tag| tag.split(['>', ' ']).next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let harmless = page_of(&RECORDING.replace("</script><b>", "/script---b-"));
    assert_eq!(tags(&page), tags(&harmless));
}

#[test]
fn a_page_takes_nothing_from_anywhere() {
    let page = page_of(RECORDING);
    for word in ["http://", "https://", "src=", "@import", "url(", "fetch(", "innerHTML"] {
        assert!(!page.contains(word), "{word} in {page}");
    }
    assert!(page.contains("default-src 'none'"));
    let elsewhere = page.split("href=\"").skip(1).filter(|rest| !rest.starts_with('#')).count();
    assert_eq!(elsewhere, 0);
}

#[test]
fn every_block_leads_to_its_piece() {
    let page = page_of(RECORDING);
    let links: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links.len(), 5);
    for link in links {
        assert_eq!(page.matches(&format!("<article id={link} ")).count(), 1, "{link}");
    }
}

#[test]
fn the_page_of_a_long_recording_is_short_enough_for_a_browser() {
    const PIECES: u64 = 3000;
    let head: Vec<&str> = RECORDING.lines().take(2).collect();
    let octets = "x".repeat(4000) + &"\\u0000".repeat(4000);
    let data = |number: u64| {
        let at = number * 10;
        format!(r#"{{"at":{at},"connection":1,"from":"server","is":"data","octets":"{octets}"}}"#)
    };
    let recording = head.join("\n") + "\n" + &(0..PIECES).map(data).collect::<Vec<_>>().join("\n");
    let page = page_of(&recording);
    assert!(page.len() < 12 << 20, "{} octets", page.len());
    assert!(page.contains(&format!("{} events follow that this page does not show", PIECES + 1 - 2000)));
    assert!(page.contains("24000000 octets in 3000 pieces"));
    assert!(page.contains("octets …</p>"));
}

#[test]
fn a_file_is_never_two_things_at_once() {
    let (folder, path) = file("recording", RECORDING);
    toolbox()
        .args(["wire", "show"])
        .arg(&path)
        .arg("--html")
        .arg(folder.path().join(".").join("recording"))
        .assert()
        .code(2)
        .stderr(contains("cannot be two things at once"));
    assert_eq!(fs::read_to_string(&path).expect("it is there"), RECORDING);
    let same = folder.path().join("same");
    toolbox()
        .args(["wire", "0", "1", "--html"])
        .arg(&same)
        .arg("--pcap")
        .arg(&same)
        .assert()
        .code(2)
        .stderr(contains("cannot be two things at once"));
    let nowhere = Path::new("no-such-folder/page.html");
    toolbox()
        .args(["wire", "0", "1", "--html"])
        .arg(nowhere)
        .assert()
        .code(2)
        .stderr(contains("cannot write no-such-folder/page.html"));
}
