//! The rules find fault with wrong books, and with nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::includes::Expanded;
use crate::markdown::Document;
use crate::repo::{Problem, Repo, SUMMARY};
use crate::rules::*;

const SERVER: (&str, &str) = (
    "crates/01-one-way/src/server.rs",
    "fn main() {\n    // ANCHOR: receive\n    read();\n    // ANCHOR: inner\n    more();\n    // ANCHOR_END: inner\n    // ANCHOR_END: receive\n}\n",
);

/// What `rule` says about a repository with `files`.
fn says(rule: fn(&Repo) -> Vec<Problem>, files: &[(&str, &str)]) -> Vec<String> {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    rule(&Repo { files }).iter().map(ToString::to_string).collect()
}

/// What `rule` says about a book of one page, the chapter of lesson 01, and a server to include from.
fn says_of_page(rule: fn(&Repo) -> Vec<Problem>, page: &str) -> Vec<String> {
    says(rule, &[("book/src/01-one-way.md", page), SERVER])
}

#[track_caller]
fn assert_one(problems: &[String], place: &str, what: &str) {
    assert!(problems.len() == 1 && problems[0].starts_with(place) && problems[0].contains(what), "{problems:#?}");
}

#[track_caller]
fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "{problems:#?}");
}

fn include(argument: &str) -> Vec<String> {
    says_of_page(check_includes, &format!("# One\n\n```rust\n{{{{#include {argument}}}}}\n```\n"))
}

#[test]
fn an_include_of_an_anchor_is_fine() {
    for part in ["receive", "inner"] {
        assert_none(&include(&format!("../../crates/01-one-way/src/server.rs:{part}")));
    }
}

#[test]
fn an_include_without_a_file_is_found() {
    assert_one(&include("../../crates/01-one-way/src/sever.rs:receive"), "book/src/01-one-way.md:4", "no such file");
    assert_one(&include("../../../elsewhere.rs"), "book/src/01-one-way.md:4", "no such file");
}

#[test]
fn an_include_without_its_anchor_is_found() {
    let server = |anchor: &str| include(&format!("../../crates/01-one-way/src/server.rs:{anchor}"));
    assert_one(&server("recieve"), "book/src/01-one-way.md:4", "no line ANCHOR: recieve");
    assert_one(&server("rec"), "book/src/01-one-way.md:4", "no line ANCHOR: rec");
    for lines in ["1", "8:", ":1", "3:3"] {
        assert_one(&server(lines), "book/src/01-one-way.md:4", "include by anchor");
    }
    assert_one(&server(""), "book/src/01-one-way.md:4", "would show ANCHOR lines");
}

#[test]
fn an_anchor_that_is_broken_or_empty_is_found() {
    let page = |source| says(check_includes, &[("book/src/a.md", "{{#include ../../a.rs:x}}"), ("a.rs", source)]);
    assert_one(&page("// ANCHOR: x\nf();\n"), "book/src/a.md:1", "no line ANCHOR_END: x");
    assert_one(&page("// ANCHOR: x\n\n// ANCHOR_END: x\n"), "book/src/a.md:1", "nothing stands there");
    let twice = "// ANCHOR: x\nf();\n// ANCHOR_END: x\n".repeat(2);
    assert_one(&page(&twice), "book/src/a.md:1", "more than once");
}

#[test]
fn an_include_is_taken_as_mdbook_takes_it() {
    let files = BTreeMap::from([(SERVER.0.to_owned(), SERVER.1.to_owned())]);
    let page = "a\n{{#include ../../crates/01-one-way/src/server.rs:receive}}\nb";
    let page = Expanded::of(&Repo { files }, "book/src/a.md", page);
    assert_eq!(page.text, "a\n    read();\n    more();\nb");
    assert_eq!(page.origins, [1, 2, 2, 3]);
    assert_eq!(page.included, BTreeSet::from([SERVER.0.to_owned()]));
}

#[test]
fn an_escaped_include_is_none() {
    assert_none(&says_of_page(check_includes, "Write `\\{{#include PATH}}` or \\{{#include PATH:ANCHOR}}.\n"));
}

#[test]
fn an_include_of_what_learners_change_is_found() {
    let files = [
        ("book/src/a.md", "{{#include ../../lessons/01-one-way/src/server.rs}}"),
        ("lessons/01-one-way/src/server.rs", "fn main() {}\n"),
    ];
    assert_one(&says(check_includes, &files), "book/src/a.md:1", "from crates/ instead");
}

#[test]
fn a_directive_other_than_include_is_found() {
    let page = "\n{{#rustdoc_include ../../crates/01-one-way/src/server.rs:receive}}\n";
    assert_one(&says_of_page(check_includes, page), "book/src/01-one-way.md:2", "is not used in this book");
}

#[test]
fn pages_that_include_each_other_are_found() {
    let problems = says(check_includes, &[("book/src/a.md", "\n{{#include a.md}}\n")]);
    assert_one(&problems, "book/src/a.md:2", "break the circle");
}

#[test]
fn headings_get_the_fragments_that_mdbook_gives_them() {
    let text = "# A `b--c` & d's \"q\" -- e\n## What happened\n## What happened\n## Custom {#cc}\n## with *emph* [link](x)\n## Über 1.2.3\n";
    let ids = ["a-b--c--ds-q--e", "what-happened", "what-happened-1", "cc", "with-emph-link", "über-123"];
    assert_eq!(Document::of(text).ids, ids.map(str::to_owned).into());
}

#[test]
fn links_that_resolve_are_fine() {
    let page = "# One\n[a](#one) [b](02.md) [c](02.md#two) [d](https://example.org/x.md#y) \
        [e](../../crates/01-one-way/src/server.rs) [f](../../crates/) [g][ref] <a href=\"02.md\">h</a>\n\n[ref]: 02.md\n";
    assert_none(&says(check_links, &[("book/src/01-one-way.md", page), ("book/src/02.md", "## Two\n"), SERVER]));
}

#[test]
fn links_that_do_not_resolve_are_found() {
    let link =
        |to: &str| says(check_links, &[("book/src/1.md", &format!("# One\n\n{to}\n")), ("book/src/2.md", "# Two\n")]);
    assert_one(&link("[x](3.md)"), "book/src/1.md:3", "no such file");
    assert_one(&link("[x](2.html)"), "book/src/1.md:3", "link to the page's .md file");
    assert_one(&link("[x](/book/src/2.md)"), "book/src/1.md:3", "no such file");
    assert_one(&link("[x](#two)"), "book/src/1.md:3", "no such heading; it has one");
    assert_one(&link("[x](2.md#one)"), "book/src/1.md:3", "no such heading; it has two");
    assert_one(&link("[x]()"), "book/src/1.md:3", "link to nothing");
    assert_one(&link("[x][nothing]"), "book/src/1.md:3", "reference [nothing]");
    assert_one(&link("<a href=\"3.md\">x</a>"), "book/src/1.md:3", "no such file");
    assert_one(&link("![a wire](wire.svg)"), "book/src/1.md:3", "no such file");
}

#[test]
fn links_of_included_pages_and_of_guides_are_checked() {
    let files = [
        ("book/src/a.md", "\n{{#include part.md}}\n"),
        ("book/src/part.md", "[x](gone.md)"),
        ("README.md", "[x](gone.md)"),
        ("CONTRIBUTING.md", "[x](gone.md)"),
        ("lessons/01-one-way/README.md", "[x](../../book)"),
    ];
    let problems = says(check_links, &files);
    let places: Vec<&str> = problems.iter().filter_map(|problem| problem.split_once(": ")).map(|p| p.0).collect();
    assert_eq!(places, ["book/src/a.md:2", "book/src/part.md:1", "CONTRIBUTING.md:1", "README.md:1"]);
}

#[test]
fn a_link_from_a_guide_to_a_page_with_includes_is_found() {
    let guide = |text: &str, page: &str| {
        says(check_links_to_pages, &[("lessons/01-a/README.md", text), ("book/src/01-a.md", page)])
    };
    let link = "x\n[the chapter](../../book/src/01-a.md#one)\n";
    assert_one(&guide(link, "# One\n\n{{#include a.rs}}\n"), "lessons/01-a/README.md:2", "name that command");
    assert_none(&guide(link, "# One\n"));
    assert_none(&guide("`cargo course read 01`\n", "{{#include a.rs}}\n"));
}

#[test]
fn an_image_without_a_text_alternative_is_found() {
    let image = |image| says(check_links, &[("book/src/a.md", image), ("book/src/a.svg", "")]);
    assert_none(&image("![a wire](a.svg)\n\n<img alt='a > b' src=a.svg>"));
    assert_one(&image("![](a.svg)"), "book/src/a.md:1", "say in its alt text");
    assert_one(&image("<img src=\"a.svg\" alt=\"\">"), "book/src/a.md:1", "say in its alt text");
    assert_one(&image("a line\n<img src=\"a.svg\">"), "book/src/a.md:2", "say in its alt text");
}

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<!-- <g> -->\n<title>A wire</title><path d=\"M0 0\"/>\n</svg>\n";

#[test]
fn a_figure_that_is_no_svg_or_has_no_title_is_found() {
    let figure = |svg: &str| says(check_figures, &[("book/src/a.md", "![a](f/a.svg)"), ("book/src/f/a.svg", svg)]);
    assert_none(&figure(SVG));
    assert_one(&figure(&SVG.replace("<title>A wire</title>", "")), "book/src/f/a.svg:1", "add <title>");
    assert_one(&figure(&SVG.replace("A wire", " ")), "book/src/f/a.svg:1", "add <title>");
    assert_one(&figure(&SVG.replace("</svg>", "")), "book/src/f/a.svg:1", "<svg> is never closed");
    assert_one(&figure(&SVG.replace("\"/>", "\">")), "book/src/f/a.svg:1", "</svg> closes a tag");
    assert_one(&figure(&SVG.replace("2000/svg", "2000")), "book/src/f/a.svg:1", "add xmlns");
    assert_one(&figure(&format!("\n{SVG}")), "book/src/f/a.svg:1", "begins with <svg");
}

const FIGURE: &str = "<figure class=\"figure\">\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 320 9\" role=\"img\" aria-labelledby=\"t d\">\n<title id=\"t\">A wire</title>\n<desc id=\"d\">It is long.</desc>\n<text class=\"mono\">x</text>\n</svg>\n</figure>\n";

#[test]
fn what_is_wrong_with_a_figure_in_a_page_is_found() {
    let figure =
        |svg: &str| says(check_figures, &[("book/src/a.md", "{{#include f/a.svg}}"), ("book/src/f/a.svg", svg)]);
    assert_none(&figure(FIGURE));
    for (right, wrong, says) in [
        ("<title", "\n<title", "an empty line ends HTML"),
        ("0 0 320 9", "0 0 760 9", "a narrow phone"),
        (" role=\"img\"", "", "needs role and aria-labelledby"),
        ("It is long.", "", "add <desc>"),
        ("A wire", "", "add <title>"),
        ("class=\"mono\"", "font-size=\"11\"", "nobody reads less than 12"),
        ("class=\"mono\"", "fill=\"#222\"", "<text> has a colour"),
        ("</svg>\n", "", "</figure> closes a tag that is not open"),
    ] {
        assert_one(&figure(&FIGURE.replacen(right, wrong, 1)), "book/src/f/a.svg:", says);
    }
}

#[test]
fn a_figure_that_is_shown_as_an_image_although_it_is_none_is_found() {
    let page = ("book/src/a.md", "# A\n\n![a wire](f/a.svg)\n");
    assert_one(&says(check_figures, &[page, ("book/src/f/a.svg", FIGURE)]), "book/src/a.md:3", "include it");
}

#[test]
fn a_figure_that_no_page_shows_is_found() {
    assert_one(&says(check_figures, &[("book/src/f/a.svg", SVG)]), "book/src/f/a.svg:1", "no page shows");
}

#[test]
fn a_page_without_an_entry_and_an_entry_without_a_page_are_found() {
    let summary = |text| says(check_summary, &[(SUMMARY, text), ("book/src/a.md", "# A\n")]);
    assert_none(&summary("# Summary\n\n- [A](a.md)\n"));
    assert_one(&summary("# Summary\n"), "book/src/a.md:1", "not in book/src/SUMMARY.md");
    assert_one(&summary("[A](a.md)\n\n- [B](b.md)\n"), "book/src/SUMMARY.md:3", "no such page");
    assert_one(&summary("- [A](a.md)\n- [B]()\n"), "book/src/SUMMARY.md:2", "no such page");
    assert_one(&summary("- [A](a.md)\n- [B](a.md)\n"), "book/src/SUMMARY.md:2", "twice");
}

#[test]
fn an_old_address_that_leads_nowhere_or_hides_a_page_is_found() {
    let book = |redirect: &str| {
        let text = format!("[output.html.redirect]\n{redirect}\n");
        says(check_redirects, &[("book/book.toml", &text), ("book/src/b.md", "# B\n")])
    };
    assert_none(&book("\"/a.html\" = \"b.html\""));
    assert_one(&book("\"/a.html\" = \"c.html\""), "book/book.toml:2", "no such page");
    assert_one(&book("\"/b.html\" = \"b.html\""), "book/book.toml:2", "hides a page");
}

#[test]
fn a_lesson_without_one_of_its_rooms_is_found() {
    let rooms = [
        ("crates/03-echo/Cargo.toml", ""),
        ("lessons/03-echo/README.md", ""),
        ("tests/03_echo.rs", ""),
        ("book/src/03-echo.md", ""),
        ("crates/harness/Cargo.toml", ""),
    ];
    assert_none(&says(check_rooms, &rooms));
    for missing in 0..4 {
        let mut files = rooms.to_vec();
        let (path, _) = files.remove(missing);
        assert_one(&says(check_rooms, &files), path, "lesson 03-echo: missing");
    }
}

#[test]
fn code_that_is_included_and_commands_to_type_are_fine() {
    let page = "```rust\n{{#include ../../crates/01-one-way/src/server.rs:receive}}\n\n{{#include ../../x.rs}}\n```\n\
        ```console\n{{#include ../transcripts/01-one-way/first-run.txt:server}}\n```\n\
        ```bash\ncargo test -p lesson-01\n```\n\
        ```abnf\na = b\n```\n\
        ```text\na --> b\n```\n";
    assert_none(&says_of_page(check_listings, page));
}

#[test]
fn code_and_transcripts_that_are_typed_by_hand_are_found() {
    for info in ["rust", "rust,ignore", "console", "toml", "python"] {
        let page = format!("# One\n\n```{info}\nlet a = 1;\n```\n");
        assert_one(&says_of_page(check_listings, &page), "book/src/01-one-way.md:3", "`let a = 1;` is typed by hand");
    }
    for info in ["text", "", "bash", "abnf"] {
        let page = format!("# One\n\n```{info}\n$ ls\nfile\n```\n");
        assert_one(&says_of_page(check_listings, &page), "book/src/01-one-way.md:3", "`$ ls` is typed by hand");
    }
    let page = "```rust\n{{#include ../../crates/01-one-way/src/server.rs:receive}}\nmore();\n```\n";
    assert_one(&says_of_page(check_listings, page), "book/src/01-one-way.md:1", "`more();` is typed by hand");
    assert_one(&says_of_page(check_listings, "A\n\n    $ ls\n"), "book/src/01-one-way.md:3", "by indentation");
    assert_one(&says_of_page(check_listings, "A\n\n<pre>\n$ ls\n</pre>\n"), "book/src/01-one-way.md:3", "<pre>");
}

#[test]
fn code_from_a_file_that_is_not_checked_is_found() {
    let page = "```console\n{{#include notes.txt}}\n```\n";
    assert_one(&says_of_page(check_listings, page), "book/src/01-one-way.md:1", "is no transcript");
    let page = "```rust\n{{#include code.txt}}\n```\n";
    assert_one(&says_of_page(check_listings, page), "book/src/01-one-way.md:1", "is no Rust source");
}

fn sections(headings: &[&str]) -> Vec<String> {
    let sections: Vec<String> = headings.iter().map(|heading| format!("## {heading}\n### Inside\n")).collect();
    says_of_page(check_sections, &sections.concat())
}

fn all_sections() -> Vec<&'static str> {
    [&SECTIONS_BEFORE_CODE[..], &["The accept loop", "The read loop"], &SECTIONS_AFTER_CODE].concat()
}

#[test]
fn a_chapter_with_its_sections_in_order_is_fine() {
    assert_none(&sections(&all_sections()));
}

#[test]
fn a_missing_a_misplaced_and_an_extra_section_are_found() {
    for missing in [0, 1, 2, 3, 6, 7, 8, 9, 10] {
        let mut headings = all_sections();
        let name = headings.remove(missing);
        assert_one(&sections(&headings), "book/src/01-one-way.md:", &format!("## {name}\""));
    }
    let mut headings = all_sections();
    headings.drain(4..6);
    assert_one(&sections(&headings), "book/src/01-one-way.md:9", "at least one section with the code");
    let mut headings = all_sections();
    headings.swap(7, 8);
    assert_one(&sections(&headings), "book/src/01-one-way.md:15", "after \"## Build it\" must come \"## Change it\"");
    let mut headings = all_sections();
    headings.push("More");
    assert_one(&sections(&headings), "book/src/01-one-way.md:23", "the last section is");
}

#[test]
fn questions_at_the_start_and_deeper_sections_have_their_places() {
    let of = |page: &str, headings: &[&str]| {
        let sections: Vec<String> = headings.iter().map(|heading| format!("## {heading}\n")).collect();
        says(check_sections, &[(page, &sections.concat())])
    };
    let mut headings = all_sections();
    assert_one(&of("book/src/04-two-way.md", &headings), "book/src/04-two-way.md:1", "begins with");
    headings.insert(0, RETRIEVAL);
    assert_none(&of("book/src/04-two-way.md", &headings));
    assert_one(&of("book/src/05-protocol.md", &headings), "book/src/05-protocol.md:1", "only each third chapter");
    let mut headings = all_sections();
    headings.insert(9, "Deeper: a thing");
    assert_none(&of("book/src/05-protocol.md", &headings));
    headings.swap(8, 9);
    assert_one(&of("book/src/05-protocol.md", &headings), "book/src/05-protocol.md:9", "comes after \"## Explain\"");
}

#[test]
fn an_invariant_with_another_number_and_none_at_all_are_found() {
    let page = "> [!IMPORTANT]\n> **Invariant 1.** A read returns.\n";
    assert_none(&says_of_page(check_invariants, page));
    assert_one(&says_of_page(check_invariants, &page.replace('1', "2")), "book/src/01-one-way.md:1", "[\"2\"]");
    assert_one(&says_of_page(check_invariants, "none"), "book/src/01-one-way.md:1", "says one");
}

#[test]
fn only_prose_counts_as_words() {
    let text = "# Two words\n\nIt's *em*phasis, `code` – and <b>bold</b>.\n\n```text\nnot these\n```\n\
        {{#include not/this.rs}}\n\n<details>\n<summary>An answer</summary>\n\nThree more words\n\n</details>\n\n\
        ![not this](a.svg)\n\n| a | b |\n|---|---|\n| c | d |\n";
    assert_eq!(count_prose(text), 2 + 5 + 2 + 3 + 4);
}

#[test]
fn a_chapter_that_is_too_short_or_too_long_is_found() {
    let words = |count| says_of_page(check_length, &"word ".repeat(count));
    assert_none(&words(600));
    assert_none(&words(2500));
    assert_one(&words(599), "book/src/01-one-way.md:1", "599 words");
    assert_one(&words(2501), "book/src/01-one-way.md:1", "2501 words");
    let deeper = |page: &str, core: usize, deeper: usize| {
        let text =
            format!("{}\n## Deeper: words\n\n{}\n## Further reading\n", "word ".repeat(core), "word ".repeat(deeper));
        says(check_length, &[(page, &text)])
    };
    assert_none(&deeper("book/src/01-one-way.md", 2496, 1000));
    assert_one(&deeper("book/src/01-one-way.md", 2496, 1001), "book/src/01-one-way.md:1", "at most 3500");
    assert_none(&deeper("book/src/08-request.md", 2496, 2500));
    assert_one(&deeper("book/src/08-request.md", 2496, 2501), "book/src/08-request.md:1", "at most 5000");
    assert_none(&says(check_length, &[("book/src/introduction.md", "short")]));
}

const TRANSCRIPT: (&str, &str) = (
    "book/transcripts/01-one-way/first-run.txt",
    "ANCHOR: server\n$ cargo run -q --bin one-way-server\nlistening on 127.0.0.1:12345\nserver received: a\nANCHOR_END: server\n",
);

#[test]
fn a_transcript_that_no_page_includes_is_found() {
    let page = "{{#include ../transcripts/01-one-way/first-run.txt:server}}";
    assert_none(&says(check_transcripts_used, &[TRANSCRIPT, ("book/src/a.md", page)]));
    assert_one(&says(check_transcripts_used, &[TRANSCRIPT]), TRANSCRIPT.0, "no page includes");
}

#[test]
fn a_readme_transcript_that_no_test_reruns_is_found() {
    let readme = |session: &str| {
        says(check_readme_transcripts, &[TRANSCRIPT, ("README.md", &format!("# A\n\n```console\n{session}\n```\n"))])
    };
    assert_none(&readme("$ cargo run -q --bin one-way-server\nlistening on 127.0.0.1:12345\nserver received: a"));
    assert_one(
        &readme("$ cargo run -q --bin one-way-server\nserver received: a"),
        "README.md:3",
        "copy them from there",
    );
    assert_one(&readme("received: a"), "README.md:3", "copy them from there");
}

#[test]
fn a_lesson_readme_that_is_too_long_is_found() {
    let words = |count| says(check_lesson_readmes, &[("lessons/01-one-way/README.md", &"word ".repeat(count))]);
    assert_none(&words(209));
    assert_one(&words(210), "lessons/01-one-way/README.md:1", "210 words");
    let deep = |task: usize, depth: usize| {
        let text =
            format!("{}\n\n**At the build depth** {}\n\n| a | b |\n", "word ".repeat(task), "word ".repeat(depth));
        says(check_lesson_readmes, &[("lessons/08-request/README.md", &text)])
    };
    assert_none(&deep(207, 89));
    assert_one(&deep(208, 89), "lessons/08-request/README.md:1", "210 words; a task");
    assert_one(&deep(207, 90), "lessons/08-request/README.md:1", "90 words; a paragraph on the build depth");
}

#[test]
fn a_failure_message_that_points_at_no_heading_is_found() {
    let graded = |source: &str| {
        let chapter = ("book/src/01-one-way.md", "# Title\n## The `read` loop\n### What's left\n");
        says(check_book_fields, &[chapter, ("tests/01_one_way.rs", source)])
    };
    assert_none(&graded(
        "Why {\n    book: \"The read loop\",\n}\nWhy { book: \"What's left\" }\nWhy { book: BOOK, notebook: \"x\" }\n",
    ));
    assert_one(
        &graded("Why {\n    book: \"The reed loop\",\n}"),
        "tests/01_one_way.rs:2",
        "no heading of book/src/01-one-way.md",
    );
    assert_one(&graded("Why { book: \"Title\" }"), "tests/01_one_way.rs:1", "it has The read loop | What’s left");
    assert_one(
        &says(check_book_fields, &[("tests/01_one_way.rs", "Why { book: \"A\" }")]),
        "tests/01_one_way.rs:1",
        "no heading",
    );
}

#[test]
fn a_string_literal_is_read_with_its_escapes() {
    assert_eq!(book_fields(r#"book:"a \"b\" \\ c" }"#), [(1, r#"a "b" \ c"#.to_owned())]);
    assert_eq!(book_fields("\nbook:\n \"a \\\n   b\""), [(2, "a b".to_owned())]);
}

#[test]
fn a_command_that_names_no_program_is_found() {
    let page = |text| {
        let manifest = "[package]\nname = \"lesson-01\"\n[[bin]]\nname = \"one-way-server\"\n";
        says(check_commands, &[("crates/a/Cargo.toml", manifest), ("book/src/a.md", text)])
    };
    assert_none(&page(
        "`cargo run -q --bin one-way-server` `cargo test -p lesson-01`.\n`cargo run --bin NAME`, mkdir -p x\n",
    ));
    assert_one(&page("\n`cargo run --bin one-way-sever -- --addr x`"), "book/src/a.md:2", "one-way-sever");
    assert_one(&page("cargo test -p lesson-1"), "book/src/a.md:1", "lesson-1");
}
