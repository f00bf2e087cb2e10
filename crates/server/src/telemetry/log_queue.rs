//! Log lines on their way out. They wait in a bounded queue for a thread that writes them,
//! so that whoever reads the log may stop without stopping the server: what finds no room
//! is dropped, counted, and told of when the reader is back.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// Bytes of the lines that wait: some ten thousand, or seconds of a busy node.
const SIZE_MAX: usize = 4 * 1024 * 1024;

/// How long the end of the process waits for its last lines to be taken.
const LAST_LINES_PATIENCE: Duration = Duration::from_secs(1);

/// The queue, cheap to clone.
#[derive(Clone)]
pub(super) struct LogQueue(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    lines: VecDeque<Vec<u8>>,
    /// Of the lines that wait and of those that are being written.
    size: usize,
    dropped: u64,
}

impl LogQueue {
    /// Starts the thread that writes to `out`.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub(super) fn start(out: impl Write + Send + 'static) -> io::Result<Self> {
        let queue = Self(Arc::default());
        let written = queue.clone();
        thread::Builder::new().name("tender-log".to_owned()).spawn(move || written.write(out))?;
        Ok(queue)
    }

    /// Waits a moment until everything is written: the process is about to end.
    pub(super) fn flush(&self) {
        let waits = |state: &mut State| state.size > 0;
        let _ = self.0.changed.wait_timeout_while(self.state(), LAST_LINES_PATIENCE, waits);
    }

    fn push(&self, line: &[u8]) {
        let mut state = self.state();
        if state.size + line.len() > SIZE_MAX {
            state.dropped += 1;
            drop(state);
            metrics::counter!("tender_log_lines_dropped_total").increment(1);
            return;
        }
        state.size += line.len();
        state.lines.push_back(line.to_owned());
        drop(state);
        self.0.changed.notify_all();
    }

    /// Writes what comes, as long as the process lives.
    fn write(&self, mut out: impl Write) {
        loop {
            let nothing = |state: &mut State| state.lines.is_empty();
            let state = self.0.changed.wait_while(self.state(), nothing);
            let mut state = state.unwrap_or_else(PoisonError::into_inner);
            let lines = std::mem::take(&mut state.lines);
            let dropped = std::mem::take(&mut state.dropped);
            drop(state);
            for line in &lines {
                // A reader that is gone for good must not end the server.
                let _ = out.write_all(line);
            }
            let _ = out.flush();
            self.state().size -= lines.iter().map(Vec::len).sum::<usize>();
            self.0.changed.notify_all();
            if dropped > 0 {
                tracing::warn!(log.dropped = dropped, "log lines were dropped: nobody read them");
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a whole line at a time, as the formatter gives it.
impl Write for &LogQueue {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.push(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for LogQueue {
    type Writer = &'a Self;
    fn make_writer(&'a self) -> &'a Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

    use tracing_subscriber::fmt;

    use super::*;

    /// Takes a line only when the test reads it.
    struct Pipe(SyncSender<String>);

    impl Write for Pipe {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            let text = String::from_utf8_lossy(line).into_owned();
            self.0.send(text).map_err(|_| io::ErrorKind::BrokenPipe)?;
            Ok(line.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn pipe() -> (LogQueue, Receiver<String>) {
        let (lines, read) = sync_channel(0);
        (LogQueue::start(Pipe(lines)).unwrap(), read)
    }

    #[test]
    fn a_reader_that_stops_stops_nobody_and_is_told_what_it_missed() {
        let (queue, read) = pipe();
        let log = fmt().with_writer(queue.clone()).with_ansi(false).finish();
        // The thread that writes has no log of its own here.
        let _default = tracing::subscriber::set_global_default(log);
        let filler = "x".repeat(1_000);
        for number in 0..10_000 {
            tracing::info!(number, filler, "a line");
        }
        let state = queue.state();
        assert!(state.size <= SIZE_MAX && state.size > SIZE_MAX / 2);
        drop(state);
        let told = read.iter().find(|line| line.contains("log lines were dropped")).unwrap();
        let dropped = told.split("log.dropped=").nth(1).unwrap().trim().parse::<u64>().unwrap();
        assert!((5_000..8_000).contains(&dropped), "{told}");
        tracing::info!("again");
        assert!(read.recv().unwrap().contains("again"));
    }

    #[test]
    fn the_end_of_the_process_lets_the_last_lines_out() {
        let (queue, read) = pipe();
        queue.push(b"last");
        let reader = thread::spawn(move || read.recv().unwrap());
        queue.flush();
        assert_eq!(reader.join().unwrap(), "last");
        assert_eq!(queue.state().size, 0);
    }
}
