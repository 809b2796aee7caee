//! The figures of the book: they are drawn as their texts and recordings have it, and everybody can read them.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{folder, toolbox};
use predicates::str::contains;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

const RECORDING: &str = r#"{"recording":"cargo course wire","version":1,"began":0}
{"at":0,"connection":1,"is":"open","client":"127.0.0.1:50001","server":"127.0.0.1:12345"}
{"at":0,"connection":1,"from":"client","is":"data","octets":"GET / HTTP/1.1\r\n\r\n"}
{"at":2000000,"connection":1,"from":"server","is":"data","octets":"HTTP/1.1 200 OK\r\n\r\n"}
{"at":2000000,"connection":1,"from":"server","is":"end"}
"#;

/// A course that has one figure, with these panels.
fn course(name: &str, panels: &str) -> PathBuf {
    let root = folder(name);
    let recordings = root.join("book/figures/recordings");
    fs::create_dir_all(root.join("lessons")).unwrap();
    fs::create_dir_all(&recordings).unwrap();
    fs::write(recordings.join("01-a.wire"), RECORDING).unwrap();
    let text = format!("title = \"T\"\ndescription = \"1 < 2\"\n[[recording]]\nserver = \"no-server\"\n{panels}");
    fs::write(root.join("book/figures/01-a.toml"), text).unwrap();
    root
}

fn drawn(root: &Path) -> String {
    toolbox().arg("figures").current_dir(root).assert().success();
    fs::read_to_string(root.join("book/src/figures/01-a.svg")).unwrap()
}

fn refused(name: &str, panels: &str, why: &str) {
    let root = course(name, panels);
    toolbox().arg("figures").current_dir(root).assert().code(1).stderr(contains(why));
}

#[test]
fn every_figure_is_drawn_as_its_text_and_recordings_have_it() {
    toolbox().args(["figures", "--check"]).current_dir(ROOT).assert().stdout("").success();
}

#[test]
fn a_stale_figure_is_found_and_drawn_again() {
    let root = course("figures-stale", "[[panel]]\nkind = \"sequence\"\n");
    let check = || toolbox().args(["figures", "--check"]).current_dir(&root).assert();
    check().code(1).stdout(contains("stale: ")).stdout(contains("01-a.svg"));
    let first = drawn(&root);
    check().success().stdout("");
    fs::write(root.join("book/src/figures/01-a.svg"), format!("{first} ")).unwrap();
    check().code(1);
    assert_eq!(drawn(&root), first);
}

#[test]
fn a_sequence_shows_everything_that_passed_and_how_long_it_took() {
    let svg = drawn(&course("figures-sequence", "[[panel]]\nkind = \"sequence\"\n"));
    for text in [">client<", ">server<", ">GET / HTTP/1.1<", ">HTTP/1.1 200 OK<", ">FIN<", ">2 s<", ">connection<"] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
    // Whatever stands in a text, none of it is a tag; and what stands in a page has no empty line.
    assert!(svg.contains(r#"<desc id="01-a-description">1 &lt; 2</desc>"#), "{svg}");
    assert!(svg.lines().all(|line| !line.trim().is_empty()), "{svg}");
    assert!(svg.starts_with("<figure ") && svg.ends_with("</figure>\n"), "{svg}");
}

#[test]
fn a_story_leaves_nothing_out_and_shows_no_octets_that_were_not_sent() {
    let story = |story: &str| format!("[[panel]]\nkind = \"sequence\"\nstory = {story}\n");
    refused("figures-left-out", &story(r#"["1", "2", "3"]"#), "leaves out event 4 (#1  server FIN)");
    refused("figures-twice", &story(r#"["1", "1"]"#), "event 1 is in the story twice");
    refused("figures-none", &story(r#"["7"]"#), "no event 7; the recording has 4");
    let not_sent = story(r#"[{ event = "2", show = ["POST"] }]"#);
    refused("figures-not-sent", &not_sent, "\"POST\" is not in event 2");
    let svg = drawn(&course("figures-without", &format!("{}without = [\"1\", \"3\", \"4\"]\n", story(r#"["2"]"#))));
    assert!(!svg.contains("FIN") && !svg.contains("200 OK"), "{svg}");
}

#[test]
fn acks_are_drawn_where_a_story_has_them_and_have_the_number_of_the_next_octet() {
    let story = r#"story = ["1", "2", { acks = "2" }, "3", { event = "4", acks = "2" }, { acks = "4" }]"#;
    let svg = drawn(&course("figures-acks", &format!("[[panel]]\nkind = \"sequence\"\n{story}\n")));
    for text in [">ACK 19<", ">FIN, ACK 19<", ">ACK 21<"] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
    let opens = story.replace(r#"acks = "4""#, r#"acks = "1""#);
    refused("figures-no-ack", &format!("[[panel]]\nkind = \"sequence\"\n{opens}\n"), "nobody acknowledges event 1");
}

#[test]
fn a_range_is_named_and_the_inspector_says_what_it_is() {
    let panel = "[[panel]]\nkind = \"octets\"\nfrom = \"client\"\n";
    let range = "[[panel.range]]\nfind = \"GET\"\nlabel = \"method\"\nexplain = \"What to do.\"\n";
    let svg = drawn(&course("figures-octets", &format!("{panel}{range}")));
    let group = r#"<g class="range" tabindex="0" role="img" aria-label="GET: method. What to do.">"#;
    for text in [group, ">method</text>", ">CR</text>", ">LF</text>", "<li><code>GET</code>: method. What to do.</li>"]
    {
        assert!(svg.contains(text), "{text} in {svg}");
    }
    refused("figures-no-range", &format!("{panel}[[panel.range]]\nfind = \"PUT\"\n"), "\"PUT\" is there 0 times");
    let overlapping = format!("{panel}{range}[[panel.range]]\nfind = \"T /\"\n");
    refused("figures-overlap", &overlapping, "the ranges \"GET\" and \"T /\" overlap");
    let long =
        format!("{panel}{}", range.replace("\"method\"", "\"a label that is much longer than there is any room for\""));
    refused("figures-long", &long, "do not fit; shorten them");
}

#[test]
fn the_structure_of_http_is_found_without_being_named() {
    let svg =
        drawn(&course("figures-structure", "[[panel]]\nkind = \"octets\"\nfrom = \"server\"\nstructure = true\n"));
    for text in ["HTTP/1.1: version.", "200: status code.", "OK: reason phrase.", "CR LF: line end."] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
}

#[test]
fn a_timeline_shows_what_a_connection_consists_of_and_how_long_a_bar_is() {
    let svg = drawn(&course("figures-order", "[[panel]]\nkind = \"timeline\"\n[[panel.lane]]\nname = \"one\"\n"));
    for text in [">one<", ">opens<", ">request and response<", ">ends<"] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
    let bar = "[[panel.lane.bar]]\nfrom = \"2\"\nto = \"3\"\nlabel = \"waits\"\n";
    let lane = format!("[[panel]]\nkind = \"timeline\"\nby = \"time\"\n[[panel.lane]]\n{bar}");
    let svg = drawn(&course("figures-time", &lane));
    for text in [">waits<", ">0 s<", ">2 s<", r#"<rect x="2" y="8" width="315""#] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
    let none = "[[panel]]\nkind = \"timeline\"\n[[panel.lane]]\nconnection = 2\n";
    refused("figures-no-lane", none, "no connection 2 in the recording");
}

#[test]
fn states_have_the_names_of_the_code_and_layers_say_whose_they_are() {
    let states = "[[panel]]\nkind = \"states\"\nsource = \"states.rs\"\nrows = [[\"One\"], [\"Two\"]]\n\
        [[panel.edge]]\nfrom = \"One\"\nto = \"Two\"\nlabel = \"go\"\n[[panel.edge]]\nfrom = \"Two\"\nto = \"One\"\n";
    let root = course("figures-states", states);
    fs::write(root.join("states.rs"), "enum State { One, Two }").unwrap();
    let svg = drawn(&root);
    assert!(svg.contains(">One</text>") && svg.contains(">Two</text>") && svg.contains(">go</text>"), "{svg}");
    fs::write(root.join("states.rs"), "enum State { One, Twofold }").unwrap();
    toolbox().arg("figures").current_dir(&root).assert().code(1).stderr(contains("states.rs has no Two"));
    let layer = "[[panel]]\nkind = \"layers\"\n[[panel.layer]]\nname = \"body\"\nown = true\ncarries = \"octets\"\n\
        [[panel.layer]]\nname = \"TCP\"\n";
    let svg = drawn(&course("figures-layers", layer));
    for text in [">body<", ">yours<", ">octets<", ">TCP<"] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
}

#[test]
fn buffers_show_all_that_was_sent_and_only_what_a_proof_says_that_they_hold() {
    let channel = |sends: &str, holds: &str| {
        format!(
            "[[panel]]\nkind = \"buffers\"\nproof = {{ file = \"proof\", text = \"held {{held}}\" }}\n\
             [[panel.channel]]\nfrom = \"server\"\nsend = \"write()\"\nsends = {sends}\n\
             [[panel.channel.buffer]]\nname = \"send buffer\"\nholds = {holds}\n"
        )
    };
    let whole = r#"["HTTP/1.1 2", "00 OK\r\n\r\n"]"#;
    let root = course("figures-buffers", &channel(whole, "[]"));
    fs::write(root.join("proof"), "held 0").unwrap();
    let svg = drawn(&root);
    for text in [">client<", ">write()<", ">HTTP/1.1 2<", ">send buffer<", ">empty<"] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
    fs::write(root.join("proof"), "held 1").unwrap();
    toolbox().arg("figures").current_dir(&root).assert().code(1).stderr(contains("proof does not say \"held 0\""));
    let root = course("figures-buffers-part", &channel(r#"["HTTP/1.1 2"]"#, "[]"));
    fs::write(root.join("proof"), "held 0").unwrap();
    toolbox().arg("figures").current_dir(&root).assert().code(1).stderr(contains("is not what server sent"));
}

#[test]
fn parts_are_those_that_somebody_sent() {
    let part = |range: &str| {
        format!(
            "[[panel]]\nkind = \"parts\"\nwhole = \"hello\"\nkept = 2\n\
             [[panel.part]]\nrange = \"{range}\"\nsay = \"fits\"\ncolour = 3\n"
        )
    };
    let root = course("figures-parts", &part("bytes 2-4/5"));
    let wire = RECORDING.replace("200 OK\\r\\n", "206 P\\r\\nContent-Range: bytes 2-4/5\\r\\n");
    fs::write(root.join("book/figures/recordings/01-a.wire"), wire).unwrap();
    let svg = drawn(&root);
    for text in [">bytes 2-4/5<", ">fits<", ">kept: 0-1<"] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
    refused("figures-no-part", &part("bytes 2-4/5"), "nobody sent");
}

#[test]
fn a_plot_has_what_came_by_when_and_its_limit() {
    let plot = |response: &str| {
        format!(
            "[[panel]]\nkind = \"plot\"\nsilence = 1.0\nrate = 2.0\nlimit = \"the least\"\n\
             [[panel.curve]]\nlabel = \"4\"\nresponse = \"{response}\"\ncolour = 1\n"
        )
    };
    let root = course("figures-plot", &plot("200"));
    let wire = RECORDING.replace("GET / HTTP/1.1\\r\\n\\r\\n", "POST / HTTP/1.1\\r\\n\\r\\n1234");
    fs::write(root.join("book/figures/recordings/01-a.wire"), wire).unwrap();
    let svg = drawn(&root);
    // Four octets come at once, and the response after two seconds; the limit begins after one.
    for text in
        [">4: 200<", ">the least<", ">2 s<", r#"d="M38 196H38V196H38V38.6H299.5""#, r#"<line x1="168.8" y1="196""#]
    {
        assert!(svg.contains(text), "{text} in {svg}");
    }
    refused("figures-no-response", &plot("404"), "the response has no \"404\"");
}

#[test]
fn parties_may_differ_by_connection_and_segments_may_cross() {
    let panel = |story: &str| {
        format!(
            "[[panel]]\nkind = \"sequence\"\nbetween = [{{ connection = 1, client = \"client\", server = \"server\" }}]\n\
             without = [\"1..3\"]\nstory = [{story}]\n"
        )
    };
    let svg = drawn(&course("figures-cross", &panel(r#"{ event = "2", cross = "4" }"#)));
    assert!(svg.contains(r#"text-anchor="end">FIN<"#), "{svg}");
    refused("figures-same-way", &panel(r#"{ event = "3", cross = "4" }"#), "events 3 and 4 go the same way");
    refused("figures-lacks", &panel(r#"{ event = "2", lacks = ["GET"] }, "4""#), "\"GET\" is in event 2");
    refused("figures-again", &panel(r#"{ event = "4", again = true }"#), "event 4 is not in the story yet");
    let other = panel("\"4\"").replace("connection = 1", "connection = 2");
    refused("figures-nobody", &other, "who is in connection 1");
}

#[test]
fn what_was_never_recorded_is_told_in_words() {
    let panel = |to: &str| {
        format!(
            "[[panel]]\nkind = \"sequence\"\nstory = [{{ from = \"client\", to = \"{to}\", say = \"a question\" }}]\n"
        )
    };
    let svg = drawn(&course("figures-told", &panel("server")));
    assert!(svg.contains(">a question<") && !svg.contains("mono"), "{svg}");
    refused("figures-itself", &panel("client"), "client sends nothing to itself");
    refused("figures-nobody-told", &panel("peer"), "no party \"peer\"");
}

#[test]
fn octets_of_a_layer_may_have_to_be_sent() {
    let layer = |octets: &str| {
        format!("[[panel]]\nkind = \"layers\"\n[[panel.layer]]\nname = \"a\"\noctets = \"{octets}\"\nsent = \"\"\n")
    };
    assert!(drawn(&course("figures-sent", &layer("GET /"))).contains(">GET /<"));
    refused("figures-unsent", &layer("PUT /"), "nobody sent \"PUT /\"");
}

#[test]
fn an_image_has_its_colours_with_it_for_light_and_for_dark() {
    let svg = fs::read_to_string(Path::new(ROOT).join("book/src/figures/path.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.contains("(prefers-color-scheme: dark)"), "{svg}");
    assert_eq!(svg.matches("--figure-1: #").count(), 2, "{svg}");
    assert!(svg.contains("\n.mono { font-family") && !svg.contains(".figure"), "{svg}");
}

/// The colours of the book's themes: what is behind everything, and what text has in a figure. It is the theme's but for
/// coal, whose text is too dark for a ground that is not black.
const THEMES: [(&str, &str, &str); 5] = [
    ("light", "#ffffff", "#000000"),
    ("rust", "#e1e1db", "#262625"),
    ("coal", "#141617", "#c3ccd4"),
    ("navy", "#161923", "#bcbdd0"),
    ("ayu", "#0f1419", "#c5c5c5"),
];

fn rgb(colour: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0)
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The colours that `book/figures.css` gives to a theme.
fn colours(theme: &str) -> BTreeMap<String, String> {
    let css = fs::read_to_string(Path::new(ROOT).join("book/figures.css")).unwrap();
    let block = css.split('}').find(|block| block.contains("--figure-1:") && block.contains(&format!(".{theme}")));
    let own = if ["light", "rust"].contains(&theme) {
        block
    } else {
        css.split('}').find(|block| block.contains("--figure-1:") && block.trim_start().starts_with(".coal"))
    };
    let lines = own.unwrap().lines().filter_map(|line| line.trim().strip_prefix("--figure-")?.strip_suffix(';'));
    lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, colour)| (name.to_owned(), colour.to_owned()))
        .collect()
}

#[test]
fn every_theme_shows_every_text_with_enough_contrast() {
    for (theme, background, text) in THEMES {
        let (background, text) = (rgb(background), rgb(text));
        let colours = colours(theme);
        assert_eq!(colours.len(), 8, "{theme}");
        for (name, colour) in &colours {
            let colour = rgb(colour);
            let ratio = contrast(colour, background);
            assert!(ratio >= 4.5, "{theme}: {name} has {ratio:.2}");
            // The ground of a range, while somebody points at it too.
            for share in [0.14, 0.3] {
                let ground = [0, 1, 2].map(|part| background[part] * (1.0 - share) + colour[part] * share);
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{theme}: text on {name} ({share}) has {ratio:.2}");
            }
        }
    }
}
