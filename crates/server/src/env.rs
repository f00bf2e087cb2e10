//! Everything the server takes from outside itself besides the database: time,
//! random bytes, ids, outgoing HTTP. Tests replace the clock and the randomness;
//! clippy bans the direct ways.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use uuid::Uuid;

use tender_domain::time::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The current time.
    fn now(&self) -> Timestamp;
}

/// Gives random bytes.
pub trait Random: Send + Sync {
    /// Fills `bytes` with unpredictable bytes, good enough for keys.
    fn fill(&self, bytes: &mut [u8]);
}

/// The outside world, cheap to clone.
#[derive(Clone)]
pub struct Env {
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    http: reqwest::Client,
    last_tick: Arc<AtomicU64>,
}

impl Env {
    /// The machine's clock and random numbers.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Arc::new(SystemClock), Arc::new(SystemRandom))
    }

    /// The machine's random numbers with a clock of the caller's choice.
    #[must_use]
    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self::new(clock, Arc::new(SystemRandom))
    }

    /// A world of the caller's choice.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self { clock, random, http: http_client(), last_tick: Arc::default() }
    }

    /// The current time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// `N` unpredictable bytes.
    #[must_use]
    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// The source of random bytes itself.
    #[must_use]
    pub fn random(&self) -> &dyn Random {
        &*self.random
    }

    /// A UUIDv7 above every one that this world gave before, also within one
    /// microsecond and when the clock steps back: the 12 bits behind the
    /// millisecond count on from the fraction of it (RFC 9562 §6.2, method 3).
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        let tick = self.next_tick();
        let mut bytes: [u8; 16] = self.random_bytes();
        bytes[..6].copy_from_slice(&(tick >> 12).to_be_bytes()[2..]);
        let [.., high, low] = tick.to_be_bytes();
        bytes[6] = 0x70 | (high & 0x0f); // version 7
        bytes[7] = low;
        bytes[8] = 0x80 | (bytes[8] & 0x3f); // RFC variant
        Uuid::from_bytes(bytes)
    }

    /// A fresh id: `env.id::<PaymentId>()`.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from(self.uuid())
    }

    /// The client for outgoing HTTP.
    #[must_use]
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// The time in 1/4096 milliseconds, moved on by at least one since the last call.
    fn next_tick(&self) -> u64 {
        let micros = u64::try_from(self.now().as_micros()).unwrap_or(0);
        let now = ((micros / 1_000) << 12) | ((micros % 1_000) * 4_096 / 1_000);
        let next = |last: u64| now.max(last + 1);
        // The order matters between ids only, nothing else is published through it.
        self.last_tick
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(next(last)))
            .map_or(now, next)
    }
}

/// A clock that stands still until it is moved: for tests.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.as_micros()))
    }

    /// Moves the clock to `now`, also backwards.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.as_micros(), Ordering::SeqCst);
    }

    /// Moves the clock on by `duration`.
    pub fn advance(&self, duration: Duration) {
        self.set(self.now().after(duration));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
    }
}

struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::expect_used, reason = "without randomness no key or token is safe: stop")]
    fn fill(&self, bytes: &mut [u8]) {
        aws_lc_rs::rand::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// Follows no redirect, since an answer from elsewhere is not the processor's, and
/// reads no proxy from the environment.
#[expect(clippy::disallowed_methods, reason = "the one place that makes HTTP clients")]
#[expect(clippy::expect_used, reason = "fails only when TLS cannot be set up, and there is none")]
fn http_client() -> reqwest::Client {
    reqwest::Client::builder()
        .user_agent(concat!("Tender/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(5))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .expect("an HTTP client without TLS can always be built")
}

#[cfg(test)]
mod tests {
    use tender_domain::id::PaymentId;

    use super::*;

    #[test]
    fn ids_sort_by_creation_even_when_the_clock_stands_or_steps_back() {
        let start = Timestamp::from_micros(1_700_000_000_123_456);
        let clock = Arc::new(ManualClock::new(start));
        let env = Env::with_clock(clock.clone());
        let mut ids: Vec<PaymentId> = (0..10_000).map(|_| env.id()).collect();
        clock.set(start.before(Duration::from_secs(5)));
        ids.push(env.id());
        assert!(ids.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn an_id_is_a_uuid_v7_of_its_millisecond() {
        let env = Env::with_clock(Arc::new(ManualClock::new(Timestamp::from_micros(
            1_645_557_742_000_999,
        ))));
        let uuid = env.uuid();
        assert_eq!(uuid.get_version_num(), 7);
        assert_eq!(uuid.get_variant(), uuid::Variant::RFC4122);
        assert_eq!(uuid.as_u128() >> 80, 1_645_557_742_000);
    }
}
