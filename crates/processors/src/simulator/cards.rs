//! The test cards. Any future expiry and any CVV go with them.

use tender_domain::card::CardNumber;
use tender_domain::card_network::CardNetwork::{self, CartesBancaires, Mastercard, Visa};
use tender_domain::status_reason::StatusReason;

use super::Outcome;

/// A card number that the simulator knows, and what the simulator does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestCard {
    /// The number. It belongs to nobody.
    pub number: &'static str,
    /// Its scheme.
    pub network: CardNetwork,
    /// What is decided.
    pub verdict: Verdict,
    /// How the call and its answer travel.
    pub delivery: Delivery,
    /// Both, for people.
    pub description: &'static str,
}

/// What the simulator decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The money is reserved.
    Authorize,
    /// The issuer declines with this raw network code.
    Decline(&'static str),
    /// The issuer wants a 3-D Secure authentication.
    NeedThreeDs,
    /// The simulator breaks down.
    Fail,
}

/// How a call and its answer travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The answer comes at once.
    Prompt,
    /// The answer comes after [`super::SimulatorOptions::slow`].
    Slow,
    /// The simulator acts, but its answer is lost.
    AnswerLost {
        /// How many questions after it are left without an answer as well.
        unknown_asks: u32,
    },
    /// The call never arrives.
    RequestLost,
    /// The call is taken, and neither carried out nor answered.
    Stalled,
}

impl Verdict {
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::Authorize => Outcome::Authorized,
            Self::Decline(raw_code) => Outcome::Declined(StatusReason::issuer_declined(raw_code)),
            Self::NeedThreeDs => Outcome::Declined(StatusReason {
                message: Some(NO_THREE_DS.to_owned()),
                ..StatusReason::issuer_declined("1A")
            }),
            Self::Fail => Outcome::Failed(StatusReason::application_error(
                "The simulator failed, as this test card asks for.",
            )),
        }
    }
}

const NO_THREE_DS: &str =
    "This test card needs 3-D Secure, which is not available yet. Pay with another one.";

/// The test card with this number.
pub(super) fn find(number: &CardNumber) -> Option<&'static TestCard> {
    TEST_CARDS.iter().find(|card| card.number == number.digits())
}

/// Every card that the simulator knows.
#[must_use]
pub const fn test_cards() -> &'static [TestCard] {
    TEST_CARDS
}

const fn prompt(
    number: &'static str,
    network: CardNetwork,
    verdict: Verdict,
    description: &'static str,
) -> TestCard {
    TestCard { number, network, verdict, delivery: Delivery::Prompt, description }
}

const fn odd(
    number: &'static str,
    verdict: Verdict,
    delivery: Delivery,
    description: &'static str,
) -> TestCard {
    TestCard { number, network: Visa, verdict, delivery, description }
}

use Delivery::{AnswerLost, RequestLost, Slow, Stalled};
use Verdict::{Authorize, Decline, Fail, NeedThreeDs};

/// First the published ones (spec/product.md §6). Of ours, 4000 0000 010… carries the
/// raw network code in its middle, and 4000 0000 020… misbehaves.
const TEST_CARDS: &[TestCard] = &[
    prompt("4111111111111111", Visa, Authorize, "Authorised (debit card)"),
    prompt("4242424242424242", Visa, Authorize, "Authorised (credit card)"),
    prompt("5252525252525258", Mastercard, Authorize, "Authorised (debit card)"),
    prompt("5555555555554444", Mastercard, Authorize, "Authorised (credit card)"),
    prompt("4035500000000000", Visa, Authorize, "Authorised (also Cartes Bancaires)"),
    prompt("5132000000000000", Mastercard, Authorize, "Authorised (also Cartes Bancaires)"),
    prompt("4970000000000008", CartesBancaires, Authorize, "Authorised"),
    prompt("2222690420064590", Mastercard, Authorize, "Authorised (network token eligible)"),
    prompt("2222690420064574", Mastercard, Authorize, "Authorised (network token eligible)"),
    prompt("4000000000000002", Visa, Decline("30"), "Declined"),
    prompt("5100000000000008", Mastercard, Decline("30"), "Declined"),
    prompt("4000000000000010", Visa, Fail, "Failed"),
    prompt("5100000000000016", Mastercard, Fail, "Failed"),
    prompt("4916994064252017", Visa, NeedThreeDs, "Needs a 3-D Secure challenge"),
    prompt("4000000000000051", Visa, NeedThreeDs, "Needs a 3-D Secure challenge"),
    prompt("4929251897047956", Visa, NeedThreeDs, "Needs 3-D Secure, without a challenge"),
    prompt("4000000001001009", Visa, Decline("01"), "Declined: REFER_TO_CARD_ISSUER"),
    prompt("4000000001005000", Visa, Decline("05"), "Declined: DO_NOT_HONOR"),
    prompt("4000000001010000", Visa, Decline("1A"), "Declined: AUTHENTICATION_REQUIRED"),
    prompt("4000000001012006", Visa, Decline("12"), "Declined: ERROR"),
    prompt("4000000001014002", Visa, Decline("14"), "Declined: INVALID_CARD_NUMBER"),
    prompt("4000000001030008", Visa, Decline("30"), "Declined: DECLINED"),
    prompt("4000000001041005", Visa, Decline("41"), "Declined: LOST_OR_STOLEN_CARD"),
    prompt("4000000001051004", Visa, Decline("51"), "Declined: INSUFFICIENT_FUNDS"),
    prompt("4000000001054008", Visa, Decline("54"), "Declined: EXPIRED_CARD"),
    prompt("4000000001059007", Visa, Decline("59"), "Declined: SUSPECTED_FRAUD"),
    prompt("4000000001061003", Visa, Decline("61"), "Declined: WITHDRAWAL_LIMIT_EXCEEDED"),
    prompt("4000000001091000", Visa, Decline("91"), "Declined: ISSUER_TEMPORARILY_UNAVAILABLE"),
    prompt("4000000001099003", Visa, Decline("99"), "Declined: UNKNOWN"),
    odd(
        "4000000002001008",
        Authorize,
        AnswerLost { unknown_asks: 0 },
        "Authorised, but the answer is lost",
    ),
    odd(
        "4000000002002006",
        Authorize,
        AnswerLost { unknown_asks: 3 },
        "Authorised, but the answer is lost, and three questions for it as well",
    ),
    odd(
        "4000000002003004",
        Decline("05"),
        AnswerLost { unknown_asks: 0 },
        "Declined, but the answer is lost",
    ),
    odd("4000000002004002", Authorize, RequestLost, "The call never arrives"),
    odd("4000000002005009", Authorize, Slow, "Authorised after two seconds"),
    odd("4000000002006007", Authorize, Stalled, "The call is taken and hangs"),
];
