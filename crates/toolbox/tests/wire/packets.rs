//! The packets of a recording, as Wireshark reads them.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::path::Path;
use std::process::Command;

use predicates::str::contains;

use crate::passing::server;
use crate::proxy::{Proxy, toolbox};
use crate::{RECORDING, file};

/// The packets that fit a filter of Wireshark, one a line; every checksum is verified.
fn tshark(packets: &Path, filter: &str) -> Vec<String> {
    let output = Command::new("tshark")
        .args(["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-r"])
        .arg(packets)
        .args(["-Y", filter])
        .output()
        .expect("tshark, which apt-get install tshark installs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

/// What Wireshark has to complain of.
const COMPLAINTS: &str = "tcp.analysis.flags || _ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0 \
    || udp.checksum.status == 0 || _ws.expert.severity >= 6291456";

#[test]
fn packets_are_written_and_have_the_form_of_a_capture() {
    let (folder, path) = file("recording", RECORDING);
    let packets = folder.path().join("packets");
    toolbox()
        .args(["wire", "show"])
        .arg(&path)
        .arg("--pcap")
        .arg(&packets)
        .assert()
        .success()
        .stdout(contains("packets: "));
    let octets = fs::read(&packets).expect("packets");
    assert_eq!(octets[..8], [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]);
    assert!(octets.windows(14).any(|part| part == b"GET / HTTP/1.1"));
}

#[test]
#[ignore = "needs tshark, which CI installs"]
fn wireshark_reads_every_message_and_complains_of_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let packets = folder.path().join("packets");
    let server = server(|mut stream| {
        let mut head = [0; 27];
        stream.read_exact(&mut head).expect("a request");
        let content = "x".repeat(300_000);
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", content.len());
        stream.write_all((head + &content).as_bytes()).expect("it is taken");
        stream.read_exact(&mut [0; 27]).expect("a second request");
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
            .expect("it is taken");
    });
    let proxy = Proxy::to(server, &["--connections", "1", "--quiet", "--pcap", packets.to_str().expect("a path")]);
    let mut client = proxy.connect();
    let request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    client.write_all(request).expect("it is taken");
    client.read_exact(&mut vec![0; 300_000 + 43]).expect("a response");
    client.write_all(request).expect("it is taken");
    client.shutdown(Shutdown::Write).expect("a FIN");
    let mut all = Vec::new();
    client.read_to_end(&mut all).expect("another one");
    proxy.ended();
    assert_eq!(tshark(&packets, COMPLAINTS), [""; 0]);
    assert_eq!(tshark(&packets, "http.request").len(), 2);
    assert_eq!(tshark(&packets, "http.response.code == 200").len(), 2);
    assert_eq!(tshark(&packets, "http.content_length == 300000").len(), 1);
    assert_eq!(tshark(&packets, "tcp.flags.fin == 1").len(), 2);
}

#[test]
#[ignore = "needs tshark, which CI installs"]
fn wireshark_reads_ipv6_datagrams_resets_and_refusals() {
    let first = RECORDING.lines().next().unwrap_or_default();
    let recording = [
        first,
        r#"{"at":1,"connection":1,"is":"open","client":"[::1]:5000","server":"[::1]:80"}"#,
        r#"{"at":2,"connection":2,"is":"open","client":"127.0.0.1:5001","server":"[::1]:80"}"#,
        r#"{"at":3,"connection":1,"from":"client","is":"data","octets":"GET / HTTP/1.1\r\nHost: a\r\n\r\n"}"#,
        r#"{"at":4,"connection":2,"from":"client","is":"data","octets":"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"}"#,
        r#"{"at":5,"connection":1,"from":"server","is":"reset"}"#,
        r#"{"at":6,"connection":3,"is":"open","client":"127.0.0.1:5002","server":"127.0.0.1:81"}"#,
        r#"{"at":7,"connection":3,"is":"refused","why":"nobody"}"#,
        r#"{"at":8,"connection":4,"is":"open","client":"127.0.0.1:5003","server":"127.0.0.1:9999"}"#,
        r#"{"at":9,"connection":4,"from":"client","is":"datagram","octets":"Hello"}"#,
        r#"{"at":9,"connection":4,"from":"server","is":"datagram","octets":""}"#,
    ];
    let (folder, path) = file("recording", &recording.join("\n"));
    let packets = folder.path().join("packets");
    toolbox().args(["wire", "show"]).arg(&path).arg("--pcap").arg(&packets).assert().success();
    // That a connection was reset is no complaint about the file.
    assert_eq!(tshark(&packets, &format!("({COMPLAINTS}) && !(tcp.flags.reset == 1)")), [""; 0]);
    assert_eq!(tshark(&packets, "http.request.method == GET && ipv6").len(), 1);
    assert_eq!(tshark(&packets, "http.request.method == HEAD && ipv6").len(), 1);
    assert_eq!(tshark(&packets, "tcp.flags.reset == 1").len(), 2);
    assert_eq!(tshark(&packets, "udp").len(), 2);
}
