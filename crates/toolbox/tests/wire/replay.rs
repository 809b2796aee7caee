//! The client's side of a recording, sent again.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::Instant;

use predicates::prelude::*;
use predicates::str::contains;

use crate::passing::server;
use crate::proxy::{PATIENCE, toolbox};
use crate::{RECORDING, file};

/// A server that says each piece as it came, and that nothing more comes.
fn hears() -> (SocketAddr, mpsc::Receiver<Option<Vec<u8>>>) {
    let (tell, told) = mpsc::channel();
    let addr = server(move |mut stream: TcpStream| {
        let mut piece = [0; 100];
        while let Ok(count @ 1..) = stream.read(&mut piece) {
            let _ = tell.send(Some(piece[..count].to_vec()));
            let _ = stream.write_all(b"ok");
        }
        let _ = tell.send(None);
    });
    (addr, told)
}

fn recording(events: &[&str]) -> String {
    let open = r#"{"at":5000000,"connection":7,"is":"open","client":"127.0.0.1:50000","server":"127.0.0.1:1"}"#;
    let first = RECORDING.lines().next().unwrap_or_default();
    [first, open].into_iter().chain(events.iter().copied()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_clients_pieces_are_sent_at_their_times_and_what_comes_is_recorded() {
    let (addr, told) = hears();
    let (folder, path) = file(
        "recording",
        &recording(&[
            r#"{"at":5000000,"connection":7,"from":"client","is":"data","octets":"one"}"#,
            r#"{"at":5200000,"connection":7,"from":"server","is":"data","octets":"what was said then"}"#,
            r#"{"at":5600000,"connection":7,"from":"client","is":"data","octets":"two\u00ff"}"#,
            r#"{"at":5600010,"connection":7,"from":"client","is":"end"}"#,
        ]),
    );
    let again = folder.path().join("again");
    let began = Instant::now();
    toolbox()
        .args(["wire", "replay"])
        .arg(&path)
        .arg(addr.to_string())
        .arg("--record")
        .arg(&again)
        .assert()
        .success()
        .stdout(contains("← server sends 2 octets").and(contains("← server ends its side (FIN)")));
    assert!(began.elapsed().as_millis() >= 600, "{:?}", began.elapsed());
    let came: Vec<_> = (0..3).map(|_| told.recv_timeout(PATIENCE).expect("it comes")).collect();
    assert_eq!(came, [Some(b"one".to_vec()), Some(b"two\xff".to_vec()), None]);
    toolbox()
        .args(["wire", "show"])
        .arg(&again)
        .assert()
        .success()
        .stdout(contains("→ 7 octets in 2 pieces").and(contains("← 4 octets in 2 pieces")));
}

#[test]
fn at_once_waits_for_the_server_only() {
    let (addr, told) = hears();
    let (_folder, path) = file(
        "recording",
        &recording(&[
            r#"{"at":5000000,"connection":7,"from":"client","is":"data","octets":"one"}"#,
            r#"{"at":15000000,"connection":7,"from":"server","is":"data","octets":"ok"}"#,
            r#"{"at":25000000,"connection":7,"from":"client","is":"data","octets":"two"}"#,
            r#"{"at":25000001,"connection":7,"from":"client","is":"end"}"#,
        ]),
    );
    let began = Instant::now();
    toolbox().args(["wire", "replay", "--at-once"]).arg(&path).arg(addr.to_string()).assert().success();
    assert!(began.elapsed().as_secs() < 8, "{:?}", began.elapsed());
    let came: Vec<_> = (0..3).map(|_| told.recv_timeout(PATIENCE).expect("it comes")).collect();
    assert_eq!(came, [Some(b"one".to_vec()), Some(b"two".to_vec()), None]);
}

#[test]
fn what_cannot_be_sent_again_is_said() {
    let (addr, _told) = hears();
    for (event, wrong) in [
        (r#"{"at":1,"connection":7,"from":"client","is":"datagram","octets":""}"#, "a recording of datagrams"),
        (r#"{"at":1,"connection":7,"from":"client","is":"data","octets":"","left_out":3}"#, "does not have all"),
        (r#"{"at":1,"connection":7,"from":"client","is":"what"}"#, "line 3: an event `what` is not known"),
    ] {
        let (_folder, path) = file("recording", &recording(&[event]));
        toolbox()
            .args(["wire", "replay", "--wait", "0"])
            .arg(&path)
            .arg(addr.to_string())
            .assert()
            .code(2)
            .stderr(contains("error: ").and(contains(wrong)));
    }
    let (_folder, path) = file("recording", &recording(&[]));
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    toolbox()
        .args(["wire", "replay"])
        .arg(&path)
        .arg(nobody.to_string())
        .assert()
        .code(2)
        .stderr(contains(format!("cannot connect to {nobody}")));
}
