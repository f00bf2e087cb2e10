//! A database that stalls: the node's and the simulated processor's do not wait for each
//! other, as with a real processor.

use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tender_store::{Error, Store};

use crate::app::{TestApp, both_engines};
use crate::books::{approved, until_started};
use crate::checkout::{APPROVED, Checkout, SLOW, card, order};

/// At least as many threads as serve a lane.
const THREADS: usize = 16;

both_engines! {
    async fn the_processor_acts_while_the_nodes_database_stalls(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        checkout.configuration().await;
        let token = checkout.token_of(SLOW).await;
        let stalled_meanwhile = async {
            until_started(&app).await;
            let gate = stall(&app.app().store);
            until_approved(&app).await;
            drop(gate);
        };
        let (paid, ()) = tokio::join!(checkout.pay(&token), stalled_meanwhile);
        assert_eq!(paid.ok()["status"], "SUCCESS");
    }

    async fn the_node_works_while_the_processors_database_stalls(app: TestApp) {
        let paying = Checkout::open(&app, &order()).await;
        let token = paying.token_of(APPROVED).await;
        let gate = stall(&app.app().simulator_store);
        let others = async {
            until_started(&app).await;
            let checkout = Checkout::open(&app, &order()).await;
            checkout.configuration().await;
            checkout.tokenize(&card(APPROVED)).await.ok();
            assert_eq!(approved(&app.app().simulator_store).await, [""; 0]);
            drop(gate);
        };
        let (paid, ()) = tokio::join!(paying.pay(&token), others);
        assert_eq!(paid.ok()["status"], "SUCCESS");
    }
}

/// Holds every thread that writes to the store, until the answer is dropped.
fn stall(store: &Store) -> Sender<()> {
    let (gate, opened) = mpsc::channel();
    let opened = Arc::new(Mutex::new(opened));
    for _ in 0..THREADS {
        let pass = {
            let opened = opened.clone();
            move || {
                let _ = opened.lock().unwrap().recv();
                Ok::<_, Error>(())
            }
        };
        let (one, other, third) = (pass.clone(), pass.clone(), pass);
        let store = store.clone();
        tokio::spawn(async move {
            let _ = tokio::join!(
                store.write_outcome(move |_| one()),
                store.write(move |_| other()),
                store.insert(move |_| third()),
            );
        });
    }
    gate
}

async fn until_approved(app: &TestApp) {
    for _ in 0..500 {
        if approved(&app.app().simulator_store).await.len() == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the processor did not act");
}
