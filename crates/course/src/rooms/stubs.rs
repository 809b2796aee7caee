//! A library without its bodies: what a learner begins with who writes a whole layer.
//!
//! What can be seen from outside stays: types, signatures and their documentation. What functions do becomes a `todo!`, and
//! what only the library itself uses goes, as far as nothing that stays names it: how the work is divided is the learner's to
//! find. What the compiler itself runs stays, as constants need it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Write as _};
use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{
    Attribute, Block, Field, Fields, File, GenericArgument, GenericParam, ImplItem, ImplItemFn, Item, ItemConst,
    ItemImpl, ItemStruct, ItemUse, PathArguments, ReturnType, Signature, TraitItem, Type, TypeParamBound, UseTree,
    Visibility,
};

/// Sources by their names, `src/lib.rs`.
pub type Texts = BTreeMap<String, String>;

/// Why a source has no stub.
#[derive(Debug)]
pub struct StubError {
    /// `src/lib.rs`
    pub file: String,
    /// Counted from one.
    pub line: usize,
    /// What is the matter there.
    pub problem: String,
}

impl Display for StubError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.problem)
    }
}

/// Something of a text that may change.
struct Piece<'a> {
    file: &'a str,
    /// What goes with it: its lines, its documentation and the comment above.
    whole: Range<usize>,
    /// The name that has to be named somewhere for it to stay; nothing for what stays in any case.
    needs: Option<String>,
    /// Its own name, by which an import means it.
    name: Option<String>,
    /// What is put in other words when it stays.
    edits: Vec<Edit>,
    /// The pieces within it that may go by themselves.
    within: Vec<Range<usize>>,
    /// Whether it is nothing without them.
    is_frame: bool,
}

/// What stands in a type whose fields are gone.
const FIELDS: &str = "// What it keeps is yours to choose.";

/// What stands in a file of which only imports are left.
const EMPTY: &str = "\n// What this file holds is yours to design: nothing that is left names any of it.\n";

type Edit = (Range<usize>, String);

/// The sources of a layer without the bodies of their functions, as far as they change.
///
/// What only the layer itself sees goes, unless something that stays names it, or `others` do, sources that use the layer as
/// it is. In the files of `programs` every function stays, without its body.
///
/// # Errors
///
/// When a text is no Rust, or a function returns an `impl Trait` for which no value is known.
pub fn stubbed(layer: &Texts, others: &[&str], programs: &[String]) -> Result<Texts, StubError> {
    let (mut pieces, mut files) = (Vec::new(), Vec::new());
    for (name, text) in layer {
        let file = parsed(name, text)?;
        let built = types_of_constants(text, &file.items);
        let keeps_helpers = programs.contains(name);
        let mut cutter = Cutter { file: name, text, keeps_helpers, built, pieces: Vec::new() };
        cutter.items(&file.items)?;
        pieces.extend(cutter.pieces);
        files.push((name, text, file));
    }
    let gone = gone(layer, others, &pieces);
    let names = |is_gone: bool| -> BTreeSet<&str> {
        let wanted = pieces.iter().enumerate().filter(|(at, _)| gone.contains(at) == is_gone);
        wanted.filter_map(|(_, piece)| piece.name.as_deref()).collect()
    };
    let kept = names(false);
    let names: BTreeSet<&str> = names(true).into_iter().filter(|name| !kept.contains(name)).collect();
    let mut stubbed = Texts::new();
    for (name, text, file) in files {
        let mut edits = Vec::new();
        for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.file == name.as_str()) {
            if gone.contains(&at) || (piece.is_frame && is_empty(piece, &pieces, &gone)) {
                edits.push((piece.whole.clone(), String::new()));
            } else {
                edits.extend(piece.edits.iter().cloned());
            }
        }
        edits.extend(file.items.iter().filter_map(|item| match item {
            Item::Use(item) => without(text, item, &names),
            _ => None,
        }));
        if !edits.is_empty() {
            // Where the first of several went, its empty line is left.
            let mut stub = edited(text, edits).replace("{\n\n", "{\n");
            if parsed(name, &stub)?.items.iter().all(|item| matches!(item, Item::Use(_))) {
                stub += EMPTY;
            }
            stubbed.insert(name.clone(), stub);
        }
    }
    Ok(stubbed)
}

/// Whether everything in a frame is gone.
fn is_empty(frame: &Piece, pieces: &[Piece], gone: &BTreeSet<usize>) -> bool {
    let goes = |range: &Range<usize>| {
        let is_it = |piece: &Piece| piece.file == frame.file && piece.whole == *range;
        pieces.iter().enumerate().any(|(at, piece)| is_it(piece) && gone.contains(&at))
    };
    frame.within.iter().all(goes)
}

/// A text with these changes; one that lies within another is lost with it.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
    let mut edited = String::new();
    let mut next = 0;
    for (range, new) in edits {
        if range.start >= next {
            edited += &text[next..range.start];
            edited += &new;
            next = range.end;
        }
    }
    edited + &text[next..]
}

/// The numbers of the pieces that nothing names which stays.
fn gone(layer: &Texts, others: &[&str], pieces: &[Piece]) -> BTreeSet<usize> {
    let mut named: BTreeSet<String> = others.iter().flat_map(|text| words(text, true)).collect();
    for (name, text) in layer {
        let mut edits = Vec::new();
        for piece in pieces.iter().filter(|piece| piece.file == name) {
            if piece.needs.is_none() {
                edits.extend(piece.edits.iter().cloned());
            } else {
                edits.push((piece.whole.clone(), String::new()));
            }
        }
        named.extend(words(&edited(text, edits), false));
    }
    let mut gone: BTreeSet<usize> = (0..pieces.len()).filter(|at| pieces[*at].needs.is_some()).collect();
    loop {
        let stays = |at: &&usize| pieces[**at].needs.as_ref().is_some_and(|name| named.contains(name));
        let Some(at) = gone.iter().find(stays).copied() else { return gone };
        gone.remove(&at);
        let piece = &pieces[at];
        let own = piece.within.iter().map(|range| (range.clone(), String::new())).chain(piece.edits.iter().cloned());
        let start = piece.whole.start;
        let own = own.map(|(range, new)| (range.start - start..range.end - start, new)).collect();
        named.extend(words(&edited(&layer[piece.file][piece.whole.clone()], own), false));
    }
}

/// The names in a text.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// The names in a text but for those that it gives to values, and once more, as [`called`], those that are reached through
/// a value or a type.
fn names(text: &str) -> impl Iterator<Item = String> {
    let around = |name: &str| {
        let start = name.as_ptr().addr() - text.as_ptr().addr();
        (&text[..start], &text[start + name.len()..])
    };
    let is_given = move |name: &&str| {
        let (_, after) = around(name);
        after.starts_with(':') && !after.starts_with("::")
    };
    let is_of_value = move |name: &&str| {
        let (before, _) = around(name);
        before.ends_with('.') && !before.ends_with("..")
    };
    let is_reached = move |name: &&str| is_of_value(name) || around(name).0.ends_with("::");
    let named = parts(text).filter(move |name| !is_given(name) && !is_of_value(name)).map(str::to_owned);
    named.chain(parts(text).filter(is_reached).map(called))
}

/// How a function is named that belongs to a type: what has the same name otherwise does not mean it.
fn called(name: &str) -> String {
    format!(".{name}")
}

/// The names in a text, but for those in comments and strings, in what is left to do, and in imports for the file itself,
/// unless these count.
fn words(text: &str, with_imports: bool) -> Vec<String> {
    let mut words = Vec::new();
    let mut imports = false;
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//") && !line.starts_with("todo!(")) {
        imports |= !with_imports && (line.starts_with("use ") || line.starts_with("pub(crate) use "));
        if !imports {
            let outside = line.split('"').step_by(2).filter(|_| !line.starts_with("#[cfg"));
            words.extend(outside.flat_map(names));
        }
        imports &= !line.ends_with(';');
    }
    words
}

/// What is left of an import of the crate's own without these names; nothing where it has none of them.
fn without(text: &str, item: &ItemUse, names: &BTreeSet<&str>) -> Option<Edit> {
    let UseTree::Path(path) = &item.tree else { return None };
    if !["crate", "self", "super"].iter().any(|root| path.ident == root) {
        return None;
    }
    let mut leaves = Vec::new();
    collect("", &item.tree, &mut leaves);
    let count = leaves.len();
    leaves.retain(|(_, name)| !names.contains(name.as_str()));
    if leaves.len() == count {
        return None;
    }
    let visibility = match &item.vis {
        Visibility::Inherited => String::new(),
        visibility => format!("{} ", &text[visibility.span().byte_range()]),
    };
    let lines: Vec<String> = leaves.into_iter().map(|(path, _)| format!("{visibility}use {path};")).collect();
    let mut range = item.span().byte_range();
    range.end += usize::from(lines.is_empty() && text[range.end..].starts_with('\n'));
    Some((range, lines.join("\n")))
}

/// The full paths of what an import names, each with the name that it has where it is defined.
fn collect(before: &str, tree: &UseTree, leaves: &mut Vec<(String, String)>) {
    match tree {
        UseTree::Path(path) => collect(&format!("{before}{}::", path.ident), &path.tree, leaves),
        UseTree::Name(name) if name.ident == "self" => {
            let path = before.trim_end_matches("::");
            leaves.push((path.to_owned(), path.rsplit("::").next().unwrap_or(path).to_owned()));
        }
        UseTree::Name(name) => leaves.push((format!("{before}{}", name.ident), name.ident.to_string())),
        UseTree::Rename(name) => {
            leaves.push((format!("{before}{} as {}", name.ident, name.rename), name.ident.to_string()));
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect(before, tree, leaves)),
        UseTree::Glob(_) => leaves.push((format!("{before}*"), "*".to_owned())),
    }
}

/// A stub with everything that was taken out of the text put in again: bodies in their places, what went at the end.
///
/// # Errors
///
/// When one of the texts is no Rust.
pub fn filled(name: &str, stub: &str, text: &str) -> Result<String, StubError> {
    let (whole, there) = (parsed(name, text)?, parsed(name, stub)?);
    let (all, present) = (functions(text, &whole.items), functions(stub, &there.items));
    let mut edits: Vec<Edit> = Vec::new();
    for function in &present {
        if let Some(full) = all.iter().find(|full| full.key == function.key) {
            edits.push((function.body.clone(), text[full.body.clone()].to_owned()));
        }
    }
    // Types get their fields back.
    for item in &there.items {
        let Item::Struct(item) = item else { continue };
        let is_it = |full: &&ItemStruct| {
            full.ident == item.ident && conditions(text, &full.attrs) == conditions(stub, &item.attrs)
        };
        let structs = whole.items.iter().filter_map(|item| match item {
            Item::Struct(item) => Some(item),
            _ => None,
        });
        if let Some(full) = structs.into_iter().find(is_it).filter(|full| !full.fields.is_empty()) {
            edits.push((fields_of(item), text[fields_of(full)].to_owned()));
        }
    }
    // Imports that were made shorter come as they were.
    let is_own_import = |item: &&Item| matches!(item, Item::Use(item) if !matches!(item.vis, Visibility::Public(_)));
    let imports = there.items.iter().filter(is_own_import);
    edits.extend(imports.map(|item| (item.span().byte_range(), String::new())));
    let mut filled = edited(stub, edits);
    for item in whole.items.iter().filter(is_own_import) {
        let _ = writeln!(filled, "{}", &text[item.span().byte_range()]);
    }
    let known: BTreeSet<String> = there.items.iter().filter_map(|item| definition(stub, item)).collect();
    let missing = |item: &&Item| definition(text, item).is_some_and(|definition| !known.contains(&definition));
    let mut put: Vec<Range<usize>> = Vec::new();
    for item in whole.items.iter().filter(missing) {
        let _ = writeln!(filled, "\n{}", &text[item.span().byte_range()]);
        put.push(item.span().byte_range());
    }
    let keys: BTreeSet<&Key> = present.iter().map(|function| &function.key).collect();
    let is_put = |function: &Function| put.iter().any(|range| range.contains(&function.whole.start));
    for function in all.iter().filter(|function| !keys.contains(&function.key) && !is_put(function)) {
        let _ = writeln!(filled, "\n{}", function.alone(text));
    }
    Ok(filled)
}

/// The part of a type with its fields, whether it has any or not.
fn fields_of(item: &ItemStruct) -> Range<usize> {
    item.fields.span().byte_range()
}

/// What an item defines, but for a function, and for what a type is given by itself, where functions stand one by one.
fn definition(text: &str, item: &Item) -> Option<String> {
    let (kind, name, attributes) = match item {
        Item::Const(item) => ("const", item.ident.to_string(), &item.attrs),
        Item::Static(item) => ("static", item.ident.to_string(), &item.attrs),
        Item::Struct(item) => ("struct", item.ident.to_string(), &item.attrs),
        Item::Enum(item) => ("enum", item.ident.to_string(), &item.attrs),
        Item::Type(item) => ("type", item.ident.to_string(), &item.attrs),
        Item::Trait(item) => ("trait", item.ident.to_string(), &item.attrs),
        Item::Mod(item) => ("mod", item.ident.to_string(), &item.attrs),
        Item::Impl(item) if item.trait_.is_some() => ("", header(text, item), &item.attrs),
        _ => return None,
    };
    Some(format!("{}{kind} {name}", conditions(text, attributes)))
}

/// On which systems something is there: `#[cfg(unix)]`.
fn conditions(text: &str, attributes: &[Attribute]) -> String {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    conditions.map(|attribute| &text[attribute.span().byte_range()]).collect()
}

fn parsed(file: &str, text: &str) -> Result<File, StubError> {
    syn::parse_file(text).map_err(|error| StubError {
        file: file.to_owned(),
        line: error.span().start().line,
        problem: format!("cannot be read: {error}"),
    })
}

/// The types of which the compiler itself makes or reads a value, so that their fields have to be what they are.
fn types_of_constants(text: &str, items: &[Item]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for item in items {
        match item {
            Item::Const(ItemConst { expr, ty, .. }) => {
                found.extend(
                    [expr.span(), ty.span()].iter().flat_map(|span| parts(&text[span.byte_range()])).map(str::to_owned),
                );
            }
            Item::Static(item) => found.extend(parts(&text[item.span().byte_range()]).map(str::to_owned)),
            Item::Impl(item) => {
                let is_run = |member: &ImplItem| match member {
                    ImplItem::Const(_) => true,
                    ImplItem::Fn(function) => function.sig.constness.is_some(),
                    _ => false,
                };
                found.extend(item.items.iter().any(is_run).then(|| name_of(&item.self_ty)));
            }
            Item::Fn(item) if item.sig.constness.is_some() => {
                found.extend(parts(&text[item.span().byte_range()]).map(str::to_owned));
            }
            _ => (),
        }
    }
    found
}

struct Cutter<'a> {
    file: &'a str,
    text: &'a str,
    keeps_helpers: bool,
    /// The types whose fields stay.
    built: BTreeSet<String>,
    pieces: Vec<Piece<'a>>,
}

impl Cutter<'_> {
    fn items(&mut self, items: &[Item]) -> Result<(), StubError> {
        for item in items {
            match item {
                Item::Fn(item) if item.sig.ident != "main" => {
                    let name = item.sig.ident.to_string();
                    let edits = self.stub(&name, &item.sig, &item.block)?;
                    self.piece(&item.attrs, item.span(), self.needs(&item.vis, &name), Some(name), edits);
                }
                Item::Impl(item) => self.implementation(item)?,
                Item::Trait(item) => {
                    let name = item.ident.to_string();
                    let mut edits = Vec::new();
                    for member in &item.items {
                        if let TraitItem::Fn(member) = member
                            && let Some(body) = &member.default
                        {
                            edits.extend(self.stub(&format!("{name}::{}", member.sig.ident), &member.sig, body)?);
                        }
                    }
                    self.piece(&item.attrs, item.span(), self.needs(&item.vis, &name), Some(name), edits);
                }
                Item::Struct(item) => {
                    let edits = self.without_fields(item);
                    let name = item.ident.to_string();
                    self.piece(&item.attrs, item.span(), self.needs(&item.vis, &name), Some(name), edits);
                }
                Item::Mod(item) if item.content.is_some() => {
                    self.definition(&item.vis, item.ident.to_string(), &item.attrs, item.span());
                }
                Item::Enum(item) => self.definition(&item.vis, item.ident.to_string(), &item.attrs, item.span()),
                Item::Type(item) => self.definition(&item.vis, item.ident.to_string(), &item.attrs, item.span()),
                Item::Static(item) => self.definition(&item.vis, item.ident.to_string(), &item.attrs, item.span()),
                // A number with its reason is something to know, not something to write.
                Item::Const(item) if !is_documented(&item.attrs) || self.is_long(item.expr.span()) => {
                    self.definition(&item.vis, item.ident.to_string(), &item.attrs, item.span());
                }
                _ => (),
            }
        }
        Ok(())
    }

    /// A type without the fields that nobody sees from outside; what it is generic over is held by one of no size.
    fn without_fields(&self, item: &ItemStruct) -> Vec<Edit> {
        let is_seen = |field: &Field| matches!(field.vis, Visibility::Public(_));
        let is_built = self.built.contains(&item.ident.to_string());
        if self.keeps_helpers || is_built || item.fields.is_empty() || item.fields.iter().any(is_seen) {
            return Vec::new();
        }
        let held: Vec<String> = item
            .generics
            .params
            .iter()
            .filter_map(|parameter| match parameter {
                GenericParam::Lifetime(of) => Some(format!("&{} ()", &self.text[of.lifetime.span().byte_range()])),
                GenericParam::Type(of) => Some(of.ident.to_string()),
                GenericParam::Const(_) => None,
            })
            .collect();
        let held =
            if held.is_empty() { String::new() } else { format!("std::marker::PhantomData<({},)>", held.join(", ")) };
        let fields = match &item.fields {
            Fields::Named(_) if held.is_empty() => format!("{{\n    {FIELDS}\n}}"),
            Fields::Named(_) => format!("{{\n    {FIELDS}\n    holds: {held},\n}}"),
            _ => format!("({held})"),
        };
        vec![(item.fields.span().byte_range(), fields)]
    }

    fn is_long(&self, span: Span) -> bool {
        self.text[span.byte_range()].contains('\n')
    }

    fn definition(&mut self, visibility: &Visibility, name: String, attributes: &[Attribute], span: Span) {
        self.piece(attributes, span, self.needs(visibility, &name), Some(name), Vec::new());
    }

    fn implementation(&mut self, item: &ItemImpl) -> Result<(), StubError> {
        let of = name_of(&item.self_ty);
        let last = |(path, _): &(syn::Path, _)| path.segments.last().map(|segment| segment.ident.to_string());
        let of_trait = item.trait_.as_ref().and_then(last);
        let (mut edits, mut within) = (Vec::new(), Vec::new());
        for member in item.items.iter().filter_map(function_of) {
            let name = member.sig.ident.to_string();
            let said = match of_trait.as_deref() {
                // What ends a value must not panic while a panic ends the program.
                Some("Drop") => {
                    edits.push((member.block.span().byte_range(), self.block("// Nothing yet.", &member.block)));
                    continue;
                }
                Some(of_trait) => format!("{of_trait} for {of}: {name}"),
                None => format!("{of}::{name}"),
            };
            let stub = self.stub(&said, &member.sig, &member.block)?;
            let needs =
                if of_trait.is_some() { None } else { self.needs(&member.vis, &name).map(|name| called(&name)) };
            if needs.is_none() {
                edits.extend(stub);
            } else {
                within.push(self.piece(&member.attrs, member.span(), needs, None, stub));
            }
        }
        // Without its type there is nothing to implement.
        let needs = if self.keeps_helpers { None } else { Some(of) };
        let is_frame = !within.is_empty() && within.len() == item.items.len();
        self.piece(&item.attrs, item.span(), needs, None, edits);
        if let Some(frame) = self.pieces.last_mut() {
            (frame.within, frame.is_frame) = (within, is_frame);
        }
        Ok(())
    }

    /// What has to be named for something of this name to stay.
    fn needs(&self, visibility: &Visibility, name: &str) -> Option<String> {
        let stays = matches!(visibility, Visibility::Public(_)) || self.keeps_helpers;
        (!stays).then(|| name.to_owned())
    }

    /// Adds a piece, and says which lines are its.
    fn piece(
        &mut self,
        attributes: &[Attribute],
        span: Span,
        needs: Option<String>,
        name: Option<String>,
        edits: Vec<Edit>,
    ) -> Range<usize> {
        let whole = self.lines(attributes, span);
        let (file, within, is_frame) = (self.file, Vec::new(), false);
        self.pieces.push(Piece { file, whole: whole.clone(), needs, name, edits, within, is_frame });
        whole
    }

    /// What is put for a body; nothing where the compiler itself may run it.
    fn stub(&self, name: &str, signature: &Signature, body: &Block) -> Result<Vec<Edit>, StubError> {
        if signature.constness.is_some() {
            return Ok(Vec::new());
        }
        let todo = format!("todo!(\"{name}\")");
        let code = match &signature.output {
            ReturnType::Type(_, output) if has_impl(output) => {
                let value = value_of(output).ok_or_else(|| StubError {
                    file: self.file.to_owned(),
                    line: signature.span().start().line,
                    problem: format!("no value is known that `{name}` could return"),
                })?;
                format!("{todo};\n// Only so that the compiler knows a type; it is not reached.\n{value}")
            }
            _ => todo,
        };
        Ok(vec![(body.span().byte_range(), self.block(&code, body))])
    }

    /// A block with this code, indented as the one it comes instead of.
    fn block(&self, code: &str, instead_of: &Block) -> String {
        let (start, end) = (
            instead_of.brace_token.span.open().byte_range().start,
            instead_of.brace_token.span.close().byte_range().end,
        );
        // A block in one line says nothing of its own indentation; the line that it stands in does.
        let line = if self.text[start..end].contains('\n') { end } else { start };
        let before = self.text[..line].rfind('\n').map_or(0, |at| at + 1);
        let indent: String = self.text[before..].chars().take_while(|c| *c == ' ').collect();
        let lines = code.lines().fold(String::new(), |lines, line| lines + &indent + "    " + line + "\n");
        format!("{{\n{lines}{indent}}}")
    }

    /// The lines of an item, the comment above it among them, and the empty line that parts it from what comes before.
    fn lines(&self, attributes: &[Attribute], span: Span) -> Range<usize> {
        let range = span.byte_range();
        let starts = attributes.iter().map(|attribute| attribute.span().byte_range().start);
        let first = starts.fold(range.start, usize::min);
        let mut start = self.text[..first].rfind('\n').map_or(0, |at| at + 1);
        while let Some(above) = self.text[..start].strip_suffix('\n') {
            let line = above.rfind('\n').map_or(0, |at| at + 1);
            let words = above[line..].trim();
            if !words.starts_with("//") || words.starts_with("//!") {
                break;
            }
            start = line;
        }
        start -= usize::from(self.text[..start].ends_with("\n\n"));
        let end = self.text[range.end..].find('\n').map_or(self.text.len(), |at| range.end + at + 1);
        start..end
    }
}

fn is_documented(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("doc"))
}

fn function_of(item: &ImplItem) -> Option<&ImplItemFn> {
    match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    }
}

/// The name of a type, without what it is generic over.
fn name_of(of: &Type) -> String {
    match of {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default(),
        Type::Reference(reference) => name_of(&reference.elem),
        _ => "Self".to_owned(),
    }
}

fn has_impl(of: &Type) -> bool {
    match of {
        Type::ImplTrait(_) => true,
        Type::Tuple(tuple) => tuple.elems.iter().any(has_impl),
        Type::Path(path) => first_argument(path).is_some_and(|(_, of)| has_impl(of)),
        _ => false,
    }
}

/// The name of a type with arguments, and the first of these that is a type.
fn first_argument(path: &syn::TypePath) -> Option<(String, &Type)> {
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let first = arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(of) => Some(of),
        _ => None,
    })?;
    Some((last.ident.to_string(), first))
}

/// A value of a type with an `impl Trait` in it.
fn value_of(of: &Type) -> Option<String> {
    match of {
        Type::ImplTrait(of) => of.bounds.iter().find_map(|bound| match bound {
            TypeParamBound::Trait(bound) => value_of_trait(&bound.path.segments.last()?.ident.to_string()),
            _ => None,
        }),
        Type::Tuple(tuple) => {
            let part = |of| if has_impl(of) { value_of(of) } else { Some("todo!()".to_owned()) };
            Some(format!("({})", tuple.elems.iter().map(part).collect::<Option<Vec<_>>>()?.join(", ")))
        }
        Type::Path(path) => match first_argument(path)? {
            (name, first) if name == "Result" => Some(format!("Ok({})", value_of(first)?)),
            (name, first) if name == "Option" => Some(format!("Some({})", value_of(first)?)),
            _ => None,
        },
        _ => None,
    }
}

fn value_of_trait(name: &str) -> Option<String> {
    let value = match name {
        "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" => "std::iter::empty()",
        "Read" | "BufRead" => "std::io::empty()",
        "Write" => "std::io::sink()",
        "Display" => "\"\"",
        _ => return None,
    };
    Some(value.to_owned())
}

/// What stands around a function, its name, and the systems that it is for.
type Key = (String, String, String);

/// A function with a body, in a text.
struct Function {
    key: Key,
    whole: Range<usize>,
    body: Range<usize>,
}

impl Function {
    /// The function as an item that may stand anywhere in the file.
    fn alone(&self, text: &str) -> String {
        let whole = &text[self.whole.clone()];
        if self.key.0.is_empty() { whole.to_owned() } else { format!("{} {{\n{whole}\n}}", self.key.0) }
    }
}

/// `impl<T> Stack<T>`
fn header(text: &str, item: &ItemImpl) -> String {
    let header = &text[item.span().byte_range().start..item.brace_token.span.open().byte_range().start];
    let lines = header.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// All functions with a body, each with what stands around it.
fn functions(text: &str, items: &[Item]) -> Vec<Function> {
    let function = |around: &str, attributes: &[Attribute], signature: &Signature, whole: Span, body: &Block| {
        let key = (around.to_owned(), signature.ident.to_string(), conditions(text, attributes));
        Function { key, whole: whole.byte_range(), body: body.span().byte_range() }
    };
    let mut found = Vec::new();
    for item in items {
        match item {
            Item::Fn(item) => found.push(function("", &item.attrs, &item.sig, item.span(), &item.block)),
            Item::Impl(item) => {
                let header = header(text, item);
                for member in item.items.iter().filter_map(function_of) {
                    found.push(function(&header, &member.attrs, &member.sig, member.span(), &member.block));
                }
            }
            Item::Trait(item) => {
                for member in &item.items {
                    if let TraitItem::Fn(member) = member
                        && let Some(body) = &member.default
                    {
                        let header = format!("trait {}", item.ident);
                        found.push(function(&header, &member.attrs, &member.sig, member.span(), body));
                    }
                }
            }
            _ => (),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[(&str, &str)]) -> Texts {
        texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn stub_of(text: &str) -> String {
        let layer = texts(&[("src/lib.rs", text)]);
        stubbed(&layer, &[], &[]).unwrap().remove("src/lib.rs").unwrap_or_else(|| text.to_owned())
    }

    const STACK: &str = "\
/// A stack.
pub struct Stack {
    items: Vec<Plate>,
}

/// What lies in it.
struct Plate(u8);

/// Only the bodies know it.
struct Secret;

impl Secret {
    fn tell(&self) {}
}

impl Stack {
    /// Puts one on top.
    pub fn push(&mut self, item: u8) {
        self.check();
        self.items.push(Plate(item));
    }

    // It cannot be full.
    fn check(&self) {
        helper()
    }

    /// From the top.
    pub fn iter(&self) -> impl Iterator<Item = u8> {
        self.items.iter().rev().map(|item| item.0)
    }
}

impl Drop for Stack {
    fn drop(&mut self) { helper() }
}

/// Helps.
fn helper() {
    Secret.tell();
}
";

    #[test]
    fn bodies_become_todos_and_what_only_they_name_goes() {
        let stub = stub_of(STACK);
        let expected = "\
/// A stack.
pub struct Stack {
    // What it keeps is yours to choose.
}

impl Stack {
    /// Puts one on top.
    pub fn push(&mut self, item: u8) {
        todo!(\"Stack::push\")
    }

    /// From the top.
    pub fn iter(&self) -> impl Iterator<Item = u8> {
        todo!(\"Stack::iter\");
        // Only so that the compiler knows a type; it is not reached.
        std::iter::empty()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // Nothing yet.
    }
}
";
        assert_eq!(stub, expected);
    }

    #[test]
    fn what_was_taken_out_can_be_put_in_again() {
        let filled = filled("src/lib.rs", &stub_of(STACK), STACK).unwrap();
        for part in ["self.items.push(Plate(item));", "struct Secret;", "fn tell(&self) {}", "fn check(&self)"] {
            assert_eq!(filled.matches(part).count(), 1, "{part}\n{filled}");
        }
        assert!(!filled.contains("todo!"), "{filled}");
        assert!(syn::parse_file(&filled).is_ok(), "{filled}");
    }

    #[test]
    fn imports_lose_what_is_gone_and_come_back() {
        let text = "use crate::b::{help, Kept};\nuse std::fmt;\n\npub fn f(_: Kept) { help() }\n";
        let layer = texts(&[("src/a.rs", text), ("src/b.rs", "pub(crate) fn help() {}\n\npub(crate) struct Kept;\n")]);
        let stubbed = stubbed(&layer, &[], &[]).unwrap();
        assert!(stubbed["src/a.rs"].starts_with("use crate::b::Kept;\nuse std::fmt;\n"), "{}", stubbed["src/a.rs"]);
        assert_eq!(stubbed["src/b.rs"], "\npub(crate) struct Kept;\n");
        let filled = filled("src/a.rs", &stubbed["src/a.rs"], text).unwrap();
        assert!(filled.contains("use crate::b::{help, Kept};") && !filled.contains("use crate::b::Kept;"), "{filled}");
    }

    #[test]
    fn what_others_name_and_what_constants_need_stays() {
        let text = "pub const A: u8 = one();\nconst fn one() -> u8 { 1 }\npub(crate) fn b() -> u8 { 2 }\nfn c() {}\n";
        let layer = texts(&[("src/lib.rs", text)]);
        let stub = stubbed(&layer, &["fn given() { crate::b() }"], &[]).unwrap().remove("src/lib.rs").unwrap();
        assert!(stub.contains("const fn one() -> u8 { 1 }") && stub.contains("todo!(\"b\")"), "{stub}");
        assert!(!stub.contains("fn c()"), "{stub}");
    }

    #[test]
    fn a_program_keeps_its_functions_and_its_main() {
        let layer = texts(&[("src/server.rs", "fn main() { run() }\n\nfn run() { serve() }\n")]);
        let stub = stubbed(&layer, &[], &["src/server.rs".to_owned()]).unwrap().remove("src/server.rs").unwrap();
        assert_eq!(stub, "fn main() { run() }\n\nfn run() {\n    todo!(\"run\")\n}\n");
    }

    #[test]
    fn a_value_that_is_not_known_is_an_error_with_its_line() {
        let layer = texts(&[("src/lib.rs", "\npub fn f() -> impl Strange { 1 }\n")]);
        assert_eq!(
            stubbed(&layer, &[], &[]).unwrap_err().to_string(),
            "src/lib.rs:2: no value is known that `f` could return"
        );
    }
}
