//! What the environment says of proxies. This client asks servers directly; where the user may think otherwise, it says so.

use std::env;

use request::Server;

/// The variables that name a proxy for URLs with `http`. Capital letters would be of no use in the first: servers give
/// programs that they run a variable of that name, with a value from a client.
const NAMES: [&str; 3] = ["http_proxy", "all_proxy", "ALL_PROXY"];

/// What to say when a proxy is set for one of these servers.
pub fn ignored<'s>(mut servers: impl Iterator<Item = &'s Server>) -> Option<String> {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let name = NAMES.iter().find(|name| is_set(name))?;
    let exceptions = ["no_proxy", "NO_PROXY"].iter().find_map(|name| env::var(name).ok()).unwrap_or_default();
    let is_meant = servers.any(|server| !is_excepted(&exceptions, server));
    is_meant.then(|| format!("{name} is set, but this client knows no proxies: it asks the server itself"))
}

/// Whether a list of exceptions names a server: by its host, a domain that the host belongs to, either with a port, or as
/// `*`.
pub fn is_excepted(exceptions: &str, server: &Server) -> bool {
    let host = server.host.to_ascii_lowercase();
    let with_port = server.to_string().to_ascii_lowercase();
    let mut exceptions = exceptions.split([',', ' ']).map(|name| name.trim_start_matches("*.").trim_start_matches('.'));
    exceptions.any(|name| {
        let name = name.to_ascii_lowercase();
        let ends = |text: &str| text == name || text.strip_suffix(&name).is_some_and(|front| front.ends_with('.'));
        name == "*" || (!name.is_empty() && (ends(&host) || ends(&with_port) || format!("[{host}]") == name))
    })
}
