import type { ShopInfo } from "../model/backend.ts";
import { countOf } from "../model/basket.ts";
import type { Order } from "../model/order.ts";
import { useStore } from "../model/store.ts";
import { Mark } from "./icon.tsx";

interface Props {
  readonly shop: ShopInfo;
  readonly order: Order;
  readonly paying: boolean;
}

/** The shop's name, and what every price depends on. */
export function Header({ shop, order, paying }: Props) {
  const { wish, paid } = useStore(order);
  const count = countOf(wish.basket);
  return (
    <header class="header">
      <a class="name" href="#shop">
        <Mark />
        Saltwalk
      </a>
      <span class="tag">Demo shop</span>
      <div class="choices">
        <Choice
          label="Ship to"
          value={wish.country}
          values={shop.countries}
          nameOf={countryName}
          disabled={paid !== null}
          onChoose={(country) => void order.change({ country })}
        />
        <Choice
          label="Currency"
          value={wish.currency}
          values={shop.currencies}
          disabled={paid !== null}
          onChoose={(currency) => void order.change({ currency })}
        />
      </div>
      {!paying && (
        <a class="btn" href="#basket">
          Basket <span class="num">{count}</span>
        </a>
      )}
    </header>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly nameOf?: (value: string) => string;
  readonly disabled: boolean;
  readonly onChoose: (value: string) => void;
}

function Choice({ label, value, values, nameOf, disabled, onChoose }: ChoiceProps) {
  return (
    <label class="choice">
      <span class="vh">{label}</span>
      <select
        value={value}
        disabled={disabled}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {values.map((each) => (
          <option key={each} value={each}>
            {nameOf ? nameOf(each) : each}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The page speaks English whatever the amounts' locale is. */
const countries = new Intl.DisplayNames("en", { type: "region" });

function countryName(code: string): string {
  return countries.of(code) ?? code;
}
