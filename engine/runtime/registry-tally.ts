import { isMoney } from "../base/value.ts";
import type { MoneySums, RegistryGroup, RegistryShown } from "./registry-reading.ts";
import { sumOf } from "./same-value.ts";

/** Counts rows and sums up their money, row by row: none of them is kept. */
export class RegistryTally {
  readonly #key: string;
  readonly #columns: readonly string[];
  readonly #sums: Record<string, Record<string, string>>;
  #count = 0;

  /** @param columns that hold money */
  constructor(key: string, columns: readonly string[]) {
    this.#key = key;
    this.#columns = columns;
    this.#sums = Object.fromEntries(columns.map((column) => [column, {}]));
  }

  add({ entry }: RegistryShown): void {
    this.#count += 1;
    for (const column of this.#columns) {
      const value = entry[column];
      const sums = this.#sums[column];
      if (!isMoney(value) || sums === undefined) continue;
      const known = sums[value.currency];
      sums[value.currency] = sumOf(known === undefined ? [value.amount] : [known, value.amount]);
    }
  }

  get shown(): RegistryGroup {
    const sums: MoneySums = this.#sums;
    return { key: this.#key, count: this.#count, sums };
  }
}
