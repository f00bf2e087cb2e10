//! The secret part of an API key: shown once, stored as its SHA-256. It has 256
//! random bits, so a fast hash is safe, and it is computed on every request.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use tender_domain::account::Environment;

use crate::env::Env;

/// A fresh secret, such as `tender_sandbox_` and 43 characters. The prefix shows
/// people and scanners for leaked secrets what it is.
#[must_use]
pub fn generate(environment: Environment, env: &Env) -> Zeroizing<String> {
    let environment = match environment {
        Environment::Sandbox => "sandbox",
        Environment::Production => "production",
    };
    let random = Zeroizing::new(env.random_bytes::<32>());
    let random = Zeroizing::new(URL_SAFE_NO_PAD.encode(random.as_slice()));
    Zeroizing::new(format!("tender_{environment}_{}", random.as_str()))
}

/// The stored form of a secret.
#[must_use]
pub fn hash(secret: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, secret).as_ref());
    hash
}
