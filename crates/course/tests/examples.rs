//! The examples in the documentation hold.
//!
//! `cargo test` can try them itself, but only after every other test, so that its last lines would be about examples. The
//! libraries of the default members therefore have `doctest = false`, and their examples are tried here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The packages of `crates/` that have a library with examples: folder and name.
fn libraries() -> Vec<(PathBuf, String)> {
    let folders = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let mut libraries: Vec<(PathBuf, String)> = folders
        .filter(|folder| folder.join("src/lib.rs").is_file() && has_example(&folder.join("src")))
        .map(|folder| {
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
            let name = manifest.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).unwrap();
            (folder, name.to_owned())
        })
        .collect();
    libraries.sort();
    libraries
}

fn has_example(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        let is_example = |line: &str| line.trim_start().starts_with("//") && line.contains("```");
        if path.is_dir() {
            has_example(&path)
        } else {
            fs::read_to_string(&path).is_ok_and(|text| text.lines().any(is_example))
        }
    })
}

/// Builds libraries, and returns the files of all that they use by the names of the crates; a name that two have is out.
fn build(names: &[String]) -> BTreeMap<String, PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--lib", "--message-format=json"]).current_dir(root());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PKG_")) {
        cargo.env_remove(name);
    }
    let output = cargo.args(names.iter().flat_map(|name| ["--package", name])).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let message: Value = serde_json::from_str(line).unwrap_or_default();
        let files = message["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let name = message["target"]["name"].as_str().unwrap_or_default().replace('-', "_");
        // A procedural macro is one that the compiler loads.
        let is_library = |file: &PathBuf| {
            file.extension().is_some_and(|found| found == "rlib" || found == std::env::consts::DLL_EXTENSION)
        };
        let libraries = files.map(PathBuf::from).filter(is_library);
        found.entry(name).or_default().extend(libraries);
    }
    found
        .into_iter()
        .filter_map(|(name, files)| {
            Some((name, <[PathBuf; 1]>::try_from(files).ok()?)).map(|(name, [file])| (name, file))
        })
        .collect()
}

/// Tries the examples of a library and says how many there are.
fn try_examples(folder: &Path, name: &str, libraries: &BTreeMap<String, PathBuf>) -> Result<usize, String> {
    let name = name.replace('-', "_");
    let mut rustdoc =
        Command::new(Path::new(env!("CARGO")).with_file_name(format!("rustdoc{}", std::env::consts::EXE_SUFFIX)));
    rustdoc.args(["--test", "--edition", "2024", "--crate-name", &name, "src/lib.rs"]).current_dir(folder);
    for (name, file) in libraries {
        rustdoc.arg("--extern").arg(format!("{name}={}", file.display()));
    }
    let own = libraries.get(&name).and_then(|file| file.parent()).ok_or_else(|| format!("{name} was not built"))?;
    for folder in [own.to_owned(), own.join("deps")] {
        rustdoc.arg("-L").arg(format!("dependency={}", folder.display()));
    }
    let output = rustdoc.output().map_err(|error| format!("rustdoc: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(format!("{name}: {said}{}", String::from_utf8_lossy(&output.stderr)));
    }
    let counts = said
        .lines()
        .filter_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next()?.parse::<usize>().ok());
    Ok(counts.sum())
}

#[test]
fn every_example_in_the_documentation_holds() {
    let packages = libraries();
    let names: Vec<String> = packages.iter().map(|(_, name)| name.clone()).collect();
    let built = build(&names);
    let results: Vec<Result<usize, String>> = thread::scope(|scope| {
        let tries = packages.iter().map(|(folder, name)| scope.spawn(|| try_examples(folder, name, &built)));
        tries.collect::<Vec<_>>().into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut count = 0;
    for result in results {
        count += result.unwrap_or_else(|said| panic!("{said}"));
    }
    assert!(count >= 15, "{count} examples in {names:?}");
}

#[test]
fn no_library_has_its_examples_tried_after_the_last_test() {
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let default = workspace.lines().find(|line| line.starts_with("default-members")).unwrap();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap();
        let is_default =
            name.starts_with(|c: char| c.is_ascii_digit()) || default.contains(&format!("\"crates/{name}\""));
        if is_default && folder.join("src/lib.rs").is_file() {
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
            let (_, library) = manifest.split_once("[lib]\n").unwrap_or_default();
            let library = library.split("\n[").next().unwrap_or_default();
            assert!(
                library.lines().any(|line| line == "doctest = false"),
                "crates/{name}/Cargo.toml: [lib] wants doctest = false"
            );
        }
    }
}
