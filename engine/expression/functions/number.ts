import { temporalValue } from "../temporal/read-temporal.ts";
import { negateTemporal } from "../value/arithmetic.ts";
import { temporalFrom } from "../value/equality.ts";
import type { Call } from "../value/function-value.ts";
import type { Inner, Num } from "../value/inner.ts";
import { amountOf, isInnerMoney, moneyOf } from "../value/money.ts";
import { Exact, exactOf, integerOf, numOf } from "../value/number.ts";
import { show } from "../value/show.ts";
import { fail } from "../value/site.ts";
import { type Builtin, builtin } from "./signature.ts";

/** Numbers (DMN 1.5 §10.3.4.5). Scales count digits after the point; negative ones round to tens and hundreds. */
export const NUMBER_FUNCTIONS: readonly Builtin[] = [
  builtin("decimal(n: number, scale: number): number", rounding(Exact.ROUND_HALF_EVEN)),
  builtin("floor(n: number): number", rounding(Exact.ROUND_FLOOR)),
  builtin("floor(n: number, scale: number): number", rounding(Exact.ROUND_FLOOR)),
  builtin("ceiling(n: number): number", rounding(Exact.ROUND_CEIL)),
  builtin("ceiling(n: number, scale: number): number", rounding(Exact.ROUND_CEIL)),
  builtin("round up(n: number, scale: number): number", rounding(Exact.ROUND_UP)),
  builtin("round down(n: number, scale: number): number", rounding(Exact.ROUND_DOWN)),
  builtin("round half up(n: number, scale: number): number", rounding(Exact.ROUND_HALF_UP)),
  builtin("round half down(n: number, scale: number): number", rounding(Exact.ROUND_HALF_DOWN)),
  builtin(
    "abs(n: number | money | days and time duration | years and months duration): any",
    ({ args }) => abs(args[0] ?? null),
    ([type]) => type ?? { kind: "any" },
  ),
  builtin("modulo(dividend: number, divisor: number): number", modulo),
  builtin("sqrt(number: number): number", (call) => computed(call, (value) => value.sqrt())),
  builtin("log(number: number): number", (call) => computed(call, (value) => value.ln())),
  builtin("exp(number: number): number", (call) => computed(call, (value) => value.exp())),
  builtin(
    "odd(number: number): boolean",
    ({ args }) =>
      !exactOf(args[0] as Num)
        .mod(2)
        .isZero(),
  ),
  builtin("even(number: number): boolean", ({ args }) =>
    exactOf(args[0] as Num)
      .mod(2)
      .isZero(),
  ),
];

/** Scales that DMN allows. */
const SCALE_MIN = -6111;
const SCALE_MAX = 6176;

function rounding(mode: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8): (call: Call) => Inner {
  return ({ args, site }) => {
    const [value, scale = 0] = args as readonly [Num, Num?];
    const digits = integerOf(numOf(exactOf(scale).trunc()) ?? 0);
    if (digits === null || digits < SCALE_MIN || digits > SCALE_MAX) {
      return fail(site, "EXPRESSION_DOMAIN", {
        ru: `Столько знаков после точки (${show(scale)}) не бывает: от ${SCALE_MIN} до ${SCALE_MAX}.`,
        en: `There is no such scale as ${show(scale)}: from ${SCALE_MIN} to ${SCALE_MAX}.`,
      });
    }
    return numOf(roundTo(exactOf(value), digits, mode));
  };
}

function roundTo(value: Exact, scale: number, mode: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8): Exact {
  if (scale >= 0) return value.toDecimalPlaces(scale, mode);
  const unit = new Exact(10).pow(-scale);
  return value.div(unit).toDecimalPlaces(0, mode).times(unit);
}

function abs(value: Inner): Inner {
  if (isInnerMoney(value)) {
    const amount = amountOf(value);
    return amount === null ? null : moneyOf(numOf(exactOf(amount).abs()) ?? 0, value.currency);
  }
  const temporal = temporalFrom(value);
  if (temporal?.kind === "days and time duration")
    return temporal.nanos < 0n ? negateTemporal(temporal) : temporalValue(temporal);
  if (temporal?.kind === "years and months duration")
    return temporal.months < 0 ? negateTemporal(temporal) : temporalValue(temporal);
  return numOf(exactOf(value as Num).abs());
}

/** The sign of the divisor: `modulo(-12, 5)` is 3. */
function modulo(call: Call): Inner {
  const [dividend, divisor] = (call.args as readonly Num[]).map(exactOf);
  if (!dividend || !divisor || divisor.isZero()) return noResult(call);
  return numOf(dividend.mod(divisor));
}

function computed(call: Call, by: (value: Exact) => Exact): Inner {
  return numOf(by(exactOf(call.args[0] as Num))) ?? noResult(call);
}

function noResult({ args, site }: Call): null {
  return fail(site, "EXPRESSION_DOMAIN", {
    ru: `Для ${args.map(show).join(", ")} результата нет.`,
    en: `There is no result for ${args.map(show).join(", ")}.`,
  });
}
