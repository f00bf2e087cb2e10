/** French. */

import type { Texts } from "./texts.ts";

export const fr: Texts = {
  language: "fr",
  direction: "ltr",
  pay: "Payer {amount}",
  paying: "Paiement de {amount} en cours",
  payWithoutAmount: "Payer",
  payingWithoutAmount: "Paiement en cours",
  free: {
    complete: "Finaliser la commande",
    completing: "Finalisation de la commande",
    processing: { lead: "Nous finalisons votre commande", rest: "Gardez cette page ouverte." },
    done: "Votre commande est finalisée",
  },
  loading: "Chargement du formulaire de paiement",
  safe: "Le numéro de votre carte n’est jamais transmis à la boutique.",
  methods: "Moyen de paiement",
  fields: {
    cardNumber: "Numéro de carte",
    cardNumberExample: "1234 1234 1234 1234",
    expiryDate: "Expiration",
    expiryDateExample: "MM / AA",
    securityCode: "Code de sécurité",
    securityCodeExample: "{count} chiffres",
    cardholderName: "Nom sur la carte",
    cardholderNameExample: "Comme imprimé sur la carte",
  },
  errors: {
    "cardNumber.required": "Saisissez le numéro de la carte.",
    "cardNumber.incomplete": "Le numéro est trop court. Vérifiez-le.",
    "cardNumber.invalid": "Un chiffre semble faux. Vérifiez le numéro.",
    "cardNumber.unsupported": "Cette boutique n’accepte pas cette carte. Elle accepte {networks}.",
    "expiry.required": "Saisissez la date d’expiration.",
    "expiry.incomplete": "Saisissez le mois et l’année.",
    "expiry.invalid": "Ce mois n’existe pas. Saisissez de 01 à 12.",
    "expiry.past": "Carte expirée. Utilisez une autre carte.",
    "cvv.required": "Saisissez le code de sécurité.",
    "cvv.incomplete": "Le code comporte {count} chiffres.",
    "cardholderName.required": "Saisissez le nom inscrit sur la carte.",
    "cardholderName.digits": "Saisissez le nom, pas le numéro de la carte.",
    "cardholderName.tooLong": "Le nom est trop long. Raccourcissez-le.",
    "fields.unreachable": "Ce champ ne s’est pas chargé. Rechargez la page.",
    "fields.sameOrigin": "Ce champ ne s’est pas chargé. Rechargez la page.",
  },
  correct: {
    one: "Vérifiez un champ : {fields}.",
    several: "Vérifiez ces champs : {fields}.",
  },
  coBadged: {
    label: "Payer avec",
    hint: "Votre carte porte les deux marques. Vous choisissez.",
  },
  accepted: "Cartes acceptées : {networks}",
  processing: {
    confirming: {
      lead: "Confirmation auprès de votre banque",
      rest: "Cela prend en général quelques secondes. Gardez cette page ouverte. Vous ne serez pas débité deux fois.",
    },
    reconnecting: {
      lead: "La connexion est perdue",
      rest: "Nous interrogeons votre banque. Vous ne serez pas débité deux fois.",
    },
    checked: "Carte vérifiée",
    sending: "Envoi à la banque",
    sent: "Envoyé à la banque",
    waiting: "En attente de la réponse",
    asking: "Nouvelle demande en cours",
  },
  paid: {
    title: "{amount} payés",
    order: "Commande",
    with: "Payé avec",
    date: "Date",
    statement: "Sur votre relevé",
    ending: "se terminant par {digits}",
  },
  notices: {
    declined: {
      lead: "Votre banque a refusé cette carte.",
      rest: "Rien n’a été débité. Essayez une autre carte, ou demandez à votre banque d’autoriser le paiement.",
    },
    failed: {
      lead: "Le paiement n’a pas abouti.",
      rest: "La cause est technique. Rien n’a été débité. Réessayez, ou utilisez une autre carte.",
    },
    offline: {
      lead: "Il n’y a pas de connexion.",
      rest: "Rien n’a été débité. Vérifiez votre connexion, puis payez.",
    },
    tooManyAttempts: {
      lead: "Trop de cartes ont été essayées.",
      rest: "Rien n’a été débité. Attendez quelques minutes, puis réessayez.",
    },
    paymentInProgress: {
      lead: "Un autre paiement de cette commande est encore en cours.",
      rest: "Rien d’autre n’a été débité. Attendez sa réponse avant de payer à nouveau.",
    },
    totalChanged: "Le total est passé de {from} à {to}.",
    totalIs: "Le total est de {to}.",
    totalRefused: "Rien n’a été débité. Vérifiez-le, puis payez.",
    totalCheck: "Vérifiez-le, puis payez.",
    addressNotSaved: {
      lead: "L’adresse n’a pas pu être enregistrée.",
      rest: "Rien n’a été débité. Vérifiez-la, puis payez à nouveau.",
    },
  },
  changes: {
    shipping: {
      added: "La livraison a été ajoutée : {amount}.",
      changed: "La livraison coûte maintenant {amount}.",
      removed: "La livraison a été retirée : {amount}.",
    },
    surcharge: {
      added: "Des frais de carte de {amount} ont été ajoutés.",
      changed: "Les frais de carte sont maintenant de {amount}.",
      removed: "Les frais de carte de {amount} ont été retirés.",
    },
    item: {
      added: "Article ajouté : {name}, {amount}.",
      changed: "{name} coûte maintenant {amount}.",
      removed: "Article retiré : {name}.",
      quantity: "{name} : quantité {quantity}, maintenant {amount}.",
    },
  },
  paidElsewhere: {
    lead: "Cette commande est déjà payée",
    rest: "Elle a été payée dans une autre fenêtre. Rien d’autre n’a été débité.",
  },
  expired: {
    lead: "Cette page de paiement a expiré",
    rest: "Si vous avez déjà payé, demandez à la boutique avant de payer à nouveau. Rechargez la page pour recommencer.",
    reload: "Recharger la page",
  },
  unknown: {
    lead: "Nous ne savons pas encore si vous avez payé",
    rest: "Votre paiement a été envoyé, mais la réponse n’est pas arrivée jusqu’à cette page. Ne payez pas à nouveau avant d’avoir contacté la boutique ou vérifié votre relevé de compte.",
  },
  noMethods: {
    lead: "Aucun moyen de paiement n’est activé",
    rest: "Cette commande ne peut pas encore être payée ici. Rien n’a été débité. Contactez la boutique, ou réessayez plus tard.",
  },
  notLoaded: {
    lead: "Le formulaire de paiement ne s’est pas chargé",
    rest: "Si vous avez déjà payé, demandez à la boutique avant de payer à nouveau. Vérifiez votre connexion, puis rechargez la page.",
    reload: "Recharger la page",
  },
  payOff: {
    noTotal: "Le total n’est pas encore connu.",
    paused: "La boutique a suspendu le paiement pour le moment.",
  },
  billing: {
    title: "Adresse de facturation",
    firstName: "Prénom",
    lastName: "Nom",
    addressLine1: "Numéro et rue",
    addressLine2: "Appartement, étage (facultatif)",
    city: "Ville",
    state: "Région (facultatif)",
    postalCode: "Code postal",
    countryCode: "Pays",
    choose: "Choisissez un pays",
    required: "À remplir : {label}.",
  },
};
