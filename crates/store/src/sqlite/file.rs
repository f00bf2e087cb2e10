//! The database file: its folder, permissions, and the rule of one process.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::OpenError;

/// Makes the file ready to be opened, readable by its owner only. `may_create` is asked
/// whether a database that is not there may be made.
///
/// # Returns
/// The lock that keeps other processes out for as long as it is held.
pub(super) fn prepare(
    path: &Path,
    may_create: impl FnOnce() -> Result<(), OpenError>,
) -> Result<File, OpenError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|source| unwritable(folder, source))?;
    }
    let lock_path = lock_path(path);
    let lock = private_file(&lock_path)?;
    // A second process would have a writer of its own: caches of this one would
    // be stale and its groups would meet SQLITE_BUSY.
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(OpenError::InUse { path: path.to_owned() });
        }
        Err(TryLockError::Error(source)) => return Err(unwritable(&lock_path, source)),
    }
    // Only now: another process may just have been making it.
    if !path.exists() {
        may_create()?;
    }
    // Created before SQLite does it, for the permissions; its -wal and -shm copy them.
    private_file(path)?;
    Ok(lock)
}

/// Which files the database's names lead to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Identity([(u64, u64); 2]);

impl Identity {
    /// As it is now; `None` if the database or its log is not there.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let id = |path: &Path| path.metadata().ok().map(|file| (file.dev(), file.ino()));
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        Some(Self([id(path)?, id(Path::new(&log))?]))
    }

    /// Whether it is the same database, though its log may be another.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.0[0] == other.0[0]
    }
}

fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

/// Opens a file that only its owner can read, and makes it if it is missing.
pub(super) fn private_file(path: &Path) -> Result<File, OpenError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(|source| unwritable(path, source))
}

fn unwritable(path: &Path, source: io::Error) -> OpenError {
    OpenError::Unwritable { path: path.to_owned(), source }
}
