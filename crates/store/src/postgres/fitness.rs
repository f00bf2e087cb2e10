//! Whether a server can hold our data at all, asked once before anything else.

use super::session::{Session, Settings};
use crate::error::{Error, OpenError};

/// Refuses a database that is not in UTF-8, and a pooler between us and the server that
/// changes servers from one transaction to the next.
///
/// # Errors
/// [`OpenError::Encoding`], [`OpenError::Pooler`], or what kept the server from answering.
pub(super) fn check(settings: &Settings) -> Result<(), OpenError> {
    let mut session = connected(settings)?;
    let encoding = session.ask_text("SHOW server_encoding")?;
    if encoding != "UTF8" {
        return Err(OpenError::Encoding { found: encoding });
    }
    if !keeps_its_server(&mut session, &mut connected(settings)?)? {
        return Err(OpenError::Pooler);
    }
    Ok(())
}

fn connected(settings: &Settings) -> Result<Session, OpenError> {
    let mut session = Session::new(settings.clone())?;
    session.connect()?;
    Ok(session)
}

const BACKEND: &str = "SELECT pg_backend_pid()";

/// Whether two connections have a server process each, and keep it. A pooler in
/// transaction mode gives whichever is free: alone, taking turns, and while the other's
/// is taken by an open transaction.
fn keeps_its_server(one: &mut Session, other: &mut Session) -> Result<bool, Error> {
    let (first, second) = (one.ask_text(BACKEND)?, other.ask_text(BACKEND)?);
    if first == second {
        return Ok(false);
    }
    for _ in 0..2 {
        if one.ask_text(BACKEND)? != first || one.ask_text(BACKEND)? != first {
            return Ok(false);
        }
        one.batch("BEGIN")?;
        let kept = one.ask_text(BACKEND)? == first && other.ask_text(BACKEND)? == second;
        one.batch("COMMIT")?;
        other.batch("BEGIN")?;
        let kept = kept && other.ask_text(BACKEND)? == second && one.ask_text(BACKEND)? == first;
        other.batch("COMMIT")?;
        if !kept {
            return Ok(false);
        }
    }
    Ok(true)
}
