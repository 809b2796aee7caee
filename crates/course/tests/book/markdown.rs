//! Markdown, read with mdBook's options, and the HTML and SVG in it.

use std::collections::BTreeSet;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// What the rules ask of a Markdown text. Places are offsets in it.
#[derive(Default)]
pub struct Document {
    pub headings: Vec<Heading>,
    /// Every fragment that a link to this page can name.
    pub ids: BTreeSet<String>,
    pub links: Vec<Link>,
    pub code_blocks: Vec<CodeBlock>,
    /// References such as `[text][name]` that nothing defines.
    pub undefined: Vec<(usize, String)>,
    /// Raw HTML, one tag or block at a time.
    pub html: Vec<(usize, String)>,
    /// The running text: no code blocks, no HTML tags, no text alternatives of images.
    pub prose: String,
}

pub struct Heading {
    pub at: usize,
    pub level: usize,
    pub text: String,
}

pub struct Link {
    pub at: usize,
    pub to: String,
    /// The text alternative, if it is an image.
    pub alt: Option<String>,
}

pub struct CodeBlock {
    pub at: usize,
    /// `None` for a block by indentation.
    pub info: Option<String>,
    pub text: String,
}

impl Document {
    pub fn of(text: &str) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_GFM;
        let mut undefined = Vec::new();
        let on_broken = |link: BrokenLink<'_>| {
            if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
                undefined.push((link.span.start, link.reference.to_string()));
            }
            None::<(CowStr<'_>, CowStr<'_>)>
        };
        let events = Parser::new_with_broken_link_callback(text, options, Some(on_broken)).into_offset_iter();

        let mut document = Self::default();
        let mut heading: Option<(Heading, Option<String>)> = None;
        let mut code: Option<CodeBlock> = None;
        let mut image: Option<Link> = None;
        let mut html: Option<(usize, String)> = None;
        for (event, span) in events {
            let at = span.start;
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let start = Heading { at, level: level as usize, text: String::new() };
                    heading = Some((start, id.map(|id| id.to_string())));
                }
                Event::End(TagEnd::Heading(_)) => {
                    if let Some((heading, id)) = heading.take() {
                        document.add_id(&id.unwrap_or_else(|| heading_id(&heading.text)));
                        document.headings.push(heading);
                    }
                    document.prose.push('\n');
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = if let CodeBlockKind::Fenced(info) = kind { Some(info.to_string()) } else { None };
                    code = Some(CodeBlock { at, info, text: String::new() });
                }
                Event::End(TagEnd::CodeBlock) => document.code_blocks.extend(code.take()),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    document.links.push(Link { at, to: dest_url.to_string(), alt: None });
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    image = Some(Link { at, to: dest_url.to_string(), alt: Some(String::new()) });
                }
                Event::End(TagEnd::Image) => document.links.extend(image.take()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(code) = &mut code {
                        code.text.push_str(&text);
                    } else if let Some(alt) = image.as_mut().and_then(|image| image.alt.as_mut()) {
                        alt.push_str(&text);
                    } else {
                        document.prose.push_str(&text);
                        if let Some((heading, _)) = &mut heading {
                            heading.text.push_str(&text);
                        }
                    }
                }
                Event::Start(Tag::HtmlBlock) => html = Some((at, String::new())),
                Event::End(TagEnd::HtmlBlock) => document.html.extend(html.take()),
                Event::Html(text) | Event::InlineHtml(text) => match &mut html {
                    Some((_, block)) => block.push_str(&text),
                    None => document.html.push((at, text.to_string())),
                },
                Event::SoftBreak | Event::HardBreak | Event::End(_) => document.break_word(&event),
                _ => (),
            }
        }
        document.undefined = undefined;
        document.read_html();
        document
    }

    /// Adds a fragment, made unique in mdBook's way.
    fn add_id(&mut self, id: &str) {
        let mut candidate = id.to_owned();
        let mut count = 0;
        while self.ids.contains(&candidate) {
            count += 1;
            candidate = format!("{id}-{count}");
        }
        self.ids.insert(candidate);
    }

    /// Emphasis may end inside of a word, everything else ends one.
    fn break_word(&mut self, event: &Event<'_>) {
        let inline = [TagEnd::Emphasis, TagEnd::Strong, TagEnd::Strikethrough, TagEnd::Link];
        if !matches!(event, Event::End(end) if inline.contains(end)) {
            self.prose.push('\n');
        }
    }

    /// Takes links, fragments and text from the raw HTML.
    fn read_html(&mut self) {
        for (at, html) in std::mem::take(&mut self.html) {
            for piece in markup(&html) {
                match &piece {
                    Markup::Text(text) => self.prose.push_str(text),
                    Markup::Tag { name, attributes, .. } => {
                        let attribute = |name| attributes.iter().find(|(key, _)| key == name).map(|(_, v)| v.clone());
                        self.ids.extend(attribute("id"));
                        let alt = (name == "img").then(|| attribute("alt").unwrap_or_default());
                        let to = attribute("href").or_else(|| attribute("src")).or_else(|| attribute("data"));
                        self.links.extend(to.map(|to| Link { at, to, alt }));
                    }
                }
            }
            self.html.push((at, html));
        }
    }
}

/// The fragment of a heading, as mdBook 0.5 makes it.
fn heading_id(text: &str) -> String {
    let keep = |c: char| match c {
        _ if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        _ if c.is_whitespace() => Some('-'),
        _ => None,
    };
    text.trim().to_lowercase().chars().filter_map(keep).collect()
}

/// A piece of HTML or SVG; comments and declarations are left out.
#[derive(Debug, PartialEq)]
pub enum Markup {
    Text(String),
    Tag { name: String, attributes: Vec<(String, String)>, kind: TagKind },
}

#[derive(Debug, PartialEq, Clone, Copy)]
pub enum TagKind {
    Open,
    Close,
    Empty,
}

pub fn markup(text: &str) -> Vec<Markup> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        } else if let Some(tag) = rest.strip_prefix('<') {
            let end = tag_end(tag);
            if !tag.starts_with(['!', '?']) {
                pieces.push(read_tag(&tag[..end]));
            }
            rest = tag.get(end + 1..).unwrap_or("");
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            pieces.push(Markup::Text(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
    pieces
}

/// Where the `>` of a tag stands; one inside of quotes does not end it.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    let end = tag.char_indices().find(|&(_, c)| {
        match quote {
            Some(open) if open == c => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            _ => (),
        }
        quote.is_none() && c == '>'
    });
    end.map_or(tag.len(), |(at, _)| at)
}

fn read_tag(tag: &str) -> Markup {
    let (tag, kind) = match (tag.strip_prefix('/'), tag.strip_suffix('/')) {
        (Some(tag), _) => (tag, TagKind::Close),
        (None, Some(tag)) => (tag, TagKind::Empty),
        (None, None) => (tag, TagKind::Open),
    };
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.split_whitespace().next_back().unwrap_or_default();
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        attributes.push((key.to_owned(), value.to_owned()));
        rest = next;
    }
    Markup::Tag { name: name.to_owned(), attributes, kind }
}
