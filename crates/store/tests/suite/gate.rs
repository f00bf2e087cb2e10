//! Holds a database thread inside a closure until the test lets it go.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tender_store::Error;

/// Starts closed. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    open: bool,
    waiting: usize,
}

impl Gate {
    /// Blocks until the gate is open. Call it from a closure.
    pub(crate) fn pass(&self) -> Result<(), Error> {
        let (state, changed) = &*self.0;
        let mut state = state.lock().unwrap();
        state.waiting += 1;
        let closed = |state: &mut State| !state.open;
        let patience = Duration::from_secs(30);
        let state = changed.wait_timeout_while(state, patience, closed).unwrap().0;
        assert!(state.open, "nobody opened the gate");
        Ok(())
    }

    /// Lets everyone through from now on.
    pub(crate) fn open(&self) {
        self.0.0.lock().unwrap().open = true;
        self.0.1.notify_all();
    }

    /// Waits until `count` closures stand before the gate.
    pub(crate) async fn reached_by(&self, count: usize) {
        while self.0.0.lock().unwrap().waiting < count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}
