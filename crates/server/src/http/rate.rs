//! How often somebody may call, on this node. Counted by the machine's own clock: a test
//! clock must not let anybody call more often.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::StatusCode;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};

use crate::envelope::Envelope;

/// Calls per second for each key; as many may come at once after a rest of a second.
pub struct Rate<K: Clone + Hash + Eq> {
    limiter: Option<DefaultKeyedRateLimiter<K>>,
    clock: DefaultClock,
}

impl<K: Clone + Hash + Eq> Rate<K> {
    /// So many calls per second; 0 is any number.
    #[must_use]
    pub fn per_second(calls: u32) -> Self {
        let limiter = NonZeroU32::new(calls)
            .map(|calls| DefaultKeyedRateLimiter::keyed(Quota::per_second(calls)));
        Self { limiter, clock: DefaultClock::default() }
    }

    /// Counts a call.
    ///
    /// # Errors
    /// 429 that says when the next one is welcome.
    pub fn count(&self, key: &K) -> Result<(), Envelope> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        limiter.check_key(key).map_err(|not_until| {
            metrics::counter!("tender_http_requests_over_rate_total").increment(1);
            let wait = not_until.wait_time_from(self.clock.now());
            Envelope::of_status(StatusCode::TOO_MANY_REQUESTS).retry_after(whole_seconds(wait))
        })
    }

    /// Forgets who has not called for long enough to have the full rate again. What is
    /// remembered is bounded by the calls that come between two of these.
    pub fn forget(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// `Retry-After` counts in whole seconds, and 0 would be an invitation.
fn whole_seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_own_rate() {
        let rate = Rate::per_second(1);
        let calls: Vec<_> = (0..100).map(|_| rate.count(&"one")).collect();
        let refused = calls.into_iter().find_map(Result::err).unwrap();
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        assert!(rate.count(&"other").is_ok());
    }

    #[test]
    fn none_is_any_number() {
        let rate = Rate::per_second(0);
        assert!((0..1000).all(|_| rate.count(&"one").is_ok()));
        rate.forget();
    }
}
