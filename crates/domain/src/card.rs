//! Cards: what a valid one is, and what may be shown of it.
//!
//! Plain card data lives in [`CardNumber`] and [`Cvv`] only. Neither can be displayed
//! or serialised, `Debug` hides them, and both are zeroed when dropped. What is stored
//! and shown is a [`MaskedCard`].

mod bin_data;
mod cardholder_name;
mod cvv;
mod details;
mod detection;
mod expiry;
mod in_text;
mod masked;
mod number;
mod secret_text;

pub use self::bin_data::{
    AccountFundingType, AccountNumberType, BinData, PrepaidReloadable, ProductUsage,
    RegionalRestriction,
};
pub use self::cardholder_name::CardholderName;
pub use self::cvv::{Cvv, InvalidCvv, cvv_length};
pub use self::details::CardDetails;
pub use self::detection::detect;
pub use self::expiry::Expiry;
pub use self::in_text::{CARD_DIGITS_MIN, holds_card_number};
pub use self::masked::MaskedCard;
pub use self::number::{CardNumber, InvalidCardNumber};
pub use self::secret_text::SecretText;
use crate::card_network::CardNetwork;

/// A card that passed [`CardDetails::check`], ready to be authorised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its number.
    pub number: CardNumber,
    /// Its verification value, as long as it may be kept.
    pub cvv: Option<Cvv>,
    /// Its last month.
    pub expiry: Expiry,
    /// The name on it.
    pub cardholder_name: Option<CardholderName>,
    /// The network that the payment goes through, chosen among those of the card.
    pub network: CardNetwork,
}
