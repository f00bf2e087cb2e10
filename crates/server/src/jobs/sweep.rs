//! What time alone makes due: deleting what has served, rotating the keys of CVVs,
//! taking over signing keys that another node made. Idempotent, so every node does it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use tender_domain::time::Timestamp;
use tender_store::{
    Error, Store, Tx, card_attempt, card_data, checkout_view, client_session, cvv_key, idempotency,
    signing_key, simulator,
};

use crate::app::App;

/// How often.
const INTERVAL: Duration = Duration::from_secs(60);

/// Rows deleted in one commit: a few milliseconds, so that payments do not wait for it.
const BATCH: i64 = 200;

/// Between two such commits, so that others come in between.
const REST: Duration = Duration::from_millis(10);

/// Sweeps from time to time until `stop` turns true.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        tokio::select! {
            _ = stop.changed() => return,
            swept = sweep(&app) => if let Err(error) = swept {
                tracing::warn!(%error, "not everything was swept; the next sweep tries again");
            },
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(INTERVAL) => {}
        }
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
            card_attempt::forget_older(tx, now)?;
            signing_key::delete_retired(tx, now)?;
            Ok::<_, Error>(())
        })
        .await?;
    app.card_gateway.refresh_keys().await?;
    app.refresh_signing_keys().await?;
    for delete in [
        card_data::delete_ended,
        checkout_view::delete_ended,
        client_session::delete_ended,
        idempotency::delete_old,
        // From the time when its books were a table of the node's database.
        simulator::delete_old,
    ] {
        in_batches(&app.store, now, delete).await?;
    }
    Ok(in_batches(&app.simulator_store, now, simulator::delete_old).await?)
}

type Delete = fn(&mut Tx<'_>, Timestamp, i64) -> Result<u64, Error>;

/// Deletes until a batch is not full.
async fn in_batches(store: &Store, now: Timestamp, delete: Delete) -> Result<(), Error> {
    while store.write(move |tx| delete(tx, now, BATCH)).await? >= BATCH.unsigned_abs() {
        tokio::time::sleep(REST).await;
    }
    Ok(())
}
