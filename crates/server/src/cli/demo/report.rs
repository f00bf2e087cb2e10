//! How the demo prints: for people in aligned columns, for scripts one JSON object
//! per step.

use std::fmt::Write;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use super::super::print;
use super::Failure;
use super::http::Answer;
use super::place::Place;

/// Widths of the columns: the call's path, the names of what an answer says.
const PATH_WIDTH: usize = 52;
const NAME_WIDTH: usize = 16;

/// Something that an answer says.
pub(super) type Fact = (&'static str, Value);

/// Prints step by step.
pub(super) struct Report {
    json: bool,
    steps: u32,
    elapsed: Duration,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    step: u32,
    title: &'a str,
    method: &'a str,
    path: &'a str,
    status: u16,
    elapsed_us: u128,
    answer: Map<String, Value>,
}

impl Report {
    pub(super) fn new(json: bool) -> Self {
        Self { json, steps: 0, elapsed: Duration::ZERO }
    }

    pub(super) fn begin(&self, place: &Place) -> Result<(), Failure> {
        if self.json {
            return Ok(());
        }
        let url = &place.url;
        let which = match place.is_own() {
            true => "No server runs here, so this is one of its own; it ends with the demo.",
            false => "This is the server that runs there.",
        };
        print(&format!("\nTender demo: one order, paid at {url}\n{which}\n"))
    }

    pub(super) fn step(
        &mut self,
        title: &str,
        answer: &Answer,
        facts: Vec<Fact>,
    ) -> Result<(), Failure> {
        self.steps += 1;
        self.elapsed += answer.elapsed;
        let text = match self.json {
            true => self.line(title, answer, facts)?,
            false => self.paragraph(title, answer, &facts),
        };
        print(&text)
    }

    pub(super) fn end(&self, sentence: &str) -> Result<(), Failure> {
        if self.json {
            return Ok(());
        }
        let (steps, elapsed) = (self.steps, milliseconds(self.elapsed));
        print(&format!("\n{sentence}\n{steps} steps, {elapsed} in all.\n\n"))
    }

    fn line(&self, title: &str, answer: &Answer, facts: Vec<Fact>) -> Result<String, Failure> {
        let line = Line {
            step: self.steps,
            title,
            method: answer.method.as_str(),
            path: &answer.path,
            status: answer.status,
            elapsed_us: answer.elapsed.as_micros(),
            answer: facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        };
        let text = serde_json::to_string(&line).map_err(super::super::runtime)?;
        Ok(text + "\n")
    }

    fn paragraph(&self, title: &str, answer: &Answer, facts: &[Fact]) -> String {
        let Answer { method, path, status, .. } = answer;
        let elapsed = milliseconds(answer.elapsed);
        let step = self.steps;
        let mut text = format!("\n{step}  {title}\n");
        let method = method.as_str();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "   {method:<6} {path:<PATH_WIDTH$} {status} {elapsed:>10}");
        for (name, value) in facts {
            let value = match (*name, value.as_i64(), value.as_str()) {
                ("amount", Some(minor), _) => format!("{minor} ({})", money(minor)),
                (_, _, Some(text)) => text.to_owned(),
                _ => value.to_string(),
            };
            let _ = writeln!(text, "          {name:<NAME_WIDTH$} {value}");
        }
        text
    }
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1_000.0)
}

/// The demo's amounts, as people write them.
pub(super) fn money(minor: i64) -> String {
    format!("{}.{:02} EUR", minor / 100, minor % 100)
}
