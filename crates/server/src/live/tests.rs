//! Who is told, who has a place, and who gives it up.

use uuid::Uuid;

use super::*;

const END: Timestamp = Timestamp::from_micros(1_000);

fn session(number: usize) -> ClientSessionId {
    ClientSessionId::new(Uuid::from_u128(number as u128))
}

fn changed(number: usize, revision: i64) -> Change {
    let aggregate = Some(Aggregate::ClientSession(session(number)));
    Change { position: 1, aggregate, revision }
}

#[tokio::test]
async fn only_a_later_revision_of_the_own_session_is_told() {
    let live = Arc::new(Live::default());
    let mut stream = live.subscribe(session(1), END, None).unwrap();
    live.tell(&[changed(1, 3), changed(1, 2), changed(2, 9)]);
    assert_eq!(stream.next().await, Some(3));
    live.tell(&[changed(1, 2), changed(1, 3)]);
    assert_eq!(stream.next().now_or_never(), None);
    live.tell(&[changed(1, 4)]);
    assert_eq!(stream.next().await, Some(4));
}

#[tokio::test]
async fn streams_end_when_their_session_expires_or_the_server_stops() {
    let live = Arc::new(Live::default());
    let mut expiring = live.subscribe(session(1), END, None).unwrap();
    let mut living = live.subscribe(session(2), END.after(Duration::from_secs(1)), None).unwrap();
    live.end_expired(END);
    assert_eq!(expiring.next().await, None);
    assert_eq!(living.next().now_or_never(), None);
    live.close();
    assert_eq!(living.next().await, None);
    let mut late = live.subscribe(session(3), END, None).unwrap();
    late.latest.mark_changed();
    assert_eq!(late.next().await, None);
}

fn origin(number: usize) -> Option<Origin> {
    let number = u32::try_from(number).unwrap();
    Some(Origin::of(std::net::Ipv4Addr::from_bits(number).into()))
}

#[test]
fn streams_are_limited_per_session_and_per_address() {
    let live = Arc::new(Live::default());
    let of_one: Vec<_> = (0..STREAMS_PER_SESSION_MAX)
        .map(|_| live.subscribe(session(0), END, origin(0)).unwrap())
        .collect();
    assert!(live.subscribe(session(0), END, origin(1)).is_none());
    let _others: Vec<_> = (STREAMS_PER_SESSION_MAX..STREAMS_PER_ADDRESS_MAX)
        .map(|number| live.subscribe(session(number), END, origin(0)).unwrap())
        .collect();
    assert!(live.subscribe(session(1), END, origin(0)).is_none());
    assert!(live.subscribe(session(1), END, origin(1)).is_some());
    drop(of_one);
    assert!(live.subscribe(session(0), END, origin(0)).is_some());
}

#[tokio::test]
async fn a_full_node_takes_from_the_address_with_the_most() {
    let live = Arc::new(Live::default());
    let of = |address: usize, count: usize| -> Vec<_> {
        let subscribe = |number| live.subscribe(session(number), END, origin(address));
        (0..count).map(|number| subscribe(address * 1_000 + number).unwrap()).collect()
    };
    let mut greedy: Vec<_> = (1..=10).map(|address| of(address, STREAMS_MAX / 10)).collect();
    let mut late = live.subscribe(session(0), END, origin(99)).unwrap();
    assert_eq!(late.next().now_or_never(), None, "it has its place");
    let ended: usize = greedy
        .iter_mut()
        .map(|streams| usize::from(streams[0].next().now_or_never() == Some(None)))
        .sum();
    assert_eq!(ended, 1, "the oldest of one of those with the most");
    assert_eq!(live.0.borrow().streams, STREAMS_MAX);
    let of_greedy = live.subscribe(session(1), END, origin(1));
    assert!(of_greedy.is_none() || live.0.borrow().streams == STREAMS_MAX);
    drop((greedy, late, of_greedy));
    assert!(live.rests() && live.0.borrow().origins.is_empty());
}

#[test]
fn nobody_leaves_anything_behind() {
    let live = Arc::new(Live::default());
    let streams = [1, 1, 2].map(|number| live.subscribe(session(number), END, None).unwrap());
    assert!(!live.rests());
    drop(streams);
    assert!(live.rests());
    assert_eq!(live.0.borrow().streams, 0);
}
