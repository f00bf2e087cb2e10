//! Accounts take turns: whoever has much waiting in a lane does not make the others wait
//! for all of it.

use std::collections::{HashMap, VecDeque};

use tender_domain::id::AccountId;

/// Whose work it is; `None` for the server's own.
pub(crate) type Owner = Option<AccountId>;

/// What waits, served one of each owner in turn, an owner's own in order.
pub(crate) struct Turns<T> {
    waiting: HashMap<Owner, VecDeque<T>>,
    /// Owners of what waits, each once; the first is served next.
    order: VecDeque<Owner>,
    length: usize,
}

impl<T> Default for Turns<T> {
    fn default() -> Self {
        Self { waiting: HashMap::new(), order: VecDeque::new(), length: 0 }
    }
}

impl<T> Turns<T> {
    /// How many wait.
    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    /// Waits behind what its owner has waiting already.
    pub(crate) fn push(&mut self, owner: Owner, item: T) {
        let own = self.waiting.entry(owner).or_default();
        if own.is_empty() {
            self.order.push_back(owner);
        }
        own.push_back(item);
        self.length += 1;
    }

    /// The oldest of the owner whose turn it is.
    pub(crate) fn pop(&mut self) -> Option<T> {
        let owner = self.order.pop_front()?;
        let own = self.waiting.get_mut(&owner)?;
        let item = own.pop_front();
        if own.is_empty() {
            self.waiting.remove(&owner);
        } else {
            self.order.push_back(owner);
        }
        self.length -= 1;
        item
    }

    /// Makes room for `owner` where there is none left: the newest of whoever has the most
    /// waiting, if that is more than `owner` would have.
    pub(crate) fn displace(&mut self, owner: Owner) -> Option<T> {
        let own = self.waiting.get(&owner).map_or(0, VecDeque::len);
        let longest = self.waiting.values_mut().max_by_key(|waiting| waiting.len())?;
        // More than one is left to them, so they keep their place in the order.
        let displaced = if longest.len() > own + 1 { longest.pop_back() } else { None };
        self.length -= usize::from(displaced.is_some());
        displaced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(number: u128) -> Owner {
        Some(format!("{number:022}").parse().unwrap())
    }

    fn drain(turns: &mut Turns<&'static str>) -> String {
        std::iter::from_fn(|| turns.pop()).collect()
    }

    #[test]
    fn each_owner_in_turn_and_its_own_in_order() {
        let mut turns = Turns::default();
        for item in ["a1 ", "a2 ", "a3 "] {
            turns.push(account(1), item);
        }
        turns.push(account(2), "b1 ");
        turns.push(None, "s1 ");
        turns.push(account(2), "b2 ");
        assert_eq!((turns.len(), drain(&mut turns).as_str()), (6, "a1 b1 s1 a2 b2 a3 "));
        assert_eq!((turns.len(), turns.waiting.len(), turns.order.len()), (0, 0, 0));
    }

    #[test]
    fn only_whoever_has_more_makes_room() {
        let mut turns = Turns::default();
        for item in ["a1 ", "a2 ", "a3 "] {
            turns.push(account(1), item);
        }
        assert_eq!(turns.displace(account(1)), None);
        assert_eq!(turns.displace(account(2)), Some("a3 "));
        turns.push(account(2), "b1 ");
        assert_eq!(turns.displace(account(2)), None, "it has as many");
        assert_eq!(turns.displace(None), Some("a2 "));
        assert_eq!((turns.len(), drain(&mut turns).as_str()), (2, "a1 b1 "));
    }
}
