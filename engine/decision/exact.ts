/** A decimal as it is written: `units` divided by ten to the power of `scale`. Never rounded. */
export interface Exact {
  readonly units: bigint;
  /** Digits after the point, 0 or more. */
  readonly scale: number;
}

/** Largest power of ten accepted: beyond it a number is a slip, and its digits would not fit the memory. */
const EXPONENT_MAX = 400;

/** The decimal that the text names (`-7.50`, `1e3`); null where it names none. */
export function exactOf(text: string): Exact | null {
  const parts = /^([+-]?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  if (!parts || (parts[2] === "" && parts[3] === undefined)) return null;
  const fraction = parts[3] ?? "";
  const exponent = Number(parts[4] ?? 0);
  if (Math.abs(exponent) > EXPONENT_MAX) return null;
  const units = BigInt(`${parts[2]}${fraction}`) * (parts[1] === "-" ? -1n : 1n);
  const scale = fraction.length - exponent;
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/** Negative, zero or positive, as for sorting. */
export function compareExact(left: Exact, right: Exact): number {
  const scale = Math.max(left.scale, right.scale);
  const difference = unitsAt(left, scale) - unitsAt(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The sum of two decimals, not rounded. */
export function addExact(left: Exact, right: Exact): Exact {
  const scale = Math.max(left.scale, right.scale);
  return { units: unitsAt(left, scale) + unitsAt(right, scale), scale };
}

/** The decimal as units of `10^-scale`; rounded down where it has more digits. */
export function unitsAt(exact: Exact, scale: number): bigint {
  if (scale >= exact.scale) return exact.units * 10n ** BigInt(scale - exact.scale);
  const divisor = 10n ** BigInt(exact.scale - scale);
  const units = exact.units / divisor;
  return exact.units < 0n && units * divisor !== exact.units ? units - 1n : units;
}

/** Its digits, with at least `digits` of them after the point, and no needless zeros beyond. */
export function textOfExact(exact: Exact, digits = 0): string {
  const sign = exact.units < 0n ? "-" : "";
  const all = (exact.units < 0n ? -exact.units : exact.units).toString().padStart(exact.scale + 1, "0");
  const whole = all.slice(0, all.length - exact.scale);
  const fraction = all
    .slice(all.length - exact.scale)
    .replace(/0+$/, "")
    .padEnd(digits, "0");
  return `${sign}${whole}${fraction === "" ? "" : "."}${fraction}`;
}
