//! The reader's browser.

use std::env;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::{Command, Stdio};
use std::thread;

/// The address of the book as a browser on this machine finds it.
pub fn url(mut addr: SocketAddr) -> String {
    match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => addr.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => addr.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => (),
    }
    format!("http://{addr}/")
}

/// Opens a page, as well as this machine can. Nobody misses anything where it cannot: the address was printed.
pub fn open(url: &str) {
    for mut command in commands(url) {
        let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Ok(mut child) = silent.spawn() {
            thread::spawn(move || child.wait());
            return;
        }
    }
}

/// What may open it, the wanted first.
fn commands(url: &str) -> Vec<Command> {
    let wanted = env::var("BROWSER").unwrap_or_default();
    let mut commands: Vec<Command> = wanted.split(':').filter_map(|wanted| named(wanted, url)).collect();
    let usual: &[&str] = if cfg!(windows) {
        // `start` takes the first word in quotation marks for a title.
        &["cmd", "/C", "start", ""]
    } else if cfg!(target_os = "macos") {
        &["open"]
    } else if has_screen() {
        &["xdg-open"]
    } else {
        &[]
    };
    if let Some((program, arguments)) = usual.split_first() {
        let mut command = Command::new(program);
        command.args(arguments).arg(url);
        commands.push(command);
    }
    commands
}

/// Without a screen, `xdg-open` starts a browser in this terminal.
fn has_screen() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].iter().any(|name| env::var_os(name).is_some())
}

/// A command as it stands in the environment: words, with `%s` for the address, or the address after them.
fn named(wanted: &str, url: &str) -> Option<Command> {
    let mut words = wanted.split_whitespace();
    let mut command = Command::new(words.next()?);
    command.args(words.map(|word| word.replace("%s", url)));
    if !wanted.contains("%s") {
        command.arg(url);
    }
    Some(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_all_addresses_is_found_on_this_machine() {
        let url = |addr: &str| url(addr.parse().unwrap());
        assert_eq!(url("127.0.0.1:3000"), "http://127.0.0.1:3000/");
        assert_eq!(url("0.0.0.0:80"), "http://127.0.0.1:80/");
        assert_eq!(url("[::]:80"), "http://[::1]:80/");
    }

    #[test]
    fn a_browser_is_named_with_or_without_a_place_for_the_address() {
        let shown = |wanted| named(wanted, "http://a/").map(|command| format!("{command:?}"));
        assert_eq!(shown("firefox --new-tab"), Some(r#""firefox" "--new-tab" "http://a/""#.into()));
        assert_eq!(shown("lynx -x=%s"), Some(r#""lynx" "-x=http://a/""#.into()));
        assert_eq!(shown(" "), None);
    }
}
