//! What the operating system is asked of the process as a whole.

use std::io;
use std::num::NonZero;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use rustix::process::{
    DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit,
};

/// Threads of a start beside the runtime's workers: the database, files.
const OTHER_THREADS: usize = 4;

/// Keeps what is in memory from others: no core file is written, and no other process of
/// the same user reads the memory or the environment, which may hold the master key. Root
/// still can.
///
/// # Errors
/// When the operating system refuses.
pub fn keep_memory_private() -> io::Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// Allows as many open files as the system lets it: a connection is one, and the usual
/// first limit of 1,024 is below the connections of a node.
///
/// # Errors
/// When the operating system refuses.
pub fn allow_many_files() -> io::Result<()> {
    let limit = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit })?;
    Ok(())
}

/// Makes sure that the operating system gives threads for a start: the runtime would
/// panic without them, and then wait for those that it has.
///
/// # Errors
/// When it gives fewer.
pub fn expect_threads() -> io::Result<()> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let (end, wait) = mpsc::channel::<()>();
    let wait = Arc::new(Mutex::new(wait));
    let start = |_| {
        let wait = wait.clone();
        // Ends with an error, when the other end is dropped.
        let stay = move || drop(wait.lock().map(|wait| wait.recv()));
        thread::Builder::new().spawn(stay)
    };
    let started: io::Result<Vec<_>> = (0..workers + OTHER_THREADS).map(start).collect();
    drop(end);
    for thread in started? {
        let _ = thread.join();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rustix::process::dumpable_behavior;

    use super::*;

    #[test]
    fn memory_is_kept_private() {
        keep_memory_private().unwrap();
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
        assert_eq!(getrlimit(Resource::Core).maximum, Some(0));
    }

    #[test]
    fn files_are_allowed_up_to_the_systems_limit() {
        allow_many_files().unwrap();
        let limit = getrlimit(Resource::Nofile);
        assert_eq!(limit.current, limit.maximum);
    }
}
