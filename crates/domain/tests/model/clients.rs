//! The checkout instances that share the session.

/// How many there are.
pub(crate) const CLIENTS: usize = 4;

/// Our SDK: says with each payment what it had painted.
pub(crate) const SDK: usize = 0;
/// Reads its configuration once, and never again.
pub(crate) const NEVER_REFRESHES: usize = 2;
/// Sends no checkout id, so that the server keeps no view for it.
pub(crate) const NAMELESS: usize = 3;
