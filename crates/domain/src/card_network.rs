//! Card networks: their names on the wire and for people.

use crate::wire::wire_enum;

wire_enum! {
    /// A card network (`CardNetworkEnum`).
    pub enum CardNetwork {
        /// American Express.
        Amex = "AMEX" | "amex",
        /// Cartes Bancaires, France; most of its cards carry a second network.
        CartesBancaires = "CARTES_BANCAIRES" | "cartes_bancaires",
        /// Dankort, Denmark.
        Dankort = "DANKORT" | "dankort",
        /// Diners Club.
        DinersClub = "DINERS_CLUB" | "diners_club",
        /// Discover.
        Discover = "DISCOVER" | "discover",
        /// eftpos, Australia.
        Eftpos = "EFTPOS" | "eftpos",
        /// Elo, Brazil.
        Elo = "ELO" | "elo",
        /// enRoute, closed in 1992; the protocol still names it.
        Enroute = "ENROUTE" | "enroute",
        /// Hiper, Brazil.
        Hiper = "HIPER" | "hiper",
        /// Interac, Canada.
        Interac = "INTERAC" | "interac",
        /// JCB.
        Jcb = "JCB" | "jcb",
        /// Maestro.
        Maestro = "MAESTRO" | "maestro",
        /// Mastercard.
        Mastercard = "MASTERCARD" | "mastercard",
        /// Mir, Russia.
        Mir = "MIR" | "mir",
        /// A shop's own card.
        PrivateLabel = "PRIVATE_LABEL" | "private_label",
        /// UnionPay.
        Unionpay = "UNIONPAY" | "unionpay",
        /// Visa.
        Visa = "VISA" | "visa",
        /// None of these, or not known.
        Other = "OTHER" | "other",
    }
}

impl CardNetwork {
    /// The networks accepted when a session names none, most preferred first
    /// (spec/merchant-api.md §3.1, `orderedAllowedCardNetworks`).
    pub const DEFAULT_ALLOWED: [Self; 17] = [
        Self::Visa,
        Self::Mastercard,
        Self::Amex,
        Self::Maestro,
        Self::Unionpay,
        Self::CartesBancaires,
        Self::Dankort,
        Self::DinersClub,
        Self::Discover,
        Self::Eftpos,
        Self::Enroute,
        Self::Elo,
        Self::Hiper,
        Self::Interac,
        Self::Jcb,
        Self::Mir,
        Self::Other,
    ];

    /// The name that people read.
    #[must_use]
    pub const fn display_name(self) -> &'static str {
        match self {
            Self::Amex => "American Express",
            Self::CartesBancaires => "Cartes Bancaires",
            Self::Dankort => "Dankort",
            Self::DinersClub => "Diners Club",
            Self::Discover => "Discover",
            Self::Eftpos => "eftpos",
            Self::Elo => "Elo",
            Self::Enroute => "enRoute",
            Self::Hiper => "Hiper",
            Self::Interac => "Interac",
            Self::Jcb => "JCB",
            Self::Maestro => "Maestro",
            Self::Mastercard => "Mastercard",
            Self::Mir => "Mir",
            Self::PrivateLabel => "Private Label",
            Self::Unionpay => "UnionPay",
            Self::Visa => "Visa",
            Self::Other => "Other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_network_but_a_shops_own_card_is_allowed_by_default() {
        let allowed = |network: &&CardNetwork| CardNetwork::DEFAULT_ALLOWED.contains(network);
        let others: Vec<_> = CardNetwork::ALL.iter().filter(|network| !allowed(network)).collect();
        assert_eq!(others, [&CardNetwork::PrivateLabel]);
    }

    #[test]
    fn wire_names_read_back() {
        for network in CardNetwork::ALL {
            assert_eq!(CardNetwork::parse(network.as_str()), Some(*network));
        }
        // As some published examples write them.
        assert_eq!(CardNetwork::parse("visa"), Some(CardNetwork::Visa));
        assert_eq!(CardNetwork::parse("Visa"), None);
    }
}
