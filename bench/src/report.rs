//! From rounds to lines of a table.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::load::Load;

/// The head of the Markdown table.
pub(crate) const HEAD: &str = "\
| scenario | ours | CPU µs | p50 ms | p99 ms | bare HTTP /s | its CPU µs | its p99 ms | raw store /s \
| limit | ours ÷ limit | budget | met |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
";

/// What ours and its limits did in one round.
pub(crate) struct Round {
    pub(crate) ours: Load,
    pub(crate) http: Load,
    /// Raw writes or reads per second.
    pub(crate) store: f64,
}

impl Round {
    /// B of the budget: a bare server and a bare database, one after the other.
    fn bound(&self) -> f64 {
        1.0 / (1.0 / self.http.rate + 1.0 / self.store)
    }
}

/// A line of the table.
#[derive(Serialize, Deserialize)]
pub(crate) struct Line {
    what: String,
    ours: String,
    cpu_us: Option<f64>,
    p50_ms: Option<f64>,
    p99_ms: Option<f64>,
    http: Option<f64>,
    http_cpu_us: Option<f64>,
    http_p99_ms: Option<f64>,
    store: Option<f64>,
    limit: String,
    ratio: f64,
    /// The ratio's least and greatest of all rounds.
    spread: Option<(f64, f64)>,
    budget: f64,
    at_most: bool,
}

impl Line {
    /// Ours beside the bound B.
    pub(crate) fn bounded(what: String, rounds: &[Round], budget: f64) -> Self {
        let ratios: Vec<f64> = rounds.iter().map(|round| round.ours.rate / round.bound()).collect();
        Self {
            http: Some(of(rounds, |round| round.http.rate)),
            http_cpu_us: Some(of(rounds, |round| round.http.cpu_us())),
            http_p99_ms: Some(of(rounds, |round| round.http.p99_ms())),
            store: Some(of(rounds, |round| round.store)),
            limit: format!("B = {:.0}/s", of(rounds, Round::bound)),
            ..Self::of_loads(what, &ratios, budget, rounds.iter().map(|round| &round.ours))
        }
    }

    /// Ours beside another rate.
    pub(crate) fn against(what: String, name: &str, rounds: &[(&Load, f64)], budget: f64) -> Self {
        let ratios: Vec<f64> = rounds.iter().map(|(ours, other)| ours.rate / other).collect();
        Self {
            limit: format!("{name}, {:.0}/s", of(rounds, |(_, other)| *other)),
            ..Self::of_loads(what, &ratios, budget, rounds.iter().map(|(ours, _)| *ours))
        }
    }

    /// A size that must stay below another.
    pub(crate) fn size(what: String, megabytes: f64, limit: f64) -> Self {
        Self {
            ours: format!("{megabytes:.0} MB"),
            limit: format!("{limit:.0} MB"),
            at_most: true,
            ..Self::of_loads(what, &[megabytes / limit], 1.0, [].into_iter())
        }
    }

    fn of_loads<'a>(
        what: String,
        ratios: &[f64],
        budget: f64,
        loads: impl Iterator<Item = &'a Load>,
    ) -> Self {
        let loads: Vec<_> = loads.collect();
        let some = |value: f64| (!loads.is_empty()).then_some(value);
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = ratios.iter().copied().fold(0.0, f64::max);
        Self {
            what,
            ours: format!("{:.0}/s", of(&loads, |load| load.rate)),
            cpu_us: some(of(&loads, |load| load.cpu_us())),
            p50_ms: some(of(&loads, |load| load.p50_ms())),
            p99_ms: some(of(&loads, |load| load.p99_ms())),
            http: None,
            http_cpu_us: None,
            http_p99_ms: None,
            store: None,
            limit: String::new(),
            ratio: median(ratios.to_vec()),
            spread: some(least).map(|least| (least, greatest)),
            budget,
            at_most: false,
        }
    }

    fn is_met(&self) -> bool {
        if self.at_most { self.ratio <= self.budget } else { self.ratio >= self.budget }
    }
}

impl fmt::Display for Line {
    /// As a line of the Markdown table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |value: Option<f64>, digits: usize| {
            value.map_or_else(String::new, |value| format!("{value:.digits$}"))
        };
        write!(f, "| {} | {} |", self.what, self.ours)?;
        write!(f, " {} | {} |", number(self.cpu_us, 0), number(self.p50_ms, 1))?;
        write!(f, " {} | {} |", number(self.p99_ms, 1), number(self.http, 0))?;
        write!(f, " {} | {} |", number(self.http_cpu_us, 0), number(self.http_p99_ms, 1))?;
        write!(f, " {} | {} | **{:.2}**", number(self.store, 0), self.limit, self.ratio)?;
        if let Some((least, greatest)) = self.spread {
            write!(f, " ({least:.2}–{greatest:.2})")?;
        }
        let sign = if self.at_most { '≤' } else { '≥' };
        let met = if self.is_met() { "yes" } else { "**no**" };
        writeln!(f, " | {sign} {} | {met} |", self.budget)
    }
}

fn of<T>(items: &[T], value: impl Fn(&T) -> f64) -> f64 {
    median(items.iter().map(value).collect())
}

/// The middle one; 0 of none.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
