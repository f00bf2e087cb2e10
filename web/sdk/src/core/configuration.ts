/** Reads a configuration as older and newer servers answer it (spec/web-sdk.md 4). */

import type { PaymentMethodType } from "../api/constants.ts";
import type {
  ClientSession,
  Configuration,
  ConfiguredSession,
  PaymentMethodInfo,
} from "../api/types.ts";
import { isObject, object, objects, text, whole } from "./json.ts";
import type { Total } from "./state.ts";

/** The one payment method of the public API's that this SDK can pay with. */
export const PAYMENT_CARD = "PAYMENT_CARD" satisfies PaymentMethodType;

/** Completes what a server may leave out; null if there is no session in it. */
export function readConfiguration(body: unknown): Configuration | null {
  const answer = object(body);
  const session = answer.clientSession;
  const pciUrl = address(answer.pciUrl);
  if (!isObject(session) || !pciUrl) return null;
  const card = object(session.paymentMethod);
  const networks = card.orderedAllowedCardNetworks;
  const clientSession = {
    ...session,
    clientSessionId: text(session.clientSessionId) ?? "",
    order: object(session.order),
    paymentMethod: { ...card, orderedAllowedCardNetworks: Array.isArray(networks) ? networks : [] },
  };
  return {
    ...answer,
    pciUrl,
    hostedUrl: address(answer.hostedUrl) ?? `${new URL(pciUrl).origin}/hosted/v1`,
    clientSession,
    paymentMethods: named(answer.paymentMethods),
    checkoutModules: named(answer.checkoutModules),
  };
}

/** What would be charged; null while nothing has a price. */
export function totalOf({ clientSession: session }: Configuration): Total | null {
  const { order } = session;
  const priced = Boolean(order.totalOrderAmount || order.lineItems?.length);
  const amount = whole(
    session.amount ?? order.merchantAmount ?? (priced ? order.totalOrderAmount : undefined),
  );
  const currency = text(order.currencyCode ?? session.currencyCode);
  if (amount === undefined || !currency) return null;
  return { revision: revisionOf(session), amount, currency };
}

/** From 1; 0 if the server does not count. */
export function revisionOf(session: ConfiguredSession): number {
  return whole(session.revision) ?? 0;
}

/** The methods that this SDK can pay with. */
export function methodsOf(configuration: Configuration): readonly PaymentMethodInfo[] {
  return configuration.paymentMethods
    .filter((method) => method.type === PAYMENT_CARD)
    .map(({ type, name }) => ({
      type,
      managerType: "CARD",
      ...(name ? { name } : {}),
    }));
}

/** The options of a part of the form; undefined if the merchant has not switched it on. */
export function moduleOptions(
  { checkoutModules }: Configuration,
  wanted: string,
): Readonly<Record<string, unknown>> | undefined {
  const module = checkoutModules.find(({ type }) => type === wanted);
  return module && (module.options ?? {});
}

/** The session as the callbacks are given it (spec/web-sdk.md 5.1). */
export function publicSession(configuration: Configuration): ClientSession {
  const { clientSession: session } = configuration;
  const { order, paymentMethod } = session;
  const total = totalOf(configuration);
  return defined({
    orderId: order.orderId ?? session.orderId,
    currencyCode: order.currencyCode ?? session.currencyCode,
    totalAmount: total?.amount,
    customerId: session.customer?.customerId ?? session.customerId,
    lineItems: order.lineItems ?? [],
    orderDetails: defined({
      countryCode: order.countryCode,
      shipping: order.shipping,
      fees: order.fees ?? [],
    }),
    customer: session.customer,
    paymentMethod: {
      vaultOnSuccess: paymentMethod.vaultOnSuccess ?? false,
      orderedAllowedCardNetworks: paymentMethod.orderedAllowedCardNetworks,
    },
  });
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the keys whose value is undefined. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined),
  ) as Defined<T>;
}

/** The entries that have a type. */
function named(list: unknown): readonly { type: string }[] {
  return objects(list).flatMap((entry) => {
    const type = text(entry.type);
    return type ? [{ ...entry, type }] : [];
  });
}

/** A web address without a slash at the end. */
function address(value: unknown): string | undefined {
  const found = text(value);
  return found && URL.canParse(found) ? found.replace(/\/+$/, "") : undefined;
}
