//! The proof of the stack: the references, put into rooms at the build depth, stand on one another, and one that is wrong
//! does not.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::Result;
use crate::files;
use crate::learn::stack::layers::{self, Layer, Work};
use crate::learn::stack::workspace::Workspace;
use crate::output::show;
use crate::prove::variants::{self, Expected};
use crate::rooms::depth::{self, Depth};

/// Where the workspace of the proof lies.
const FOLDER: &str = "target/proof/stack";

/// The layer that is wrong once, by the number of its lesson, and what is wrong with it.
const WRONG: (&str, &str) = ("10", "takes-a-length-of-zero-beside-chunked");

/// Proves the stack, prints a line for each check, and says how many passed and failed. What holds lies there afterwards.
pub fn prove(root: &Path) -> Result<(usize, usize)> {
    let mut layers = layers::layers(root)?;
    for layer in &mut layers {
        layer.work = if layer.is_base { solved(layer)? } else { Work::None };
    }
    let checks = [wrong(root, &mut layers)?, good(root, &layers)?];
    for (label, is_good, found) in &checks {
        show(&format!("{} stack {label}  {found}\n", if *is_good { "ok  " } else { "FAIL" }))?;
    }
    let passed = checks.iter().filter(|(_, is_good, _)| *is_good).count();
    Ok((passed, checks.len() - passed))
}

/// What was checked, whether it is as it should be, and what was found.
type Check = (String, bool, String);

fn good(root: &Path, layers: &[Layer]) -> Result<Check> {
    let workspace = Workspace::open(root, &root.join(FOLDER), layers)?;
    let all: Vec<String> = numbers(layers).into_iter().collect();
    let obstacle = workspace.obstacle(&numbers(layers), &all)?.map(|obstacle| obstacle.why);
    let written: usize = bases(layers).map(Layer::written).sum();
    let lines: usize = bases(layers).map(|layer| layer.lines(true)).sum();
    let good = format!("{} layers hold, {written} of {lines} lines written", numbers(layers).len());
    Ok(("build/filled".to_owned(), obstacle.is_none(), obstacle.unwrap_or(good)))
}

/// Puts a wrong solution in the place of a layer, and back.
fn wrong(root: &Path, layers: &mut [Layer]) -> Result<Check> {
    let (number, fault) = WRONG;
    let label = format!("wrong/{number}-{fault}");
    let Some(at) = layers.iter().position(|layer| layer.lesson.number == number) else {
        return Ok((label, false, format!("there is no layer {number}")));
    };
    let variant = variants::of_bank(&layers[at].lesson, &layers[at].step, "wrong", &format!("{fault}.rs"));
    let wrong = Work::Sources { files: variant.sources?, starter: files::Tree::new(), depth: Depth::Guided };
    let right = std::mem::replace(&mut layers[at].work, wrong);
    let anew = [number.to_owned()];
    let obstacle = Workspace::open(root, &root.join(FOLDER), layers)?.obstacle(&numbers(layers), &anew)?;
    layers[at].work = right;
    let Expected::Exactly(fails) = variant.expected else {
        return Ok((label, false, "the solution does not say which tests it fails".to_owned()));
    };
    let is_refused = obstacle.as_ref().is_some_and(|obstacle| {
        let names_it = |test: &String| obstacle.why.starts_with(&format!("yours fails {test}"));
        obstacle.number == number && fails.iter().any(names_it)
    });
    Ok((label, is_refused, obstacle.map_or_else(|| "was taken all the same".to_owned(), |obstacle| obstacle.why)))
}

fn numbers(layers: &[Layer]) -> BTreeSet<String> {
    bases(layers).map(|layer| layer.lesson.number.clone()).collect()
}

fn bases(layers: &[Layer]) -> impl Iterator<Item = &Layer> {
    layers.iter().filter(|layer| layer.is_base)
}

/// A room at the build depth with everything written.
fn solved(layer: &Layer) -> Result<Work> {
    let (lesson, step, exercise) = (&layer.lesson, &layer.step, &layer.exercise);
    let starter = Depth::Build.sources(lesson, step, exercise)?;
    Ok(Work::Sources { files: depth::built(lesson, step, exercise)?, starter, depth: Depth::Build })
}
