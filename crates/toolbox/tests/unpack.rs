//! Archives that are meant well and archives that are not: nothing leaves its folder, and nothing takes long.

mod common;

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::assert::Assert;
use flate2::write::GzEncoder;
use predicates::str::contains;
use tar::{Builder, EntryType, Header};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use common::{folder, toolbox};

const SOURCE: &str = "lessons/01-one-way/src/server.rs";

fn unpack(from: &Path) -> (Assert, PathBuf) {
    let into = from.with_file_name("into");
    (toolbox().arg("unpack").arg(from).arg(&into).assert(), into)
}

/// A zip file with these entries.
fn zip(name: &str, entries: &[(&str, &[u8])]) -> PathBuf {
    let path = folder(name).join("ann.zip");
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap();
    path
}

/// A tar file with these entries, whatever their names are.
fn tarball(name: &str, entries: &[(&str, EntryType, &[u8])]) -> PathBuf {
    let path = folder(name).join("ann.tar.gz");
    let mut tar = Builder::new(GzEncoder::new(File::create(&path).unwrap(), flate2::Compression::fast()));
    for (name, kind, content) in entries {
        let mut header = Header::new_gnu();
        // The library writes no name that leads out of the folder.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_mode(0o644);
        if *kind == EntryType::Symlink || *kind == EntryType::Link {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_size(content.len() as u64);
        header.set_cksum();
        tar.append(&header, *content).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap();
    path
}

/// Everything that lies in and below a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn archives_of_every_kind_are_unpacked_whatever_they_are_called() {
    let entries: [(&str, &[u8]); 3] =
        [(SOURCE, b"fn main() {}\n"), ("target/debug/x", b"built"), (".git/config", b"[core]")];
    let zip = zip("kinds-zip", &entries);
    let entries = entries.map(|(name, content)| (name, EntryType::Regular, content));
    let gzip = tarball("kinds-gzip", &entries);
    let tar = folder("kinds-tar").join("ann.rar");
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(File::open(&gzip).unwrap()).read_to_end(&mut plain).unwrap();
    fs::write(&tar, plain).unwrap();
    for path in [zip, gzip, tar] {
        let (unpacked, into) = unpack(&path);
        unpacked.success().stdout("");
        assert_eq!(files(&into), [SOURCE], "{}", path.display());
        assert_eq!(fs::read_to_string(into.join(SOURCE)).unwrap(), "fn main() {}\n");
    }
}

#[test]
fn a_name_that_leads_elsewhere_costs_the_archive() {
    for (number, name) in
        ["../evil.rs", "/tmp/evil.rs", "a/../../evil.rs", "..\\evil.rs", "C:\\evil.rs"].iter().enumerate()
    {
        let path = zip(&format!("leads-zip-{number}"), &[(SOURCE, b"x"), (name, b"x")]);
        let (unpacked, _) = unpack(&path);
        unpacked.failure().code(2).stderr(contains("would lie outside the folder"));
        let path = tarball(&format!("leads-tar-{number}"), &[(name, EntryType::Regular, b"x")]);
        let (unpacked, into) = unpack(&path);
        unpacked.failure().code(2).stderr(contains("would lie outside the folder"));
        assert!(!into.parent().unwrap().join("evil.rs").exists() && files(&into).is_empty());
    }
}

#[test]
fn what_is_no_file_is_left_out_and_named() {
    let path = tarball(
        "links",
        &[
            ("lessons/01-one-way/src/link.rs", EntryType::Symlink, b""),
            ("lessons/01-one-way/src/hard.rs", EntryType::Link, b""),
            ("lessons/01-one-way/src/zero.rs", EntryType::Char, b""),
            ("lessons/01-one-way/src/pipe.rs", EntryType::Fifo, b""),
            (SOURCE, EntryType::Regular, b"x"),
        ],
    );
    let (unpacked, into) = unpack(&path);
    let said = unpacked.success().stdout(contains("src/link.rs does not count: it is no file but a link\n"));
    said.stdout(contains("src/pipe.rs does not count: it is no file but a device or something else\n"));
    assert_eq!(files(&into), [SOURCE]);

    let path = folder("links-zip").join("ann.zip");
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    zip.add_symlink("lessons/01-one-way/src", "/etc", SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    let (unpacked, into) = unpack(&path);
    unpacked.success().stdout(contains("src does not count: it is no file but a link or something else\n"));
    assert!(files(&into).is_empty());
}

#[test]
fn names_that_differ_only_by_letter_case_cost_the_archive() {
    let (unpacked, _) = unpack(&zip("case", &[("src/a.rs", b"1"), ("SRC/A.rs", b"2")]));
    unpacked.failure().code(2).stderr(contains("it holds `SRC` twice, or once more in other letter case"));
    let (unpacked, _) =
        unpack(&tarball("twice", &[(SOURCE, EntryType::Regular, b"1"), (SOURCE, EntryType::Regular, b"2")]));
    unpacked.failure().code(2).stderr(contains("twice"));
}

#[test]
fn an_encrypted_file_costs_the_archive() {
    let path = zip("encrypted", &[(SOURCE, b"fn main() {}")]);
    let mut bytes = fs::read(&path).unwrap();
    // The flag stands in the head of the file, and in the list at the end.
    for (signature, flag) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == signature).unwrap();
        bytes[at + flag] |= 1;
    }
    fs::write(&path, bytes).unwrap();
    let (unpacked, _) = unpack(&path);
    unpacked.failure().code(2).stderr(contains("server.rs is encrypted"));
}

#[test]
fn a_bomb_takes_no_more_of_the_disk_than_anything_else() {
    // The same few octets again and again, each of which becomes a thousand.
    let one = zip("bomb-one", &[("0.rs", &vec![0; 16 << 20])]);
    let path = folder("bomb-zip").join("ann.zip");
    let mut bomb = ZipWriter::new(File::create(&path).unwrap());
    for number in 0..64 {
        let mut one = ZipArchive::new(File::open(&one).unwrap()).unwrap();
        bomb.raw_copy_file_rename(one.by_index_raw(0).unwrap(), format!("src/{number}.rs")).unwrap();
    }
    bomb.finish().unwrap();
    assert!(fs::metadata(&path).unwrap().len() < 2 << 20);
    let (unpacked, into) = unpack(&path);
    unpacked.failure().code(2).stderr(contains("its files have more than 67108864 octets"));
    let octets: u64 = files(&into).iter().map(|name| fs::metadata(into.join(name)).unwrap().len()).sum();
    assert!(octets <= 64 << 20, "{octets}");
}

#[test]
fn many_files_cost_the_archive() {
    let names: Vec<String> = (0..5_001).map(|number| format!("src/{number}.rs")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let (unpacked, _) = unpack(&zip("many", &entries));
    unpacked.failure().code(2).stderr(contains("it holds more than 5000 files"));
}

/// In a tar file, what does not count has to be read to get past it.
#[test]
fn a_bomb_beside_the_sources_is_not_read_to_its_end() {
    const LONG: u64 = 64 << 30;
    let path = folder("bomb-tar").join("ann.tar.gz");
    let packed = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let mut header = Header::new_gnu();
    header.set_path("target/debug/x").unwrap();
    header.set_size(LONG);
    header.set_cksum();
    let mut file = File::create(&path).unwrap();
    file.write_all(&packed(header.as_bytes())).unwrap();
    let zeros = packed(&vec![0; 16 << 20]);
    for _ in 0..LONG >> 24 {
        file.write_all(&zeros).unwrap();
    }
    drop(file);
    let (unpacked, _) = unpack(&path);
    unpacked.failure().code(2).stderr(contains("unpacked it has more than 536870912 octets"));
}

#[test]
fn what_is_no_archive_or_a_broken_one_is_said_so() {
    for (number, (content, problem)) in [
        (&b"Rar!\x1a\x07"[..], "neither a zip, a tar nor a tar.gz"),
        (b"PK\x03\x04 and nothing more", "it is damaged"),
        (b"\x1f\x8b\x08\x00", "it is damaged"),
        (b"", "neither a zip"),
        (b"[{\"who\": \"mia\"}]", "taken with --grades FILE"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = folder(&format!("broken-{number}")).join("ann.zip");
        fs::write(&path, content).unwrap();
        let (unpacked, _) = unpack(&path);
        unpacked.failure().code(2).stderr(contains(problem));
    }
    let path = zip("cut", &[(SOURCE, &[b'x'; 5000])]);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 30]).unwrap();
    let (unpacked, _) = unpack(&path);
    unpacked.failure().code(2).stderr(contains("it is damaged"));
}

fn git(folder: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=ann", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main"]);
    let output = command.args(args).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn of_a_bare_repository_only_what_was_committed_is_taken() {
    let folder = folder("bare");
    let work = folder.join("work");
    fs::create_dir_all(work.join("lessons/01-one-way/src")).unwrap();
    fs::write(work.join(SOURCE), "fn main() {}\n").unwrap();
    // A filter is a program that the settings of the repository name.
    fs::write(work.join(".gitattributes"), "*.rs filter=evil\n").unwrap();
    git(&work, &["init", "-q"]);
    git(&work, &["add", "."]);
    git(&work, &["commit", "-qm", "work"]);
    git(&folder, &["clone", "-q", "--bare", "work", "ann.git"]);
    let ran = folder.join("ran");
    let settings = format!(
        "[filter \"evil\"]\n smudge = touch {0}\n required\n[core]\n fsmonitor = touch {0}\n hooksPath = /evil\n",
        ran.display()
    );
    let config = folder.join("ann.git/config");
    fs::write(&config, fs::read_to_string(&config).unwrap() + &settings).unwrap();
    let (unpacked, into) = unpack(&folder.join("ann.git"));
    unpacked.success();
    assert_eq!(files(&into), [".gitattributes", SOURCE]);
    assert!(!ran.exists());

    // Packed, as a server keeps it, and with a HEAD that leads nowhere.
    git(&folder.join("ann.git"), &["pack-refs", "--all"]);
    fs::remove_dir_all(&into).unwrap();
    let (unpacked, _) = unpack(&folder.join("ann.git"));
    unpacked.success();
    for head in ["ref: refs/heads/none\n", "ref: ../../../etc/passwd\n", "x\n"] {
        fs::write(folder.join("ann.git/HEAD"), head).unwrap();
        let (unpacked, _) = unpack(&folder.join("ann.git"));
        unpacked.failure().code(2).stderr(contains("git cannot read it: "));
    }
}
