//! The attribute of a graded test. An attribute has to be a package of its own; what it does stands in `harness::graded`.
//!
//! It is written without the usual libraries for the syntax of Rust: of a function, it needs to know no more than the
//! name and the attributes.

use proc_macro::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// Makes a function without arguments that returns a `harness::Verdict` a graded test: `harness::main!` finds it.
///
/// It takes the place of the `#[test]` that Rust has, under the same name. `#[ignore]` and `#[cfg(…)]` below it mean what
/// they mean there.
#[proc_macro_attribute]
pub fn test(arguments: TokenStream, function: TokenStream) -> TokenStream {
    let test = match Test::read(function) {
        Ok(test) if arguments.is_empty() => test,
        Ok(_) => return refused("`#[test]` takes no arguments"),
        Err(problem) => return refused(problem),
    };
    test.registered()
}

/// A function that is a test.
struct Test {
    /// The function, without what only concerns tests.
    function: TokenStream,
    name: Ident,
    /// `[cfg(…)]`, each with its `#` in front.
    conditions: TokenStream,
    is_ignored: bool,
}

impl Test {
    fn read(function: TokenStream) -> Result<Self, &'static str> {
        let mut tokens = function.into_iter().peekable();
        let (mut kept, mut conditions, mut is_ignored) = (Vec::new(), TokenStream::new(), false);
        let mut name = None;
        while let Some(token) = tokens.next() {
            if is_punct(&token, '#')
                && let Some(TokenTree::Group(attribute)) = tokens.peek().cloned()
            {
                tokens.next();
                match first_word(&attribute).as_str() {
                    "ignore" => is_ignored = true,
                    "should_panic" => return Err("a graded test returns a verdict and does not panic"),
                    word => {
                        let attribute = [token, TokenTree::Group(attribute)];
                        if word == "cfg" {
                            conditions.extend(attribute.clone());
                        }
                        kept.extend(attribute);
                    }
                }
                continue;
            }
            if let (TokenTree::Ident(word), Some(TokenTree::Ident(next)), None) = (&token, tokens.peek(), &name)
                && word.to_string() == "fn"
            {
                name = Some(next.clone());
            }
            kept.push(token);
        }
        let name = name.ok_or("`#[test]` stands on a function")?;
        Ok(Self { function: kept.into_iter().collect(), name, conditions, is_ignored })
    }

    /// The function, and beside it what registers it.
    fn registered(self) -> TokenStream {
        let mut tokens = self.function;
        tokens.extend(self.conditions);
        tokens.extend(code("::harness::register!"));
        let mut arguments = TokenStream::from(TokenTree::Ident(self.name));
        arguments.extend(code(&format!(", {}", self.is_ignored)));
        tokens.extend([TokenTree::Group(Group::new(Delimiter::Parenthesis, arguments))]);
        tokens.extend(code(";"));
        tokens
    }
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

/// `cfg`, of `[cfg(unix)]`.
fn first_word(attribute: &Group) -> String {
    attribute.stream().into_iter().next().map(|token| token.to_string()).unwrap_or_default()
}

/// A compiler error in the place of the function.
fn refused(problem: &str) -> TokenStream {
    code(&format!("::core::compile_error!({problem:?});"))
}

/// Code that is known to be code.
fn code(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}
