//! Proves that the book holds together: every include, anchor, link and figure resolves, no listing is typed by hand,
//! and every lesson chapter has its sections and its length. mdBook itself ends with status 0 on a missing include.
//!
//! Every rule is a function from the texts of the repository to the problems found in them. The rules run over the real
//! book first, then, in `wrong_books`, over small wrong books that they must find fault with.

mod includes;
mod markdown;
mod programs;
mod repo;
mod rules;
mod wrong_books;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use repo::{Problem, Repo, SUMMARY};

#[test]
fn every_include_resolves() {
    holds(rules::check_includes);
}

#[test]
fn every_chapter_can_be_read_in_the_terminal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for lesson in fs::read_dir(root.join("lessons")).expect("lessons/ can be read").flatten() {
        let number = lesson.file_name().into_string().expect("text")[..2].to_owned();
        for options in [&[][..], &["--answers"]] {
            let mut course = Command::new(env!("CARGO_BIN_EXE_course"));
            course.args(["read", &number]).args(options).current_dir(&root);
            course.assert().success().stdout(contains("\n\n").and(contains("{{#include").not()));
        }
    }
}

#[test]
fn every_link_and_image_resolves() {
    holds(rules::check_links);
}

#[test]
fn no_guide_links_to_a_page_that_shows_only_in_the_terminal() {
    holds(rules::check_links_to_pages);
}

#[test]
fn every_figure_is_an_svg_with_a_title() {
    holds(rules::check_figures);
}

#[test]
fn every_chapter_is_in_the_summary() {
    holds(rules::check_summary);
}

#[test]
fn every_old_address_leads_to_a_page() {
    holds(rules::check_redirects);
}

#[test]
fn every_lesson_has_its_four_rooms() {
    holds(rules::check_rooms);
}

#[test]
fn no_listing_and_no_transcript_is_typed_by_hand() {
    holds(rules::check_listings);
}

#[test]
fn every_lesson_chapter_has_its_sections_in_order() {
    holds(rules::check_sections);
}

#[test]
fn every_lesson_chapter_says_the_invariant_of_its_number() {
    holds(rules::check_invariants);
}

#[test]
fn every_lesson_chapter_has_the_length_of_one_sitting() {
    holds(rules::check_length);
}

#[test]
fn every_transcript_stands_in_a_chapter() {
    holds(rules::check_transcripts_used);
}

#[test]
fn every_transcript_in_the_readme_is_from_a_transcript_file() {
    holds(rules::check_readme_transcripts);
}

#[test]
fn every_lesson_readme_is_short() {
    holds(rules::check_lesson_readmes);
}

#[test]
fn every_failure_message_points_at_a_heading_of_the_chapter() {
    holds(rules::check_book_fields);
}

#[test]
fn every_command_names_a_package_and_a_program_that_exist() {
    holds(rules::check_commands);
}

/// Fails with everything that `rule` finds in this repository.
#[track_caller]
fn holds(rule: fn(&Repo) -> Vec<Problem>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let repo = Repo::read(&root).unwrap_or_else(|error| panic!("cannot read {}: {error}", root.display()));
    assert!(repo.text(SUMMARY).is_some(), "{SUMMARY} is missing: this is not the repository of the course");
    let problems = rule(&repo);
    let list: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
    assert!(problems.is_empty(), "{} to mend:\n{}", problems.len(), list.join("\n"));
}
