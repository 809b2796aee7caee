//! What Linux tells: the processor time of a server under load.

use std::net::SocketAddr;

use anyhow::{Context as _, ensure};
use bench::load::Load;
use bench::nginx;
use bench::process::{Cores, Process};

use super::{CONNECTIONS, Kind, Scene, keeps, remark};

/// How many responses the server gives for each second of its processor time.
pub fn responses_a_processor_second(kind: Kind, scene: &Scene) -> anyhow::Result<(f64, String)> {
    let (process, addr) = started(kind, scene)?;
    let closes = scene.closes || !keeps(addr);
    let load = Load { path: "/", connections: CONNECTIONS, pipelined: 1, closes };
    let outcome = load.run(addr, &process, scene.time)?;
    ensure!(outcome.responses > 0, "no response came");
    let taken = outcome.per_response();
    ensure!(taken > 0.0, "it was too quick for the clock of the system; --time 5 measures longer");
    Ok((1.0 / taken, remark(closes, scene)))
}

fn started(kind: Kind, scene: &Scene) -> anyhow::Result<(Process, SocketAddr)> {
    let cores = Cores::choose().or_else(|_| Cores::one())?;
    match kind {
        Kind::Program(mut command) => Process::listening(&mut command, cores),
        Kind::Nginx => nginx::start(&scene.folder, &scene.site, &scene.page, cores).context("nginx"),
    }
}
