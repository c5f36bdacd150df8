import type { Money, ValueMap } from "../../base/value.ts";
import { TEXT } from "../type.ts";
import type { Num } from "../value/inner.ts";
import { amountOf, moneyOf } from "../value/money.ts";
import { show } from "../value/show.ts";
import { fail } from "../value/site.ts";
import { type Builtin, builtin } from "./signature.ts";

/** Money (language §4): an exact amount in one currency. */
export const MONEY_FUNCTIONS: readonly Builtin[] = [
  builtin("money(amount: number, currency: string): money", ({ args, site }) => {
    const [amount, currency] = args as readonly [Num, string];
    if (/^[A-Z]{3}$/.test(currency)) return moneyOf(amount, currency);
    return fail(site, "EXPRESSION_DOMAIN", {
      ru: `${show(currency)} — не код валюты. Пишите RUB, USD, CNY.`,
      en: `${show(currency)} is not a currency code. Write RUB, USD, CNY.`,
    });
  }),
  builtin("amount(m: money): number", ({ args, site }) => {
    const money = args[0] as Money & ValueMap;
    return (
      amountOf(money) ??
      fail(site, "EXPRESSION_DOMAIN", {
        ru: `${show(money)}: сумма — не число.`,
        en: `${show(money)}: the amount is not a number.`,
      })
    );
  }),
  builtin("currency(m: money): string", ({ args }) => (args[0] as Money & ValueMap).currency, TEXT),
];
