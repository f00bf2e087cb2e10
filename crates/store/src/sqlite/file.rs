//! The database file: its folder, permissions, and the rule of one process.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::OpenError;

/// Makes the file ready to be opened, readable by its owner only.
///
/// # Returns
/// The lock that keeps other processes out for as long as it is held.
pub(super) fn prepare(path: &Path) -> Result<File, OpenError> {
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
    // Created before SQLite does it, for the permissions; its -wal and -shm copy them.
    private_file(path)?;
    Ok(lock)
}

fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

fn private_file(path: &Path) -> Result<File, OpenError> {
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
