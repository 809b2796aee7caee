//! The server as a library: who is told what, who answers those for whom there is no place, and how it ends.

mod common;

use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use request::Status;
use response::ResponseHead;
use threads::{RETRY_AFTER, Server, Settings, Stopper, Transport, Trouble};

/// No test takes longer.
const PATIENCE: Duration = Duration::from_secs(10);

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// A server with one place, whose handler says that it has begun and then waits for a word of its client.
struct Running {
    addr: SocketAddr,
    stopper: Stopper,
    begun: Receiver<()>,
    ended: JoinHandle<std::io::Result<()>>,
}

fn settings(connections: usize) -> Settings {
    Settings { connections, grace: PATIENCE, ..Settings::default() }
}

fn run(server: Server) -> Running {
    let (addr, stopper) = (server.local_addr().expect("bound"), server.stopper());
    let (tell, begun) = mpsc::channel();
    let ended = thread::spawn(move || {
        server.run(move |conversation, peer| {
            assert!(peer.ip().is_loopback());
            while conversation.next_request()?.is_some() {
                let _ = tell.send(());
                while conversation.read_content(&mut [0; 100])? > 0 {}
                conversation.respond(ResponseHead::new(Status::OK), b"served")?;
            }
            Ok(())
        })
    });
    Running { addr, stopper, begun, ended }
}

fn bind(settings: Settings) -> Server {
    Server::bind("127.0.0.1:0", settings).expect("a free port")
}

impl Running {
    fn ask(&self, request: &[u8]) -> TcpStream {
        let mut client = TcpStream::connect(self.addr).expect("it listens");
        client.set_read_timeout(Some(PATIENCE)).and_then(|()| client.write_all(request)).expect("sent");
        client
    }

    /// A client whose request has come, but not its content. One that is turned away, because another is not yet seen to
    /// wait that has connected just now, comes again.
    fn being_served(&self) -> TcpStream {
        for _ in 0..PATIENCE.as_secs() {
            let client = self.ask(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
            if self.begun.recv_timeout(Duration::from_secs(1)).is_ok() {
                return client;
            }
        }
        panic!("it is not served");
    }

    fn stop(self) {
        self.stopper.stop();
        self.ended.join().expect("no panic").expect("it ran");
    }
}

fn read(mut client: TcpStream) -> String {
    let mut came = String::new();
    client.read_to_string(&mut came).expect("it ends in order");
    came
}

#[test]
fn a_server_that_stops_finishes_its_responses_and_ends_who_waits() {
    let running = run(bind(settings(10)));
    let (idle, mut served) = (running.ask(b""), running.being_served());
    running.stopper.stop();
    assert_eq!(read(idle), "");
    served.write_all(b"x").expect("it reads");
    let came = read(served);
    assert!(came.starts_with("HTTP/1.1 200 OK\r\n") && came.ends_with("\r\n\r\nserved"), "{came}");
    assert!(came.contains("Connection: close\r\n"), "{came}");
    let addr = running.addr;
    running.stop();
    assert!(TcpStream::connect(addr).is_err(), "nobody listens any more");
}

#[test]
fn a_server_that_is_stopped_before_it_runs_ends_at_once() {
    let server = bind(settings(10));
    server.stopper().stop();
    run(server).stop();
}

#[test]
fn those_for_whom_there_is_no_place_are_told_so_in_a_line() {
    let running = run(bind(settings(1)));
    let served = running.being_served();
    for (request, has_text) in [(GET, true), (b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", false), (b"GET\r\n\r\n", true)] {
        let came = read(running.ask(request));
        assert!(came.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{came}");
        assert!(came.contains(&format!("\r\nRetry-After: {RETRY_AFTER}\r\n")), "{came}");
        assert!(came.contains("\r\nConnection: close\r\n"), "{came}");
        assert_eq!(came.ends_with("Try again in a moment.\n"), has_text, "{came}");
    }
    drop(served);
    running.stop();
}

#[test]
fn an_application_may_tell_them_in_its_own_words() {
    let server = bind(settings(1)).on_too_many(|conversation, _| {
        conversation.next_request()?;
        conversation.respond(ResponseHead::new(Status::FORBIDDEN), b"full")
    });
    let running = run(server);
    let busy = running.being_served();
    let came = running.ask(GET);
    came.shutdown(std::net::Shutdown::Write).expect("open");
    assert!(read(came).starts_with("HTTP/1.1 403 "));
    drop(busy);
    running.stop();
}

#[test]
fn who_waits_makes_room_and_who_is_served_does_not() {
    let running = run(bind(settings(2)));
    let (idle, mut served) = (running.ask(b""), running.being_served());
    let mut new = running.being_served();
    assert_eq!(read(idle), "", "it had to make room");
    for client in [&mut served, &mut new] {
        client.write_all(b"x").expect("it is served");
        let mut came = [0; 15];
        client.read_exact(&mut came).expect("a response");
        assert_eq!(&came, b"HTTP/1.1 200 OK");
    }
    drop((served, new));
    running.stop();
}

#[test]
fn what_is_broken_off_at_the_end_is_told() {
    let (tell, told) = mpsc::channel();
    let settings = Settings { grace: Duration::ZERO, ..settings(10) };
    let running = run(bind(settings).on_notice(move |notice| tell.send(notice.to_string()).expect("it is heard")));
    let served = running.being_served();
    running.stop();
    assert_eq!(told.iter().collect::<Vec<_>>(), ["1 connection broken off"]);
    drop(served);
}

#[test]
fn that_the_system_does_not_carry_so_many_connections_is_told() {
    let (tell, told) = mpsc::channel();
    let server =
        bind(settings(usize::MAX)).on_notice(move |notice| tell.send(notice.to_string()).expect("it is heard"));
    run(server).stop();
    let told: Vec<_> = told.iter().collect();
    if cfg!(unix) {
        assert!(told.iter().any(|line| line.starts_with("connections at a time: ")), "{told:?}");
    }
}

/// The threads go on, and so do the counts.
#[test]
fn a_handler_that_panics_costs_its_own_client() {
    let server = bind(settings(2));
    let (addr, stopper) = (server.local_addr().expect("bound"), server.stopper());
    let ended = thread::spawn(move || {
        server.run(|conversation, _| {
            while let Some(request) = conversation.next_request()? {
                assert!(request.target.path() != "/panic", "as it was asked");
                conversation.respond(ResponseHead::new(Status::OK), b"")?;
            }
            Ok(())
        })
    });
    for _ in 0..5 {
        let mut client = TcpStream::connect(addr).expect("it listens");
        client.write_all(b"GET /panic HTTP/1.1\r\nHost: a\r\n\r\n").expect("sent");
        assert!(client.read_to_end(&mut Vec::new()).is_ok_and(|octets| octets == 0));
        let mut client = TcpStream::connect(addr).expect("it listens");
        client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").expect("sent");
        assert!(read(client).starts_with("HTTP/1.1 200 OK\r\n"));
    }
    stopper.stop();
    ended.join().expect("no panic").expect("it ran");
}

/// Whatever runs over the transport of a server can be laid over it.
#[test]
fn the_transport_of_a_conversation_is_the_socket() {
    let server = bind(settings(1));
    let (addr, stopper) = (server.local_addr().expect("bound"), server.stopper());
    let ended = thread::spawn(move || {
        server.run(move |conversation, peer| {
            assert_eq!(conversation.transport().peer_addr()?, peer);
            assert!(conversation.next_request()?.is_none());
            assert!(conversation.transport().has_input()?, "the end has come");
            Err(Trouble::NotYet)
        })
    });
    let client = TcpStream::connect(addr).expect("it listens");
    client.shutdown(std::net::Shutdown::Write).expect("open");
    let broken = (&client).read(&mut [0]).map_err(|error| error.kind());
    assert!(matches!(broken, Err(std::io::ErrorKind::ConnectionReset)), "{broken:?}");
    stopper.stop();
    ended.join().expect("no panic").expect("it ran");
}

/// A server that sends so many octets of this file, from 1000 on, and says when it has done so or given up; and a client
/// that has asked for them.
fn sends_a_file(file: File, octets: u64, settings: Settings) -> (Running, TcpStream) {
    let server = bind(settings);
    let (addr, stopper) = (server.local_addr().expect("bound"), server.stopper());
    let (tell, begun) = mpsc::channel();
    let ended = thread::spawn(move || {
        server.run(move |conversation, _| {
            while conversation.next_request()?.is_some() {
                conversation.begin(ResponseHead::new(Status::OK), Some(octets))?;
                let sent = conversation.send_file(&file, 1000..1000 + octets);
                let _ = tell.send(());
                sent?;
                conversation.end()?;
            }
            Ok(())
        })
    });
    let running = Running { addr, stopper, begun, ended };
    let client = running.ask(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    (running, client)
}

#[test]
fn a_part_of_a_file_is_sent_whole_whenever_its_reader_reads() {
    const PART: usize = 4_000_000;
    let (file, octets) = common::file_of("whole", 5_000_000);
    let (running, mut client) = sends_a_file(file, PART as u64, settings(10));
    // Nothing tells when the buffers of the system are full; a shorter time only proves less.
    thread::sleep(Duration::from_millis(300));
    let mut came = Vec::new();
    client.read_to_end(&mut came).expect("it ends in order");
    assert!(came.ends_with(&octets[1000..1000 + PART]), "{} octets came", came.len());
    assert!(came.len() < PART + 1000, "{} octets came", came.len());
    running.stop();
}

#[test]
fn a_file_that_is_too_short_is_no_whole_response() {
    let (file, octets) = common::file_of("short", 200_000);
    let (running, mut client) = sends_a_file(file, 300_000, settings(10));
    let mut came = Vec::new();
    assert!(client.read_to_end(&mut came).is_err() || came.len() < octets.len() + 1000, "{} octets came", came.len());
    running.stop();
}

#[test]
fn a_client_that_takes_nothing_of_a_file_is_given_up() {
    const PART: u32 = 64 << 20;
    let (file, _) = common::file_of("given-up", PART + 1000);
    let mut settings = settings(10);
    settings.connection.timeouts.write = Duration::from_millis(200);
    let (running, mut client) = sends_a_file(file, u64::from(PART), settings);
    running.begun.recv_timeout(PATIENCE).expect("it gives up");
    let mut came = Vec::new();
    assert!(client.read_to_end(&mut came).is_err() || came.len() < PART as usize, "all of it came");
    running.stop();
}
