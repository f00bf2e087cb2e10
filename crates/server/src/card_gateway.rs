//! The only interface that touches plain card data: tokenise, authorise, ask for an
//! outcome. Forgetting is deleting the sealed rows, which the use cases do in their
//! commits ([`tender_store::card_data`]).

use std::sync::Arc;
use std::time::Duration;

use tender_domain::account::Environment;
use tender_domain::card::{Card, MaskedCard};
use tender_domain::id::PaymentInstrumentId;
use tender_domain::payment::{Attempt, Charge, Outcome, Payment, ProcessorAccount};
use tender_domain::payment_instrument::PaymentInstrument;
use tender_domain::status_reason::StatusReason;
use tender_domain::time::Timestamp;
use tender_processors::{
    Answer, AuthorizeRequest, Closing, Processor, Recovery, SentCall, StatusAnswer,
};
use tender_store::{Store, Tx, card_data};

use crate::cvv_keys::CvvKeys;
use crate::env::Env;
use crate::seal::{Context, KeyRing};

/// How long a processor may take: less than the 45 s within which the client API
/// answers (DESIGN, "Timeouts").
const PROCESSOR_PATIENCE: Duration = Duration::from_secs(40);

/// How long opening a card may take. It is milliseconds, unless the database stalls
/// while the key of a CVV has to be read.
const OPENING_PATIENCE: Duration = Duration::from_secs(10);

/// A call is not sent later than this after its attempt was committed: a node that was
/// held up or stopped must not send what others may already have given up.
const SEND_WITHIN: Duration = Duration::from_secs(30);

/// A call ends at the latest this long after its attempt was committed, well before
/// others conclude from the processor's silence.
const END_WITHIN: Duration = Duration::from_secs(60);

/// Vault and connectors behind one door.
pub struct CardGateway {
    ring: Arc<KeyRing>,
    cvv_keys: CvvKeys,
    processor: Arc<dyn Processor>,
    store: Store,
    env: Env,
}

/// A card ready to be stored.
pub struct NewSealedCard {
    /// The sealed number.
    pub number: Vec<u8>,
    /// The sealed CVV.
    pub cvv: Option<Vec<u8>>,
    /// Recognises the number without telling it.
    pub fingerprint: [u8; 32],
}

/// A stored card, still sealed.
pub struct SealedCard {
    id: PaymentInstrumentId,
    masked: MaskedCard,
    number: Vec<u8>,
    cvv: Option<Vec<u8>>,
}

impl SealedCard {
    /// Reads the card of an instrument, if it is not deleted.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn load(
        tx: &mut Tx<'_>,
        instrument: &PaymentInstrument,
        now: Timestamp,
    ) -> Result<Option<Self>, tender_store::Error> {
        let Some(number) = card_data::load(tx, instrument.id)? else {
            return Ok(None);
        };
        let cvv = card_data::load_cvv(tx, instrument.id, now)?;
        let masked = instrument.summary.card.clone();
        Ok(Some(Self { id: instrument.id, masked, number, cvv }))
    }
}

/// A card that was opened for one call.
pub struct OpenCard(Card);

const TOO_LATE: &str = "The request was held up for too long; nothing was sent.";

/// What a processor knows of an attempt.
pub enum Finding {
    /// This came of it.
    Decided(Outcome),
    /// It never arrived.
    NeverSeen,
    /// It cannot say now.
    Unknown,
}

/// What came of closing an attempt's key.
pub enum Closed {
    /// The call can no longer be carried out.
    Now,
    /// The call had arrived before; this came of it.
    TooLate(Outcome),
    /// This processor cannot do it.
    Impossible,
    /// It cannot say now.
    Unknown,
}

impl CardGateway {
    /// A gateway to one processor.
    #[must_use]
    pub fn new(store: Store, env: Env, ring: Arc<KeyRing>, processor: Arc<dyn Processor>) -> Self {
        Self { ring, cvv_keys: CvvKeys::default(), processor, store, env }
    }

    /// Makes and reads the short-lived keys; to be called at the start and every minute.
    ///
    /// # Errors
    /// When the database refuses or a key does not open.
    pub async fn refresh_keys(&self) -> anyhow::Result<()> {
        self.cvv_keys.refresh(&self.store, &self.ring, &self.env).await
    }

    /// The processor that payments of an environment go to; `None` if there is none:
    /// the simulator never serves PRODUCTION (DESIGN rule 10).
    #[must_use]
    pub fn processor_account(&self, environment: Environment) -> Option<ProcessorAccount> {
        (environment == Environment::Sandbox).then(|| ProcessorAccount {
            name: self.processor.name().to_owned(),
            merchant_id: self.processor.merchant_id().to_owned(),
        })
    }

    /// Seals a card for the instrument `id`.
    ///
    /// # Errors
    /// When there is no key to seal the CVV with.
    pub async fn tokenize(
        &self,
        id: PaymentInstrumentId,
        card: &Card,
    ) -> anyhow::Result<NewSealedCard> {
        let record = id.to_string();
        let random = self.env.random();
        let number = self.ring.seal_card_number(&card.number, card_context(&record), random);
        let cvv = match &card.cvv {
            None => None,
            Some(cvv) => {
                let seal = || self.cvv_keys.seal(cvv, cvv_context(&record), &self.env);
                let sealed = match seal() {
                    Some(sealed) => Some(sealed),
                    None => {
                        self.refresh_keys().await?;
                        seal()
                    }
                };
                Some(sealed.ok_or_else(|| anyhow::anyhow!("there is no key for CVVs"))?)
            }
        };
        Ok(NewSealedCard { number, cvv, fingerprint: self.ring.fingerprint(&card.number) })
    }

    /// Opens a card for the call that follows.
    ///
    /// # Errors
    /// When it does not open, or not in time.
    pub async fn open(&self, card: SealedCard) -> anyhow::Result<OpenCard> {
        match tokio::time::timeout(OPENING_PATIENCE, self.unseal(card)).await {
            Ok(card) => card.map(OpenCard),
            Err(_elapsed) => anyhow::bail!("it took longer than {OPENING_PATIENCE:?}"),
        }
    }

    /// Calls the processor for an attempt that is committed, unless that is too long ago:
    /// the last thing before the call is to look at the clock, which unlike a timer goes
    /// on while a process or its machine is stopped.
    pub async fn authorize(
        &self,
        payment: &Payment,
        attempt: &Attempt,
        OpenCard(card): OpenCard,
    ) -> Outcome {
        let charge = &payment.content.charge;
        let settings = payment.content.frozen.payment_method.as_ref();
        let request = AuthorizeRequest {
            key: attempt.key.clone(),
            amount: charge.amount,
            currency: charge.currency,
            card,
            order_id: charge.order_id.clone(),
            descriptor: settings.and_then(|s| s.descriptor.as_deref()).map(str::to_owned),
        };
        let Some(left) = time_to_call(attempt.created_at, self.env.now()) else {
            return Outcome::Failed { reason: StatusReason::application_error(TOO_LATE) };
        };
        match tokio::time::timeout(left, self.processor.authorize(request)).await {
            Ok(answer) => outcome(answer, charge),
            Err(_elapsed) => Outcome::Unknown {
                reason: StatusReason::gateway_timeout("The processor did not answer in time."),
            },
        }
    }

    /// Whether the processor can be asked what became of a call. Where it cannot, only
    /// its own notice or a person can tell.
    #[must_use]
    pub fn can_look_up(&self) -> bool {
        match self.processor.recovery() {
            Recovery::LookUp => true,
            // A repetition needs the card, which is no longer open.
            Recovery::RepeatSameKey(_) | Recovery::NoticeOnly => false,
        }
    }

    /// Asks the processor what became of an attempt.
    pub async fn look_up(&self, attempt: &Attempt, charge: &Charge) -> Finding {
        let asked = tokio::time::timeout(PROCESSOR_PATIENCE, self.processor.status(&attempt.key));
        match asked.await {
            Ok(StatusAnswer::Found(Answer::Unknown { .. }) | StatusAnswer::Unknown) | Err(_) => {
                Finding::Unknown
            }
            Ok(StatusAnswer::Found(answer)) => Finding::Decided(outcome(answer, charge)),
            Ok(StatusAnswer::NeverSeen) => Finding::NeverSeen,
        }
    }

    /// Takes the attempt's key at the processor, so that its call cannot be carried out
    /// any more. Only then is "never seen" certain.
    pub async fn close(&self, attempt: &Attempt, charge: &Charge) -> Closed {
        let Charge { amount, currency, .. } = *charge;
        let call = SentCall { key: attempt.key.clone(), amount, currency };
        let closing = tokio::time::timeout(PROCESSOR_PATIENCE, self.processor.close(&call));
        match closing.await {
            Ok(Closing::Closed) => Closed::Now,
            Ok(Closing::Impossible) => Closed::Impossible,
            Ok(Closing::Found(Answer::Unknown { .. }) | Closing::Unknown) | Err(_) => {
                Closed::Unknown
            }
            Ok(Closing::Found(answer)) => Closed::TooLate(outcome(answer, charge)),
        }
    }

    async fn unseal(&self, sealed: SealedCard) -> anyhow::Result<Card> {
        let record = sealed.id.to_string();
        let number = self.ring.open_card_number(&sealed.number, card_context(&record))?;
        let cvv = match &sealed.cvv {
            None => None,
            Some(cvv) => Some(match self.cvv_keys.open(cvv, cvv_context(&record)) {
                Ok(cvv) => cvv,
                Err(_) => {
                    // Another node may have sealed it under a key made since.
                    self.refresh_keys().await?;
                    self.cvv_keys.open(cvv, cvv_context(&record))?
                }
            }),
        };
        Ok(sealed.masked.unmask(number, cvv))
    }
}

/// How long a call may take that is sent at `now`; `None` if it is too late to send it,
/// also when the clock has been set back and no longer tells.
fn time_to_call(committed_at: Timestamp, now: Timestamp) -> Option<Duration> {
    let in_time = committed_at <= now && now < committed_at.after(SEND_WITHIN);
    in_time.then(|| PROCESSOR_PATIENCE.min(committed_at.after(END_WITHIN).since(now)))
}

/// What an answer means for the attempt. Money reserved in another amount or currency
/// than asked for is no outcome to act on: it stays unknown, for people to look at.
fn outcome(answer: Answer, charge: &Charge) -> Outcome {
    match answer {
        Answer::Authorized { transaction_id, amount, currency }
            if amount == charge.amount && currency == charge.currency =>
        {
            Outcome::Approved { transaction_id }
        }
        Answer::Authorized { transaction_id, .. } => {
            tracing::error!(%transaction_id, "the processor authorised another amount than asked");
            let reason = "The processor reports another amount than it was asked for.";
            Outcome::Unknown { reason: StatusReason::application_error(reason) }
        }
        Answer::Declined { reason, transaction_id } => {
            Outcome::Declined { reason, transaction_id: Some(transaction_id) }
        }
        Answer::Failed { reason } => Outcome::Failed { reason },
        Answer::Unknown { reason } => Outcome::Unknown { reason },
    }
}

fn card_context(record_id: &str) -> Context<'_> {
    Context { table: "card_data", record_id }
}

fn cvv_context(record_id: &str) -> Context<'_> {
    Context { table: "card_cvv", record_id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_sent_soon_after_its_commit_and_ends_before_others_conclude() {
        let at = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000);
        let left = |age: i64| time_to_call(at(100), at(100 + age)).map(|left| left.as_secs());
        assert_eq!([0, 19, 20, 25, 29].map(left), [40, 40, 40, 35, 31].map(Some));
        assert_eq!([-1, 30, 31, 150, 100_000].map(left), [None; 5]);
    }
}
