//! At most one payment of a client session takes money (DESIGN rule 6).

use super::PaymentStatus;
use crate::error::Error;
use crate::id::PaymentId;
use crate::limits::PAYMENTS_PER_SESSION_MAX;

/// An earlier payment of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionPayment {
    /// Its id.
    pub id: PaymentId,
    /// Its status.
    pub status: PaymentStatus,
}

/// Whether a new payment of the session may start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// No earlier payment holds or may come to hold money.
    Go,
    /// One is undecided: worth a short wait, then a refusal.
    Wait(SessionPayment),
    /// It may not.
    Refuse(Error),
}

/// Judges a new payment by all earlier ones of its session.
#[must_use]
pub fn may_pay(earlier: &[SessionPayment]) -> Verdict {
    let rival = earlier.iter().find(|payment| payment.status.may_hold_money());
    match rival {
        Some(rival) if rival.status.holds_money() => {
            Verdict::Refuse(Error::SessionHasPayment((rival.id, rival.status)))
        }
        Some(rival) => Verdict::Wait(*rival),
        None if earlier.len() >= PAYMENTS_PER_SESSION_MAX => Verdict::Refuse(Error::LimitReached(
            "the session has had too many payments; create a new client session",
        )),
        None => Verdict::Go,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(status: PaymentStatus) -> SessionPayment {
        SessionPayment { id: PaymentId::new(uuid::Uuid::from_u128(1)), status }
    }

    #[test]
    fn only_payments_without_money_leave_room() {
        use PaymentStatus::{Authorized, Cancelled, Declined, Failed, Pending, Settled};
        let earlier = [Declined, Failed, Cancelled].map(payment);
        assert_eq!(may_pay(&[]), Verdict::Go);
        assert_eq!(may_pay(&earlier), Verdict::Go);
        for status in [Authorized, Settled] {
            let refused = Error::SessionHasPayment((payment(status).id, status));
            assert_eq!(may_pay(&[payment(status)]), Verdict::Refuse(refused));
        }
        assert_eq!(
            may_pay(&[payment(Declined), payment(Pending)]),
            Verdict::Wait(payment(Pending))
        );
    }

    #[test]
    fn a_session_cannot_be_tried_for_ever() {
        let earlier = [payment(PaymentStatus::Declined); PAYMENTS_PER_SESSION_MAX];
        assert!(matches!(may_pay(&earlier), Verdict::Refuse(Error::LimitReached(_))));
    }
}
