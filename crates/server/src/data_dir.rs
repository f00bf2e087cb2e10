//! The data folder and the secrets in it: the folder is its owner's alone (0700),
//! and so is each file (0600).

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::env::Env;

/// What the operating system refused, and where.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}: {source}; choose another folder or change its permissions", path.display())]
pub struct DataDirError {
    action: &'static str,
    path: PathBuf,
    source: io::Error,
}

/// Creates the folder if it is missing.
///
/// # Errors
/// [`DataDirError`] if it cannot be created.
pub fn create(folder: &Path) -> Result<(), DataDirError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|source| failed("create", folder, source))
}

/// Reads a secret without the line break at its end; `None` if it does not exist.
///
/// # Errors
/// [`DataDirError`] if it exists and cannot be read.
pub fn read_secret(path: &Path) -> Result<Option<Zeroizing<String>>, DataDirError> {
    match fs::read_to_string(path).map(Zeroizing::new) {
        Ok(text) => Ok(Some(Zeroizing::new(text.trim().to_owned()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(failed("read", path, source)),
    }
}

/// Writes a secret so that after a crash the file is there whole or not at all. Replaces
/// an older one. One writer at a time.
///
/// # Errors
/// [`DataDirError`] if it cannot be written.
pub fn write_secret(path: &Path, text: &str) -> Result<(), DataDirError> {
    let draft = path.with_extension("new");
    write_draft(&draft, text)
        .and_then(|()| fs::rename(&draft, path))
        .and_then(|()| sync_folder(path))
        .map_err(|source| failed("write", path, source))
}

/// Writes a secret as [`write_secret`] does, but never over another: of several that
/// create it at once, in this process or others, one succeeds.
///
/// # Returns
/// Whether it was this call. If not, the file is there, whole.
///
/// # Errors
/// [`DataDirError`] if it cannot be written.
pub fn create_secret(path: &Path, text: &str, env: &Env) -> Result<bool, DataDirError> {
    // Neither a process id nor a counter: containers that share a folder have the same.
    let draft = path.with_extension(format!("{:032x}", u128::from_ne_bytes(env.random_bytes())));
    let linked = write_draft(&draft, text).and_then(|()| fs::hard_link(&draft, path));
    let _ = fs::remove_file(&draft);
    match linked.and_then(|()| sync_folder(path)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(source) => Err(failed("write", path, source)),
    }
}

/// Makes a new name in a folder last.
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn write_draft(path: &Path, text: &str) -> io::Result<()> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> DataDirError {
    DataDirError { action, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn only_the_owner_can_read() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("a/b");
        create(&folder).unwrap();
        create(&folder).unwrap();
        let secret = folder.join("key");
        assert_eq!(read_secret(&secret).unwrap(), None);
        write_secret(&secret, "one").unwrap();
        write_secret(&secret, "two").unwrap();
        assert_eq!(read_secret(&secret).unwrap().unwrap().as_str(), "two");
        assert_eq!((mode(&folder), mode(&secret)), (0o700, 0o600));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }
}
