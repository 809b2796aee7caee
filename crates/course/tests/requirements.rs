//! Proves that every requirement of RFC 9110 and RFC 9112 has a test or a reason, and that the book's table says so.

use assert_cmd::Command;

#[test]
fn every_requirement_has_a_test_or_a_reason() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    Command::new(env!("CARGO_BIN_EXE_course")).args(["requirements", "--check"]).current_dir(root).assert().success();
}
