/** Spanish. */

import type { Texts } from "./texts.ts";

export const es: Texts = {
  language: "es",
  direction: "ltr",
  pay: "Pagar {amount}",
  paying: "Pagando {amount}",
  payWithoutAmount: "Pagar",
  payingWithoutAmount: "Pagando",
  free: {
    complete: "Completar el pedido",
    completing: "Completando el pedido",
    processing: { lead: "Estamos completando su pedido", rest: "Mantenga abierta esta página." },
    done: "Su pedido está completado",
  },
  loading: "Cargando el formulario de pago",
  safe: "El número de su tarjeta nunca llega a la tienda.",
  methods: "Forma de pago",
  fields: {
    cardNumber: "Número de tarjeta",
    cardNumberExample: "1234 1234 1234 1234",
    expiryDate: "Caducidad",
    expiryDateExample: "MM / AA",
    securityCode: "Código de seguridad",
    securityCodeExample: "{count} cifras",
    cardholderName: "Nombre en la tarjeta",
    cardholderNameExample: "Como aparece en la tarjeta",
  },
  errors: {
    "cardNumber.required": "Escriba el número de la tarjeta.",
    "cardNumber.incomplete": "El número es demasiado corto. Revíselo.",
    "cardNumber.invalid": "Parece que una cifra no es correcta. Revise el número.",
    "cardNumber.unsupported": "Esta tienda no acepta esta tarjeta. Acepta {networks}.",
    "expiry.required": "Escriba la fecha de caducidad.",
    "expiry.incomplete": "Escriba el mes y el año.",
    "expiry.invalid": "Ese mes no existe. Escriba de 01 a 12.",
    "expiry.past": "Caducada. Use otra tarjeta.",
    "cvv.required": "Escriba el código de seguridad.",
    "cvv.incomplete": "El código tiene {count} cifras.",
    "cardholderName.required": "Escriba el nombre que aparece en la tarjeta.",
    "cardholderName.digits": "Escriba el nombre, no el número de la tarjeta.",
    "cardholderName.tooLong": "El nombre es demasiado largo. Acórtelo.",
    "fields.unreachable": "Este campo no se ha cargado. Vuelva a cargar la página.",
    "fields.sameOrigin": "Este campo no se ha cargado. Vuelva a cargar la página.",
  },
  correct: {
    one: "Revise un campo: {fields}.",
    several: "Revise estos campos: {fields}.",
  },
  coBadged: {
    label: "Pagar con",
    hint: "Su tarjeta lleva las dos marcas. Usted elige.",
  },
  accepted: "Tarjetas aceptadas: {networks}",
  processing: {
    confirming: {
      lead: "Su banco está confirmando el pago",
      rest: "Suele tardar unos segundos. Mantenga esta página abierta. No se le cobrará dos veces.",
    },
    reconnecting: {
      lead: "Se ha perdido la conexión",
      rest: "Estamos preguntando a su banco. No se le cobrará dos veces.",
    },
    checked: "Tarjeta comprobada",
    sending: "Enviando al banco",
    sent: "Enviado al banco",
    waiting: "Esperando la respuesta",
    asking: "Preguntando de nuevo",
  },
  paid: {
    title: "Ha pagado {amount}",
    order: "Pedido",
    with: "Pagado con",
    date: "Fecha",
    statement: "En su extracto",
    ending: "terminada en {digits}",
  },
  notices: {
    declined: {
      lead: "Su banco ha rechazado esta tarjeta.",
      rest: "No se ha cobrado nada. Pruebe con otra tarjeta o pida a su banco que permita el pago.",
    },
    failed: {
      lead: "El pago no se ha completado.",
      rest: "El motivo es técnico. No se ha cobrado nada. Inténtelo de nuevo o use otra tarjeta.",
    },
    offline: {
      lead: "No hay conexión.",
      rest: "No se ha cobrado nada. Revise su conexión y después pague.",
    },
    tooManyAttempts: {
      lead: "Se han probado demasiadas tarjetas.",
      rest: "No se ha cobrado nada. Espere unos minutos e inténtelo de nuevo.",
    },
    paymentInProgress: {
      lead: "Otro pago de este pedido sigue abierto.",
      rest: "No se ha cobrado nada más. Espere su respuesta antes de volver a pagar.",
    },
    totalChanged: "El total ha cambiado de {from} a {to}.",
    totalIs: "El total es {to}.",
    totalRefused: "No se ha cobrado nada. Revíselo y después pague.",
    totalCheck: "Revíselo y después pague.",
    addressNotSaved: {
      lead: "No se ha podido guardar la dirección.",
      rest: "No se ha cobrado nada. Revísela y vuelva a pagar.",
    },
  },
  changes: {
    shipping: {
      added: "Se ha añadido el envío: {amount}.",
      changed: "El envío cuesta ahora {amount}.",
      removed: "Se ha quitado el envío: {amount}.",
    },
    surcharge: {
      added: "Se ha añadido un recargo por tarjeta de {amount}.",
      changed: "El recargo por tarjeta es ahora de {amount}.",
      removed: "Se ha quitado el recargo por tarjeta de {amount}.",
    },
    item: {
      added: "Artículo añadido: {name}, {amount}.",
      changed: "{name} cuesta ahora {amount}.",
      removed: "Artículo quitado: {name}.",
      quantity: "{name}: cantidad {quantity}, ahora {amount}.",
    },
  },
  paidElsewhere: {
    lead: "Este pedido ya está pagado",
    rest: "Se pagó en otra ventana. No se ha cobrado nada más.",
  },
  expired: {
    lead: "Esta página de pago ha caducado",
    rest: "Si ya ha pagado, pregunte a la tienda antes de volver a pagar. Vuelva a cargar la página para empezar de nuevo.",
    reload: "Volver a cargar la página",
  },
  unknown: {
    lead: "Aún no sabemos si ha pagado",
    rest: "Su pago se envió, pero la respuesta no llegó a esta página. No vuelva a pagar antes de preguntar a la tienda o de revisar el extracto de su cuenta.",
  },
  noMethods: {
    lead: "No hay ninguna forma de pago activada",
    rest: "Este pedido aún no se puede pagar aquí. No se ha cobrado nada. Pregunte a la tienda o inténtelo más tarde.",
  },
  notLoaded: {
    lead: "El formulario de pago no se ha cargado",
    rest: "Si ya ha pagado, pregunte a la tienda antes de volver a pagar. Revise su conexión y vuelva a cargar la página.",
    reload: "Volver a cargar la página",
  },
  payOff: {
    noTotal: "El total aún no se conoce.",
    paused: "La tienda ha detenido el pago por el momento.",
  },
  billing: {
    title: "Dirección de facturación",
    firstName: "Nombre",
    lastName: "Apellidos",
    addressLine1: "Calle y número",
    addressLine2: "Piso, puerta (opcional)",
    city: "Ciudad",
    state: "Provincia o región (opcional)",
    postalCode: "Código postal",
    countryCode: "País",
    choose: "Elija un país",
    required: "Rellene: {label}.",
  },
};
