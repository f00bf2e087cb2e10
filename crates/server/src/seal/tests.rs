//! Sealed values open where they were put, and nowhere else.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use tender_domain::card::{CardNumber, Cvv};
use tender_domain::time::Timestamp;

use super::*;
use crate::config::MasterKeySource;
use crate::env::Env;

/// Different bytes each time, the same in each run.
#[derive(Default)]
struct Counting(AtomicU64);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&number.to_be_bytes()[..chunk.len()]);
        }
    }
}

const HERE: Context<'static> = Context { table: "card", record_id: "record-1" };
const ELSEWHERE: [Context<'static>; 3] = [
    Context { table: "card", record_id: "record-2" },
    Context { table: "cvv", record_id: "record-1" },
    Context { table: "card", record_id: "" },
];
const NUMBER: &str = "4242424242424242";
const START: Timestamp = Timestamp::from_micros(1_795_219_200_000_000);

fn master(byte: u8) -> MasterKey {
    let text = Zeroizing::new(STANDARD.encode([byte; 32]));
    MasterKey::load(&MasterKeySource::Text(text), &Env::system()).unwrap()
}

fn ring() -> KeyRing {
    KeyRing::new(&master(1), &[])
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

proptest! {
    #[test]
    fn what_was_sealed_opens_in_its_place_only(plaintext in proptest::collection::vec(any::<u8>(), 0..200)) {
        let ring = ring();
        let sealed = ring.seal(&plaintext, HERE, &Counting::default());
        prop_assert_eq!(sealed.len(), 1 + 8 + 12 + 48 + 12 + plaintext.len() + 16);
        let opened = ring.open(&sealed, HERE).unwrap();
        prop_assert_eq!(opened.as_slice(), plaintext.as_slice());
        for context in ELSEWHERE {
            prop_assert_eq!(ring.open(&sealed, context), Err(DoesNotOpen));
        }
    }

    #[test]
    fn foreign_bytes_do_not_open(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(ring().open(&bytes, HERE), Err(DoesNotOpen));
    }
}

#[test]
fn changed_or_cut_values_do_not_open() {
    let ring = ring();
    let sealed = ring.seal(NUMBER.as_bytes(), HERE, &Counting::default());
    for place in 0..sealed.len() {
        for bit in 0..8 {
            let mut changed = sealed.clone();
            changed[place] ^= 1 << bit;
            assert_eq!(ring.open(&changed, HERE), Err(DoesNotOpen), "byte {place}, bit {bit}");
        }
        assert_eq!(ring.open(&sealed[..place], HERE), Err(DoesNotOpen), "{place} bytes");
    }
    let longer = [sealed.as_slice(), &[0]].concat();
    assert_eq!(ring.open(&longer, HERE), Err(DoesNotOpen));
}

#[test]
fn the_same_value_never_looks_the_same() {
    let (ring, random) = (ring(), Counting::default());
    let seal = || ring.seal(NUMBER.as_bytes(), HERE, &random);
    let (first, second) = (seal(), seal());
    assert_ne!(first, second);
    assert!(!contains(&first, NUMBER.as_bytes()));
}

#[test]
fn older_keys_open_and_the_newest_seals() {
    let random = Counting::default();
    let before = ring();
    let sealed = before.seal(b"secret", HERE, &random);
    let rotated = KeyRing::new(&master(2), &[master(1)]);
    assert_eq!(rotated.open(&sealed, HERE).unwrap().as_slice(), b"secret");
    assert!(before.is_current(&sealed) && !rotated.is_current(&sealed));

    let resealed = rotated.seal(b"secret", HERE, &random);
    assert!(rotated.is_current(&resealed));
    assert_eq!(KeyRing::new(&master(2), &[]).open(&resealed, HERE).unwrap().as_slice(), b"secret");
    assert_eq!(before.open(&resealed, HERE), Err(DoesNotOpen));
}

#[test]
fn a_card_number_is_sealed_and_fingerprinted() {
    let (ring, random) = (ring(), Counting::default());
    let number = CardNumber::parse(NUMBER).unwrap();
    let sealed = ring.seal_card_number(&number, HERE, &random);
    assert_eq!(ring.open_card_number(&sealed, HERE), Ok(number.clone()));

    let other = CardNumber::parse("4111111111111111").unwrap();
    assert_eq!(ring.fingerprint(&number), ring.fingerprint(&number));
    assert_ne!(ring.fingerprint(&number), ring.fingerprint(&other));
    assert_ne!(ring.fingerprint(&number), KeyRing::new(&master(2), &[]).fingerprint(&number));
    let rotated = KeyRing::new(&master(2), &[master(1)]);
    assert_eq!(ring.fingerprint(&number), rotated.fingerprint(&number));
}

#[test]
fn a_cvv_opens_with_its_own_key_in_its_own_place() {
    let (ring, random) = (ring(), Counting::default());
    let key = CvvKey::generate("key-1".to_owned(), START, &random);
    let other = CvvKey::generate("key-1".to_owned(), START, &random);
    let wrapped = key.wrap(&ring, &random);
    let cvv = Cvv::parse("123", None).unwrap();
    let sealed = key.seal(&cvv, HERE, &random);
    assert_eq!(key.open(&sealed, HERE), Ok(cvv.clone()));
    assert_eq!(other.open(&sealed, HERE), Err(DoesNotOpen));
    for context in ELSEWHERE {
        assert_eq!(key.open(&sealed, context), Err(DoesNotOpen));
    }
    for length in 0..sealed.len() {
        assert_eq!(key.open(&sealed[..length], HERE), Err(DoesNotOpen));
    }

    let unwrapped = CvvKey::unwrap("key-1".to_owned(), START, &wrapped, &ring).unwrap();
    assert_eq!(unwrapped.open(&sealed, HERE), Ok(cvv));
    assert!(CvvKey::unwrap("key-2".to_owned(), START, &wrapped, &ring).is_err());
}

#[test]
fn a_cvv_key_seals_for_an_hour_and_lives_a_cvv_longer() {
    let key = CvvKey::generate("key-1".to_owned(), START, &Counting::default());
    let minutes = |minutes: u64| START.after(Duration::from_secs(minutes * 60));
    let just_before = |time: Timestamp| time.before(Duration::from_micros(1));
    assert!(!key.is_sealing(just_before(START)));
    assert!(key.is_sealing(START) && key.is_sealing(just_before(minutes(60))));
    assert!(!key.is_sealing(minutes(60)));
    assert!(!key.is_expired(just_before(minutes(75))));
    assert!(key.is_expired(minutes(75)));
    assert_eq!(key.expires_at(), minutes(75));
}

#[test]
fn debug_shows_no_secret() {
    let key = CvvKey::generate("key-1".to_owned(), START, &Counting::default());
    assert_eq!(format!("{:?} {key:?}", ring()), "KeyRing(1 keys) CvvKey(key-1)");
}
