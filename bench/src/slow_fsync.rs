//! The library that makes fsync 2 ms slower, compiled when it is needed.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::NamedTempFile;

const SOURCE: &str = include_str!("../shims/slow_fsync.c");

/// Compiles it; it is gone when dropped.
pub(crate) fn library() -> Result<NamedTempFile> {
    let library = tempfile::Builder::new().suffix(".so").tempfile()?;
    let mut compiler = Command::new("cc")
        .args(["-shared", "-fPIC", "-O2", "-x", "c", "-", "-ldl", "-o"])
        .arg(library.path())
        .stdin(Stdio::piped())
        .spawn()
        .context("cc, the C compiler, is needed for the slow fsync")?;
    let mut input = compiler.stdin.take().context("no stdin")?;
    std::io::Write::write_all(&mut input, SOURCE.as_bytes())?;
    drop(input);
    ensure!(compiler.wait()?.success(), "the slow fsync does not compile");
    Ok(library)
}
