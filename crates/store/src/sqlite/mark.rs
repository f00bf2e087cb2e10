//! The high-water mark: how many commits were acknowledged, in a small file beside the
//! database. A database that has fewer has lost some: its write-ahead log was cut or
//! removed, or an old copy was put in its place.
//!
//! The mark is written after each commit and never synced. A commit is on the disk before
//! it is counted here, so whatever a crash makes of this file, it is too low at worst.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::file;
use crate::error::OpenError;

/// An open mark.
pub(super) struct Mark {
    file: File,
    number: i64,
    is_failing: bool,
}

impl Mark {
    /// Reads the mark beside the database at `path`; makes one of 0 if there is none.
    pub(super) fn open(path: &Path) -> Result<Self, OpenError> {
        let path = path_beside(path);
        let file = file::private_file(&path)?;
        let text = io::read_to_string(&file).unwrap_or_default();
        // What a crash left half written counts as nothing.
        Ok(Self { file, number: text.trim().parse().unwrap_or(0), is_failing: false })
    }

    /// The most commits that were acknowledged.
    pub(super) fn number(&self) -> i64 {
        self.number
    }

    /// Sets the mark. That it cannot be written is no reason to refuse a commit that is done.
    pub(super) fn set(&mut self, number: i64) {
        self.number = number;
        // Always as long, so that nothing of an older one is left behind it.
        let written = self.file.write_all_at(format!("{number:020}\n").as_bytes(), 0);
        if let Err(error) = &written
            && !self.is_failing
        {
            tracing::warn!(%error, "the high-water mark of the database cannot be written");
        }
        self.is_failing = written.is_err();
    }
}

/// Where the mark is.
pub(super) fn path_beside(database: &Path) -> PathBuf {
    database.with_extension("mark")
}
