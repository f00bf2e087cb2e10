//! Every limit of the product, with its reason. Lengths are characters, sizes
//! bytes, durations seconds where the name does not say otherwise.

use std::time::Duration;

/// Largest amount, in minor units: 2⁵³ − 1, the largest integer that a JSON number
/// carries exactly through JavaScript clients (RFC 8259 §6).
pub const AMOUNT_MAX: i64 = 9_007_199_254_740_991;

/// Largest quantity of one line item: far above any order, small enough that
/// amount × quantity cannot leave 128 bits.
pub const QUANTITY_MAX: i64 = 1_000_000;

/// Most line items of an order: an order of this size still answers in milliseconds.
pub const LINE_ITEMS_MAX: usize = 500;

/// Most fees of an order.
pub const FEES_MAX: usize = 100;

/// Most keys and list items of `metadata`, of every level together: it is stored with the
/// session and each payment, and shown to people.
pub const METADATA_ENTRIES_MAX: usize = 500;

/// Deepest nesting of `metadata` in itself: conditions reach into it by dot paths.
pub const METADATA_DEPTH_MAX: usize = 8;

/// Longest metadata key, in characters.
pub const METADATA_KEY_LENGTH_MAX: usize = 255;

/// Longest text in metadata, in characters.
pub const METADATA_VALUE_LENGTH_MAX: usize = 4_096;

/// Most bytes of all keys and texts of `metadata` together.
pub const METADATA_SIZE_MAX: usize = 64 * 1024;

/// Deepest nesting of a request body: the deepest documented field lies at six.
pub const BODY_DEPTH_MAX: usize = 32;

/// Most faults named in one answer: enough to mend a request, small beside the request.
pub const FAULTS_MAX: usize = 100;

/// Largest request body of the merchant API, in bytes: 500 line items with product data
/// fit twice.
pub const BODY_SIZE_MAX: usize = 1024 * 1024;

/// Largest request body of the client API, in bytes: a card is below one thousand, and
/// every shopper can send as many as they like.
pub const CLIENT_BODY_SIZE_MAX: usize = 64 * 1000;

/// Most of a body of analytics that is read, in bytes; nothing of it is kept.
pub const ANALYTICS_SIZE_MAX: usize = 1024 * 1024;

/// How long a body of the merchant API may take to arrive: the largest one comes through
/// at 35 kB/s.
pub const BODY_TIME_MAX: Duration = Duration::from_secs(30);

/// How long a body of the client API may take to arrive; its answer is awaited for 12
/// seconds in all.
pub const CLIENT_BODY_TIME_MAX: Duration = Duration::from_secs(10);

/// Bytes of all bodies of the merchant API that are held at one time; past it 503. With
/// those of the client API a node stays below 256 MB, whoever sends them.
pub const BODIES_MEMORY_MAX: usize = 64 * 1024 * 1024;

/// The same for the client API, which has its own so that shoppers take nothing from
/// merchants.
pub const CLIENT_BODIES_MEMORY_MAX: usize = 32 * 1024 * 1024;

/// Calls of the client API per second that create or change something, of one session
/// (DESIGN rule 8). Clients poll as often at most.
pub const CLIENT_RATE_PER_SESSION: u32 = 20;

/// The same of one address: a shop's visitors behind one address of a carrier.
pub const CLIENT_RATE_PER_ADDRESS: u32 = 200;

/// Calls of the merchant API per second, of one account: above what a node stores of
/// sessions on SQLite, so that only a program gone wild meets it.
pub const MERCHANT_RATE_PER_ACCOUNT: u32 = 2_000;

/// Connections of one address, a tenth of a node's: a backend keeps dozens, a browser six.
pub const CONNECTIONS_PER_ADDRESS: u32 = 1_000;

/// How long a client token opens its session (spec/merchant-api.md §3.1).
pub const CLIENT_TOKEN_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a CVV may wait for its authorisation (DESIGN rule 7).
pub const CVV_LIFETIME: Duration = Duration::from_secs(15 * 60);

/// Card tokenisations per session before 429 (card testing guard).
pub const CARD_ATTEMPTS_PER_SESSION: i64 = 10;

/// Card tokenisations per hour, per IP address and per card, before 429.
pub const CARD_ATTEMPTS_PER_HOUR: i64 = 30;

/// Most payments of one session: a shopper retries a few times, a card tester hundreds.
pub const PAYMENTS_PER_SESSION_MAX: usize = 50;

/// Longest idempotency key, in characters.
pub const IDEMPOTENCY_KEY_LENGTH_MAX: usize = 255;
