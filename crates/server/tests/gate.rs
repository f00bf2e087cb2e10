//! Holds the threads of a store, as a database does that stalls.

use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};

use tender_store::{Error, Store};

/// At least as many threads as serve a lane.
const THREADS: usize = 16;

/// Holds every thread that writes to the store, until the answer is dropped.
pub(crate) fn stall_writes(store: &Store) -> Sender<()> {
    let (gate, pass) = gate();
    for _ in 0..THREADS {
        let (store, pass) = (store.clone(), pass.clone());
        tokio::spawn(async move {
            let (one, other, third) = (pass.clone(), pass.clone(), pass);
            let _ = tokio::join!(
                store.write_outcome(move |_| one()),
                store.write(move |_| other()),
                store.insert(move |_| third()),
            );
        });
    }
    gate
}

/// Holds every thread that reads from a store on PostgreSQL, until the answer is dropped.
pub(crate) async fn stall_reads(store: &Store) -> Sender<()> {
    let (gate, pass) = gate();
    let (reached, reads) = mpsc::channel();
    for _ in 0..THREADS {
        let (store, pass, reached) = (store.clone(), pass.clone(), reached.clone());
        tokio::spawn(async move {
            let read = store.read(move |_| {
                let _ = reached.send(());
                pass()
            });
            let _ = read.await;
        });
    }
    tokio::task::spawn_blocking(move || reads.recv()).await.unwrap().unwrap();
    gate
}

/// A closure that waits until the gate is dropped.
fn gate() -> (Sender<()>, impl Fn() -> Result<(), Error> + Clone + Send + Sync + 'static) {
    let (gate, opened) = mpsc::channel::<()>();
    let opened = Arc::new(Mutex::new(opened));
    let pass = move || {
        let _ = opened.lock().unwrap().recv();
        Ok(())
    };
    (gate, pass)
}
