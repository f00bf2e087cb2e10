//! A closure on its way to a database thread, and its result on the way back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::error::Error;
use crate::tx::Tx;

/// A closure whose types are forgotten, so that different ones share a queue.
pub(crate) trait Work: Send {
    /// Runs the closure and keeps its result, in place of an earlier run's.
    ///
    /// # Returns
    /// Whether its changes are to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;

    /// Hands the kept result to the caller; if the transaction failed, that error.
    /// The result of a closure that refused goes back only then as well: what it
    /// has read may be another closure's work in the same commit.
    fn answer(self: Box<Self>, committed: Result<(), Error>);
}

/// Packs a closure, with the receiver of its result.
pub(crate) fn pack<T, E, F>(closure: F) -> (Box<dyn Work>, oneshot::Receiver<Result<T, E>>)
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    (Box::new(Call { closure, result: None, sender }), receiver)
}

/// Runs a closure, with a panic and a swallowed database failure as errors.
pub(crate) fn call<T, E, F>(closure: &F, tx: &mut Tx<'_>) -> Result<T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E>,
    E: From<Error>,
{
    // Nothing of the closure outlives its panic: it is `Fn`, its rows are rolled back.
    let Ok(result) = catch_unwind(AssertUnwindSafe(|| closure(tx))) else {
        tracing::error!("a storage closure panicked; its work is rolled back");
        return Err(E::from(Error::Panicked));
    };
    match (result, tx.failure()) {
        (Ok(_), Some(failure)) => Err(E::from(failure.clone())),
        (result, _) => result,
    }
}

struct Call<T, E, F> {
    closure: F,
    result: Option<Result<T, E>>,
    sender: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Work for Call<T, E, F>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let result = call(&self.closure, tx);
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn answer(self: Box<Self>, committed: Result<(), Error>) {
        let result = match (committed, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(E::from(Error::STOPPED)),
            (Err(error), _) => Err(E::from(error)),
        };
        // A caller that has gone away is no fault of the work, which is committed.
        let _ = self.sender.send(result);
    }
}
