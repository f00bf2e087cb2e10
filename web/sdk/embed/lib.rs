//! The built web SDK and its frames. A release carries the files; a debug build reads them
//! from disk, so that a new build of the SDK needs none of the server.

use rust_embed::Embed;

/// What `scripts/web build` made, by URL path; nothing at all if it has not run.
// The macro finds a folder that is made later only if it lies below this manifest.
#[derive(Embed)]
#[folder = "dist/www"]
#[allow_missing = true]
pub struct WebSdk;
