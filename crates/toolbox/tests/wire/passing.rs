//! What passes through the proxy comes out as it went in: octets, FINs, resets.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use socket2::SockRef;

use crate::proxy::{PATIENCE, Proxy};

/// A server that does this with each connection, in a thread of its own.
pub fn server(act: impl Fn(TcpStream) + Clone + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = listener.local_addr().expect("its address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.expect("a connection");
            stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
            let act = act.clone();
            thread::spawn(move || act(stream));
        }
    });
    addr
}

fn reset(stream: TcpStream) {
    SockRef::from(&stream).set_linger(Some(Duration::ZERO)).expect("it can be set");
    drop(stream);
}

fn is_reset<T>(result: &std::io::Result<T>) -> bool {
    result.as_ref().err().is_some_and(|error| error.kind() == ErrorKind::ConnectionReset)
}

fn rest(mut stream: &TcpStream) -> std::io::Result<Vec<u8>> {
    let mut all = Vec::new();
    stream.read_to_end(&mut all).map(|_| all)
}

#[test]
fn a_half_close_goes_one_way_and_the_other_way_stays_open() {
    let server = server(|mut stream| {
        let asked = rest(&stream).expect("the client's end comes");
        // Only now, that the client has ended its side, something goes back.
        thread::sleep(Duration::from_millis(300));
        stream.write_all(&[b"got ", &*asked].concat()).expect("the client still reads");
    });
    let proxy = Proxy::to(server, &["--connections", "1"]);
    let mut client = proxy.connect();
    client.write_all(b"Hello").expect("it is taken");
    client.shutdown(Shutdown::Write).expect("a FIN");
    assert_eq!(rest(&client).expect("the reply"), b"got Hello");
    let text = proxy.ended();
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words} in {text}"));
    assert!(place("→ client ends its side (FIN)") < place("← server sends 9 octets"), "{text}");
    assert!(place("← server sends 9 octets") < place("← server ends its side (FIN)"), "{text}");
    assert!(!text.contains("reset"), "{text}");
}

#[test]
fn a_servers_half_close_lets_the_client_go_on() {
    let (tell, told) = mpsc::channel();
    let server = server(move |stream| {
        stream.shutdown(Shutdown::Write).expect("a FIN");
        tell.send(rest(&stream)).expect("somebody waits");
    });
    let proxy = Proxy::to(server, &["--connections", "1"]);
    let mut client = proxy.connect();
    assert_eq!(rest(&client).expect("the server's end"), b"");
    client.write_all(b"and more").expect("it is taken");
    thread::sleep(Duration::from_millis(250));
    client.write_all(b" of it").expect("it is taken");
    client.shutdown(Shutdown::Write).expect("a FIN");
    assert_eq!(told.recv_timeout(PATIENCE).expect("it came").expect("it ended in order"), b"and more of it");
    proxy.ended();
}

#[test]
fn a_reset_of_either_side_is_a_reset_for_the_other() {
    // The client's.
    let (tell, told) = mpsc::channel();
    let server_addr = server(move |mut stream| {
        let mut five = [0; 5];
        stream.read_exact(&mut five).expect("what came before");
        tell.send(stream.read(&mut [0])).expect("somebody waits");
    });
    let proxy = Proxy::to(server_addr, &["--connections", "1"]);
    let mut client = proxy.connect();
    client.write_all(b"Hello").expect("it is taken");
    thread::sleep(Duration::from_millis(200));
    reset(client);
    let came = told.recv_timeout(PATIENCE).expect("it came");
    assert!(is_reset(&came), "{came:?}");
    let text = proxy.ended();
    assert!(text.contains("→ client resets the connection (RST)") && !text.contains("FIN"), "{text}");

    // The server's.
    let proxy = Proxy::to(server(reset), &["--connections", "1"]);
    let client = proxy.connect();
    let came = rest(&client);
    assert!(is_reset(&came), "{came:?}");
    let text = proxy.ended();
    assert!(text.contains("← server resets the connection (RST)") && !text.contains("FIN"), "{text}");
}

#[test]
fn a_reset_after_a_fin_is_passed_on_too() {
    let (tell, told) = mpsc::channel();
    let server_addr = server(move |mut stream| {
        assert_eq!(rest(&stream).expect("the client's end"), b"");
        // It waits for nothing that could come: only a write tells of the reset.
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until && stream.take_error().expect("it tells").is_none() {
            thread::sleep(Duration::from_millis(10));
        }
        let _ = tell.send(Instant::now() < until);
        let _ = stream.write_all(b"x");
    });
    let proxy = Proxy::to(server_addr, &["--connections", "1"]);
    let client = proxy.connect();
    client.shutdown(Shutdown::Write).expect("a FIN");
    thread::sleep(Duration::from_millis(200));
    reset(client);
    assert!(told.recv_timeout(PATIENCE).expect("it came"), "no reset reached the server");
    assert!(proxy.ended().contains("→ client resets the connection (RST)"));
}

#[test]
fn a_reset_reaches_a_server_that_does_not_read() {
    let (tell, told) = mpsc::channel();
    let server_addr = server(move |stream| {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until && stream.take_error().expect("it tells").is_none() {
            thread::sleep(Duration::from_millis(10));
        }
        let _ = tell.send(Instant::now() < until);
    });
    let proxy = Proxy::to(server_addr, &["--connections", "1", "--quiet"]);
    let mut client = proxy.connect();
    client.set_write_timeout(Some(Duration::from_millis(500))).expect("a limit");
    // Until nobody takes more.
    while client.write_all(&[b'x'; 16 * 1024]).is_ok() {}
    reset(client);
    assert!(told.recv_timeout(PATIENCE).expect("it came"), "no reset reached the server");
    proxy.ended();
}

#[test]
fn what_a_server_sends_before_it_resets_arrives() {
    // It closes with octets unread: its system sends a reset after the response.
    let server_addr = server(|mut stream| {
        stream.read_exact(&mut [0; 4]).expect("a beginning");
        stream.write_all(b"enough").expect("it is taken");
        thread::sleep(Duration::from_millis(100));
    });
    let proxy = Proxy::to(server_addr, &["--connections", "1"]);
    let mut client = proxy.connect();
    client.write_all(b"some and more").expect("it is taken");
    let mut six = [0; 6];
    client.read_exact(&mut six).expect("the response");
    assert_eq!(&six, b"enough");
    let came = rest(&client);
    assert!(is_reset(&came), "{came:?}");
    proxy.ended();
}

#[test]
fn a_server_that_is_not_there_is_a_reset_for_the_client() {
    let nobody = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let proxy = Proxy::to(nobody, &["--connections", "1"]);
    let came = rest(&proxy.connect());
    assert!(is_reset(&came), "{came:?}");
    let text = proxy.ended();
    assert!(text.contains(&format!("refused: no connection to {nobody}")), "{text}");
    assert!(text.contains("1 connection in") && text.contains(", 1 refused"), "{text}");
    let proxy = Proxy::to(nobody, &["--connections", "1"]);
    drop(rest(&proxy.connect()));
    let said = proxy.said();
    assert!(said.contains(&format!("nobody listens on {nobody}: start the server first")), "{said}");
}

#[test]
fn pieces_leave_as_they_came() {
    let (tell, told) = mpsc::channel();
    let server_addr = server(move |mut stream| {
        let mut piece = [0; 64];
        while let Ok(count @ 1..) = stream.read(&mut piece) {
            tell.send(piece[..count].to_vec()).expect("somebody waits");
        }
    });
    let proxy = Proxy::to(server_addr, &["--connections", "1"]);
    let mut client = proxy.connect();
    client.set_nodelay(true).expect("it can be set");
    for piece in [&b"GET / HT"[..], b"TP/1.1\r", b"\n\r\n"] {
        client.write_all(piece).expect("it is taken");
        assert_eq!(told.recv_timeout(PATIENCE).expect("it came"), piece);
    }
    drop(client);
    let text = proxy.ended();
    assert!(text.contains("GET / HT                                      request line, cut here"), "{text}");
}

#[test]
fn names_and_ipv6_work_where_the_system_has_them() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else { return };
    let addr = listener.local_addr().expect("its address");
    let echo = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        stream.write_all(b"six").expect("it is taken");
    });
    let proxy = Proxy::between("[::1]:0", &addr.to_string(), &["--connections", "1"]);
    assert_eq!(rest(&proxy.connect()).expect("a greeting"), b"six");
    echo.join().expect("it ends");
    assert!(proxy.ended().contains(&format!("server {addr}")));

    let server_addr = server(|mut stream| stream.write_all(b"four").expect("it is taken"));
    let proxy = Proxy::between("localhost:0", &format!("localhost:{}", server_addr.port()), &["--connections", "1"]);
    assert_eq!(rest(&proxy.connect()).expect("a greeting"), b"four");
    proxy.ended();
}

/// Sends back whatever comes.
fn echo(mut stream: TcpStream) {
    let mut back = stream.try_clone().expect("a second handle");
    let _ = std::io::copy(&mut stream, &mut back);
    let _ = stream.shutdown(Shutdown::Write);
}

#[test]
fn two_hundred_connections_pass_at_once() {
    const CLIENTS: usize = 200;
    let proxy = Proxy::to(server(echo), &["--connections", &CLIENTS.to_string()]);
    let mut clients: Vec<TcpStream> = (0..CLIENTS).map(|_| proxy.connect()).collect();
    for (number, client) in clients.iter_mut().enumerate() {
        client.write_all(number.to_string().as_bytes()).expect("it is taken");
    }
    // All are open now, and each gets its own.
    for (number, client) in clients.iter_mut().enumerate() {
        let mut came = vec![0; number.to_string().len()];
        client.read_exact(&mut came).expect("the echo");
        assert_eq!(came, number.to_string().as_bytes());
    }
    drop(clients);
    let text = proxy.ended();
    assert!(text.contains("200 connections in"), "{}", &text[text.len() - 300..]);
}

/// The most memory that a process has had, in KiB.
#[cfg(target_os = "linux")]
fn peak(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a peak");
    line.split_whitespace().nth(1).and_then(|count| count.parse().ok()).expect("a number")
}

#[test]
#[cfg(target_os = "linux")]
fn a_client_that_never_ends_its_line_or_its_head_takes_no_memory() {
    const MOST: u64 = 32 << 10;
    let server_addr = server(|mut stream| drop(std::io::copy(&mut stream, &mut std::io::sink())));
    let proxy = Proxy::to(server_addr, &["--quiet"]);
    for (begin, piece) in
        [("", "x"), ("GET / HTTP/1.1\r\n", "Name: value\r\n"), ("", "GET / HTTP/1.1\r\n"), ("A ", "b")]
    {
        let mut client = proxy.connect();
        client.write_all(begin.as_bytes()).expect("it is taken");
        let piece = piece.repeat((64 << 10) / piece.len());
        for _ in 0..640 {
            client.write_all(piece.as_bytes()).expect("it is taken");
        }
        let peak = peak(proxy.id());
        assert!(peak < MOST, "{peak} KiB after {begin:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_hundred_mebibytes_pass_in_bounded_memory() {
    const LEN: u64 = 100 << 20;
    const MOST: u64 = 32 << 10;
    let server_addr = server(|mut stream| {
        stream.read_exact(&mut [0; 27]).expect("a request");
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {LEN}\r\n\r\n");
        stream.write_all(head.as_bytes()).expect("it is taken");
        let piece = [b'x'; 16 * 1024];
        for _ in 0..LEN / piece.len() as u64 {
            stream.write_all(&piece).expect("it is taken");
        }
    });
    let proxy = Proxy::to(server_addr, &[]);
    let began = Instant::now();
    let mut client = proxy.connect();
    client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").expect("it is taken");
    let mut piece = vec![0; 1 << 20];
    let mut count = 0;
    while let Ok(read @ 1..) = client.read(&mut piece) {
        count += read as u64;
    }
    let time = began.elapsed();
    assert!(count > LEN, "{count}");
    let peak = peak(proxy.id());
    eprintln!("100 MiB in {time:.1?}, at most {peak} KiB");
    assert!(peak < MOST, "{peak} KiB");
    let text = proxy.interrupt();
    assert!(text.contains("of 104857600") && text.contains("the response ends here"), "{}", &text[text.len() - 900..]);
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_with_a_sum_and_a_whole_recording() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("recording");
    let proxy = Proxy::to(server(echo), &["--record", path.to_str().expect("a path")]);
    let mut client = proxy.connect();
    client.write_all(b"Hello").expect("it is taken");
    client.read_exact(&mut [0; 5]).expect("the echo");
    let text = proxy.interrupt();
    assert!(text.contains("1 connection in") && text.contains("← 5 octets in 1 piece"), "{text}");
    assert!(
        text.contains(&format!("recorded; to see it again:\n  cargo course wire show {}\n", path.display())),
        "{text}"
    );
    let recording = std::fs::read_to_string(&path).expect("a recording");
    assert_eq!(recording.lines().count(), 4, "{recording}");
}

#[test]
fn nobody_who_reads_what_it_prints_stops_what_passes() {
    use std::io::BufRead as _;
    use std::process::{Command, Stdio};

    let server_addr = server(echo);
    let mut child = Command::new(env!("CARGO_BIN_EXE_toolbox"))
        .args(["wire", "0", &server_addr.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the toolbox starts");
    let mut line = String::new();
    let mut stderr = std::io::BufReader::new(child.stderr.take().expect("standard error"));
    stderr.read_line(&mut line).expect("a line");
    let addr: SocketAddr = line.trim().trim_start_matches("listening on ").parse().expect("an address");
    let mut client = TcpStream::connect(addr).expect("a connection");
    client.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let mut piece = [b'\n'; 512];
    for _ in 0..1200 {
        client.write_all(&piece).expect("it is taken");
        client.read_exact(&mut piece).expect("the echo");
    }
    drop(client);
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
}
