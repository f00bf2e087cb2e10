//! How often sessions, addresses and accounts may call this node (DESIGN rule 8).

use tender_domain::id::{AccountId, ClientSessionId};
use tender_domain::limits::CLIENT_RATE_PER_SESSION;

use crate::config::RateLimits;
use crate::envelope::Envelope;
use crate::http::client_ip::Origin;
use crate::http::rate::Rate;

/// What a call of the client API counts as, in each request's extensions: the routes say
/// so with `Extension(Pace)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Makes or changes something, or writes down what the checkout is shown.
    Creating,
    /// Asks how something goes on: never refused below what clients poll.
    Polling,
}

/// The rates of a node.
pub struct Rates {
    session: Rate<ClientSessionId>,
    address: Rate<Origin>,
    polling: Rate<ClientSessionId>,
    account: Rate<AccountId>,
}

impl Rates {
    /// Nothing was counted yet.
    #[must_use]
    pub fn new(limits: RateLimits) -> Self {
        let polling = match limits.client_per_session {
            0 => 0,
            rate => rate.max(CLIENT_RATE_PER_SESSION),
        };
        Self {
            session: Rate::per_second(limits.client_per_session),
            address: Rate::per_second(limits.client_per_address),
            polling: Rate::per_second(polling),
            account: Rate::per_second(limits.merchant_per_account),
        }
    }

    /// Counts a call of the client API before it is known whose it is.
    ///
    /// # Errors
    /// 429.
    pub fn count_address(&self, pace: Pace, origin: Option<Origin>) -> Result<(), Envelope> {
        match (pace, origin) {
            (Pace::Creating, Some(origin)) => self.address.count(&origin),
            _ => Ok(()),
        }
    }

    /// Counts a call of a session.
    ///
    /// # Errors
    /// 429.
    pub fn count_session(&self, pace: Pace, session: ClientSessionId) -> Result<(), Envelope> {
        match pace {
            Pace::Creating => self.session.count(&session),
            Pace::Polling => self.polling.count(&session),
        }
    }

    /// Counts a call of the merchant API.
    ///
    /// # Errors
    /// 429.
    pub fn count_account(&self, account: AccountId) -> Result<(), Envelope> {
        self.account.count(&account)
    }

    /// Forgets who has not called lately; to be called every few seconds.
    pub fn forget(&self) {
        self.session.forget();
        self.address.forget();
        self.polling.forget();
        self.account.forget();
    }
}
