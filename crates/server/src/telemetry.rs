//! Logs, metrics and measured time. Field names are dotted (`request.id`), a unit
//! is the end of its name (`duration_us`), and no log line holds a header, a body
//! or a query.

mod log_queue;

use std::any::Any;
use std::io::{self, IsTerminal};
use std::panic::PanicHookInfo;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use serde::{Deserialize, Serialize};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;

use self::log_queue::LogQueue;

/// How log lines are written, always to standard error.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object per line, for machines.
    Json,
}

/// Upper bounds of the duration histograms, in seconds: a read answers within the
/// first, a processor's timeout lies in the last.
const DURATION_BUCKETS: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0, 60.0];

/// Upper bounds of the histograms that count things, up to the store's largest batch.
const SIZE_BUCKETS: [f64; 7] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];

/// The process's log, once it has one.
static LOG: OnceLock<LogQueue> = OnceLock::new();

/// Starts logging for the whole process; `filter` is a level or a list such as
/// `warn,tender::access=info`. A second call changes nothing.
///
/// # Errors
/// When the operating system gives no thread.
pub fn init_logging(format: LogFormat, filter: &Targets) -> io::Result<()> {
    let queue = LogQueue::start(io::stderr())?;
    let lines = tracing_subscriber::fmt::layer().with_writer(queue.clone());
    let registry = tracing_subscriber::registry();
    let set = match format {
        LogFormat::Text => {
            let lines = lines.with_ansi(io::stderr().is_terminal());
            registry.with(lines.with_filter(filter.clone())).try_init()
        }
        LogFormat::Json => {
            let lines = lines.json().flatten_event(true).with_current_span(false);
            registry.with(lines.with_span_list(false).with_filter(filter.clone())).try_init()
        }
    };
    if set.is_ok() {
        std::panic::set_hook(Box::new(log_panic));
        let _ = LOG.set(queue);
    }
    Ok(())
}

/// Lets the last lines of the log out; to be called when the process is about to end.
pub fn flush_log() {
    if let Some(queue) = LOG.get() {
        queue.flush();
    }
}

/// The process's metrics, collected from the first call on.
///
/// # Errors
/// Something else in the process collects metrics already.
pub fn metrics() -> Result<PrometheusHandle, BuildError> {
    // Locked while it installs: of two servers that start at once, one installs.
    static HANDLE: Mutex<Option<PrometheusHandle>> = Mutex::new(None);
    let mut installed = HANDLE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*installed {
        return Ok(handle.clone());
    }
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &DURATION_BUCKETS)?
        .set_buckets_for_metric(Matcher::Suffix("_size".to_owned()), &SIZE_BUCKETS)?
        .install_recorder()?;
    *installed = Some(handle.clone());
    Ok(handle)
}

/// Measures a duration, for logs and metrics. Never decide anything by it: that is
/// what `Env::now` is for.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts to measure.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that measures time")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Logs where, not what: a panic's message may quote the value that broke.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let location = panic.location().map(tracing::field::display);
    let reason = lack_of_the_system(panic.payload());
    tracing::error!(code.location = location, reason, "the server panicked");
}

/// What the operating system would not give, if a panic says that: the only messages of
/// panics that quote no value of ours.
#[must_use]
pub fn lack_of_the_system(panic: &(dyn Any + Send)) -> Option<&str> {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied())?;
    let known = ["OS can't spawn worker thread", "failed to spawn thread", "unable to create"];
    known.iter().any(|known| text.starts_with(known)).then_some(text)
}
