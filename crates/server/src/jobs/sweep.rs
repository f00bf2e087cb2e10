//! What time alone makes due: deleting secrets that have served, rotating the keys of
//! CVVs, taking over signing keys that another node made. Idempotent, so every node
//! does it.

use std::sync::Arc;
use std::time::Duration;

use tender_domain::time::Timestamp;
use tender_store::{Error, card_attempt, card_data, checkout_view, cvv_key};

use crate::app::App;

/// How often.
const INTERVAL: Duration = Duration::from_secs(60);

/// Rows deleted in one commit, so that no commit takes long.
const BATCH: i64 = 500;

/// How long the counters against card testing are kept.
const COUNTERS_KEPT: Duration = Duration::from_secs(2 * 60 * 60);

/// Sweeps if the last time is long enough ago.
pub async fn if_due(app: &Arc<App>, swept_at: &mut Option<Timestamp>) {
    let now = app.env.now();
    if swept_at.is_some_and(|at| at <= now && now < at.after(INTERVAL)) {
        return;
    }
    *swept_at = Some(now);
    if let Err(error) = sweep(app).await {
        tracing::warn!(%error, "not everything was swept; the next sweep tries again");
    }
}

/// Sweeps once.
///
/// # Errors
/// When the database refuses; what is left is for the next sweep.
pub async fn sweep(app: &App) -> anyhow::Result<()> {
    let now = app.env.now();
    app.store
        .write(move |tx| {
            card_data::delete_expired_cvvs(tx, now)?;
            cvv_key::delete_expired(tx, now)?;
            card_attempt::forget_older(tx, now, COUNTERS_KEPT)?;
            Ok::<_, Error>(())
        })
        .await?;
    let full = u64::try_from(BATCH)?;
    while app.store.write(move |tx| card_data::delete_ended(tx, now, BATCH)).await? == full {}
    while app.store.write(move |tx| checkout_view::delete_ended(tx, now, BATCH)).await? == full {}
    app.card_gateway.refresh_keys().await?;
    app.refresh_signing_keys().await
}
