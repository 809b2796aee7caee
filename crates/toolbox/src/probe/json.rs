//! A report as data for other programs.

use serde_json::{Value, json};

use super::check::Finding;
use super::offers::Need;
use super::run::Report;

/// Everything that was found out. Octets stand there as ASCII, every other one escaped as `\r`, `\n` or `\xNN`.
pub fn of(report: &Report) -> Value {
    let names = |has: bool| -> Vec<&str> {
        let offers = report.offers.as_ref();
        let found = |need: &Need| offers.is_some_and(|offers| offers.has(*need) == has);
        Need::ALL.into_iter().filter(found).map(Need::words).collect()
    };
    json!({
        "url": report.url,
        "server": report.offers.as_ref().and_then(|offers| offers.product.as_deref()),
        "seconds": report.took.as_secs_f64(),
        "good": report.is_good(),
        "offered": names(true),
        "not_offered": names(false),
        "checks": report.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

/// One finding.
pub fn finding(finding: &Finding) -> Value {
    let row = finding.row();
    json!({
        "id": finding.id,
        "title": finding.title,
        "requirement": finding.requirement,
        "rfc": row.map(|row| row.rfc),
        "section": row.map(|row| row.section),
        "level": row.map(|row| row.level),
        "class": finding.class.name(),
        "verdict": finding.verdict.name(),
        "words": finding.verdict.words(),
        "sent": finding.sent.escape_ascii().to_string(),
        "came": finding.came.escape_ascii().to_string(),
    })
}
