/** German. */

import type { Texts } from "./texts.ts";

export const de: Texts = {
  language: "de",
  direction: "ltr",
  pay: "{amount} bezahlen",
  paying: "{amount} werden bezahlt",
  payWithoutAmount: "Bezahlen",
  payingWithoutAmount: "Zahlung läuft",
  free: {
    complete: "Bestellung abschließen",
    completing: "Bestellung wird abgeschlossen",
    processing: {
      lead: "Ihre Bestellung wird abgeschlossen",
      rest: "Lassen Sie diese Seite geöffnet.",
    },
    done: "Ihre Bestellung ist abgeschlossen",
  },
  loading: "Zahlungsformular wird geladen",
  safe: "Ihre Kartennummer erreicht den Shop nie.",
  methods: "Zahlungsart",
  fields: {
    cardNumber: "Kartennummer",
    cardNumberExample: "1234 1234 1234 1234",
    expiryDate: "Gültig bis",
    expiryDateExample: "MM / JJ",
    securityCode: "Prüfnummer",
    securityCodeExample: "{count} Ziffern",
    cardholderName: "Name auf der Karte",
    cardholderNameExample: "Wie auf der Karte gedruckt",
  },
  errors: {
    "cardNumber.required": "Geben Sie die Kartennummer ein.",
    "cardNumber.incomplete": "Die Nummer ist zu kurz. Prüfen Sie sie.",
    "cardNumber.invalid": "Eine Ziffer scheint falsch zu sein. Prüfen Sie die Nummer.",
    "cardNumber.unsupported": "Dieser Shop nimmt diese Karte nicht. Er nimmt {networks}.",
    "expiry.required": "Geben Sie das Ablaufdatum ein.",
    "expiry.incomplete": "Geben Sie Monat und Jahr ein.",
    "expiry.invalid": "Diesen Monat gibt es nicht. Geben Sie 01 bis 12 ein.",
    "expiry.past": "Abgelaufen. Nehmen Sie eine andere Karte.",
    "cvv.required": "Geben Sie die Prüfnummer ein.",
    "cvv.incomplete": "Die Prüfnummer hat {count} Ziffern.",
    "cardholderName.required": "Geben Sie den Namen auf der Karte ein.",
    "cardholderName.digits": "Geben Sie den Namen ein, nicht die Kartennummer.",
    "cardholderName.tooLong": "Der Name ist zu lang. Kürzen Sie ihn.",
    "fields.unreachable": "Dieses Feld wurde nicht geladen. Laden Sie die Seite neu.",
    "fields.sameOrigin": "Dieses Feld wurde nicht geladen. Laden Sie die Seite neu.",
  },
  correct: {
    one: "Prüfen Sie ein Feld: {fields}.",
    several: "Prüfen Sie diese Felder: {fields}.",
  },
  coBadged: {
    label: "Bezahlen mit",
    hint: "Ihre Karte trägt beide Marken. Sie wählen.",
  },
  accepted: "Akzeptiert: {networks}",
  processing: {
    confirming: {
      lead: "Ihre Bank bestätigt die Zahlung",
      rest: "Das dauert meist nur ein paar Sekunden. Lassen Sie die Seite offen. Es wird nicht doppelt abgebucht.",
    },
    reconnecting: {
      lead: "Die Verbindung ist unterbrochen",
      rest: "Wir fragen bei Ihrer Bank nach. Es wird nicht doppelt abgebucht.",
    },
    checked: "Karte geprüft",
    sending: "Wird an die Bank gesendet",
    sent: "An die Bank gesendet",
    waiting: "Warten auf die Antwort",
    asking: "Es wird erneut gefragt",
  },
  paid: {
    title: "{amount} bezahlt",
    order: "Bestellung",
    with: "Bezahlt mit",
    date: "Datum",
    statement: "Auf Ihrem Kontoauszug",
    ending: "mit den Endziffern {digits}",
  },
  notices: {
    declined: {
      lead: "Ihre Bank hat diese Karte abgelehnt.",
      rest: "Es wurde nichts abgebucht. Nehmen Sie eine andere Karte oder bitten Sie Ihre Bank, die Zahlung zuzulassen.",
    },
    failed: {
      lead: "Die Zahlung kam nicht zustande.",
      rest: "Der Grund ist technisch. Es wurde nichts abgebucht. Versuchen Sie es noch einmal oder mit einer anderen Karte.",
    },
    offline: {
      lead: "Es besteht keine Verbindung.",
      rest: "Es wurde nichts abgebucht. Prüfen Sie Ihre Verbindung und bezahlen Sie dann.",
    },
    tooManyAttempts: {
      lead: "Es wurden zu viele Karten probiert.",
      rest: "Es wurde nichts abgebucht. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.",
    },
    paymentInProgress: {
      lead: "Eine andere Zahlung dieser Bestellung ist noch offen.",
      rest: "Es wurde nichts weiter abgebucht. Warten Sie deren Antwort ab, bevor Sie erneut bezahlen.",
    },
    totalChanged: "Der Gesamtbetrag hat sich von {from} auf {to} geändert.",
    totalIs: "Der Gesamtbetrag ist {to}.",
    totalRefused: "Es wurde nichts abgebucht. Prüfen Sie ihn und bezahlen Sie dann.",
    totalCheck: "Prüfen Sie ihn und bezahlen Sie dann.",
    addressNotSaved: {
      lead: "Die Adresse konnte nicht gespeichert werden.",
      rest: "Es wurde nichts abgebucht. Prüfen Sie sie und bezahlen Sie dann erneut.",
    },
  },
  changes: {
    shipping: {
      added: "Versand für {amount} kam dazu.",
      changed: "Der Versand kostet jetzt {amount}.",
      removed: "Der Versand für {amount} entfällt.",
    },
    surcharge: {
      added: "Ein Kartenaufschlag von {amount} kam dazu.",
      changed: "Der Kartenaufschlag beträgt jetzt {amount}.",
      removed: "Der Kartenaufschlag von {amount} entfällt.",
    },
    item: {
      added: "{name} für {amount} kam dazu.",
      changed: "{name} kostet jetzt {amount}.",
      removed: "{name} wurde entfernt.",
      quantity: "{name}: Menge {quantity}, jetzt {amount}.",
    },
  },
  paidElsewhere: {
    lead: "Diese Bestellung ist schon bezahlt",
    rest: "Sie wurde in einem anderen Fenster bezahlt. Es wurde nichts weiter abgebucht.",
  },
  expired: {
    lead: "Diese Zahlungsseite ist abgelaufen",
    rest: "Wenn Sie schon bezahlt haben, fragen Sie den Shop, bevor Sie noch einmal bezahlen. Laden Sie die Seite neu, um noch einmal zu beginnen.",
    reload: "Seite neu laden",
  },
  unknown: {
    lead: "Wir wissen noch nicht, ob Sie bezahlt haben",
    rest: "Ihre Zahlung wurde gesendet, aber die Antwort kam hier nicht an. Bezahlen Sie nicht noch einmal, bevor Sie den Shop gefragt oder Ihren Kontoauszug geprüft haben.",
  },
  noMethods: {
    lead: "Es ist keine Zahlungsart eingeschaltet",
    rest: "Diese Bestellung kann hier noch nicht bezahlt werden. Es wurde nichts abgebucht. Fragen Sie den Shop oder versuchen Sie es später.",
  },
  notLoaded: {
    lead: "Das Zahlungsformular wurde nicht geladen",
    rest: "Wenn Sie schon bezahlt haben, fragen Sie den Shop, bevor Sie noch einmal bezahlen. Prüfen Sie Ihre Verbindung und laden Sie die Seite neu.",
    reload: "Seite neu laden",
  },
  payOff: {
    noTotal: "Der Gesamtbetrag steht noch nicht fest.",
    paused: "Der Shop hat das Bezahlen im Moment angehalten.",
  },
  billing: {
    title: "Rechnungsadresse",
    firstName: "Vorname",
    lastName: "Nachname",
    addressLine1: "Straße und Hausnummer",
    addressLine2: "Adresszusatz (optional)",
    city: "Ort",
    state: "Bundesland oder Region (optional)",
    postalCode: "Postleitzahl",
    countryCode: "Land",
    choose: "Land wählen",
    required: "Bitte ausfüllen: {label}.",
  },
};
