//! Reading a request's body within limits of size, time and memory.

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt, Limited};
use zeroize::Zeroizing;

use super::client_ip::{ClientIp, Origin};
use crate::envelope::Envelope;

/// How much of a body that is too large is read and thrown away, as a multiple of what is
/// allowed, so that a client which sends everything before it listens still gets the answer.
const DISCARD_FACTOR: usize = 8;

/// What is set aside before a body's first byte: most bodies fit.
const FIRST_CAPACITY: usize = 4 * 1024;

/// The share of the memory for bodies that one address can hold.
const SHARES: usize = 4;

/// How an API reads bodies, in each request's extensions: `Extension(BodyRules)` is the
/// layer that puts it there.
#[derive(Clone)]
pub struct BodyRules {
    size_max: usize,
    time_max: Duration,
    memory: Arc<Memory>,
}

impl BodyRules {
    /// Bodies of `size_max` bytes that arrive within `time_max`; all that are being read
    /// or used at one time together hold `memory_max` bytes.
    #[must_use]
    pub fn new(size_max: usize, time_max: Duration, memory_max: usize) -> Self {
        Self { size_max, time_max, memory: Arc::new(Memory::new(memory_max)) }
    }
}

/// The whole body of a request; empty when there is none.
pub struct BodyBytes(pub HeldBytes);

/// Bytes that count as held, and are wiped when dropped.
pub struct HeldBytes {
    bytes: Zeroizing<Vec<u8>>,
    _held: Held,
}

impl Deref for HeldBytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Its length only: a body may hold a card.
impl fmt::Debug for BodyBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BodyBytes({} bytes)", self.0.len())
    }
}

impl<S: Sync> FromRequest<S> for BodyBytes {
    type Rejection = Envelope;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Envelope> {
        let announced = request
            .headers()
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let extensions = request.extensions();
        let rules = extensions.get::<BodyRules>().cloned();
        let rules = rules.ok_or_else(|| Envelope::internal("a route has no rules for bodies"))?;
        let origin = extensions.get::<ClientIp>().and_then(|client| client.origin());
        let held = Held { memory: rules.memory.clone(), origin, bytes: 0 };
        let mut body = request.into_body();
        let reading = async {
            let outcome = match announced {
                Some(length) if length > rules.size_max => Err(too_large(rules.size_max)),
                _ => collect(&mut body, held, rules.size_max).await,
            };
            if outcome.is_err() {
                discard(body, DISCARD_FACTOR * rules.size_max).await;
            }
            outcome
        };
        tokio::time::timeout(rules.time_max, reading)
            .await
            .unwrap_or_else(|_| Err(Envelope::of_status(StatusCode::REQUEST_TIMEOUT)))
            .map(Self)
    }
}

async fn collect(body: &mut Body, mut held: Held, size_max: usize) -> Result<HeldBytes, Envelope> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(FIRST_CAPACITY.min(size_max)));
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| {
            let text = "The request's body ended before it was complete.";
            Envelope::new(StatusCode::BAD_REQUEST, "BadRequest", text)
        })?;
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > size_max - bytes.len() {
            return Err(too_large(size_max));
        }
        held.grow(data.len())?;
        bytes.extend_from_slice(&data);
    }
    Ok(HeldBytes { bytes, _held: held })
}

/// Reads a body away up to `size_max` bytes, keeping nothing of it.
async fn discard(body: Body, size_max: usize) {
    let mut body = Limited::new(body, size_max);
    while let Some(Ok(_)) = body.frame().await {}
}

/// Reads a body away that nobody wants, within `size_max` and `time_max`.
pub async fn sink(body: Body, size_max: usize, time_max: Duration) {
    let _ = tokio::time::timeout(time_max, discard(body, size_max)).await;
}

fn too_large(size_max: usize) -> Envelope {
    Envelope::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "RequestTooLarge",
        format!("The request's body is larger than {size_max} bytes."),
    )
}

/// The bytes of all bodies that are being read or used.
struct Memory {
    max: usize,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    total: usize,
    by_origin: HashMap<Origin, usize>,
}

/// The bytes of one body, given back when dropped.
struct Held {
    memory: Arc<Memory>,
    origin: Option<Origin>,
    bytes: usize,
}

impl Memory {
    fn new(max: usize) -> Self {
        Self { max, taken: Mutex::default() }
    }
}

impl Taken {
    fn of(&self, origin: Option<Origin>) -> usize {
        origin.and_then(|origin| self.by_origin.get(&origin)).copied().unwrap_or_default()
    }
}

impl Held {
    /// Counts more bytes.
    ///
    /// # Errors
    /// 503 if there are too many in all, or of this address.
    fn grow(&mut self, bytes: usize) -> Result<(), Envelope> {
        let memory = &self.memory;
        let mut taken = memory.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let of_origin = taken.of(self.origin) + bytes;
        if taken.total + bytes > memory.max || of_origin > memory.max / SHARES {
            metrics::counter!("tender_http_bodies_refused_total").increment(1);
            return Err(Envelope::of_status(StatusCode::SERVICE_UNAVAILABLE));
        }
        taken.total += bytes;
        held_gauge().increment(precise(bytes));
        if let Some(origin) = self.origin {
            taken.by_origin.insert(origin, of_origin);
        }
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut taken = self.memory.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.total -= self.bytes;
        held_gauge().decrement(precise(self.bytes));
        if let Some(origin) = self.origin {
            let left = taken.of(Some(origin)) - self.bytes;
            match left {
                0 => drop(taken.by_origin.remove(&origin)),
                _ => drop(taken.by_origin.insert(origin, left)),
            }
        }
    }
}

fn held_gauge() -> metrics::Gauge {
    metrics::gauge!("tender_http_body_bytes")
}

/// Bodies are far below the 2³² bytes up to which this is exact.
fn precise(bytes: usize) -> f64 {
    u32::try_from(bytes).unwrap_or(u32::MAX).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(memory: &Arc<Memory>, ip: &str) -> Held {
        let origin = Some(Origin::of(ip.parse().unwrap()));
        Held { memory: memory.clone(), origin, bytes: 0 }
    }

    #[test]
    fn bodies_share_their_memory_and_an_address_has_a_part_of_it() {
        let memory = Arc::new(Memory::new(100));
        let mut one = held(&memory, "192.0.2.1");
        one.grow(20).unwrap();
        one.grow(5).unwrap();
        assert!(held(&memory, "192.0.2.1").grow(1).is_err());
        let mut others: Vec<_> =
            (2..5).map(|last| held(&memory, &format!("192.0.2.{last}"))).collect();
        for other in &mut others {
            other.grow(25).unwrap();
        }
        assert!(held(&memory, "192.0.2.9").grow(1).is_err());
        drop(one);
        assert!(held(&memory, "192.0.2.1").grow(25).is_ok());
        drop(others);
        let taken = memory.taken.lock().unwrap();
        assert!(taken.total == 0 && taken.by_origin.is_empty());
    }

    async fn read(body: Body, rules: &BodyRules) -> Result<Vec<u8>, u16> {
        let mut request = Request::new(body);
        request.extensions_mut().insert(rules.clone());
        let read = BodyBytes::from_request(request, &()).await;
        read.map(|body| body.0.to_vec()).map_err(|envelope| envelope.status().as_u16())
    }

    #[tokio::test]
    async fn a_body_has_a_size_and_a_time() {
        let rules = BodyRules::new(10, Duration::from_secs(60), 1_000);
        assert_eq!(read(Body::from("0123456789"), &rules).await, Ok(b"0123456789".to_vec()));
        assert_eq!(read(Body::from("0123456789a"), &rules).await, Err(413));
        let rules = BodyRules::new(10, Duration::from_millis(1), 1_000);
        let never = futures_util::stream::pending::<Result<&[u8], std::io::Error>>();
        assert_eq!(read(Body::from_stream(never), &rules).await, Err(408));
    }
}
