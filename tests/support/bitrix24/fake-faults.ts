import type { FakeRandom } from "./fake-random.ts";

/** What can go wrong between a client and a portal. `…-after`: the work was done, the client does not hear of it. */
export const FAULT_KINDS = [
  "dropped-before",
  "dropped-after",
  "reset",
  "html-502",
  "html-502-after",
  "html-504",
  "html-504-after",
  "slow",
  "error-before",
  "error-after",
  "unexpected-answer",
  "certificate",
  "dns",
  "refused",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** How long the answer takes where it is `slow`. Default 90 s: longer than any client waits. */
  readonly ms?: number;
  /** Only requests of this method. */
  readonly method?: string;
  /** How many requests it meets. Default 1. */
  readonly times?: number;
}

/** Faults that tests order, one by one or by chance (seeded). */
export class FakeFaults {
  /** Those that happened, in order. */
  readonly happened: { readonly kind: FaultKind; readonly method: string }[] = [];
  #ordered: (Fault & { left: number })[] = [];
  #plan: { readonly rates: Partial<Record<FaultKind, number>>; readonly random: FakeRandom } | null = null;

  /** The next request (of this method) meets it. */
  next(kind: FaultKind, of: Omit<Fault, "kind"> = {}): void {
    this.#ordered.push({ ...of, kind, left: of.times ?? 1 });
  }

  /** From now on each request meets faults by chance: kind → probability. */
  plan(rates: Partial<Record<FaultKind, number>>, random: FakeRandom): void {
    this.#plan = { rates, random };
  }

  /** Nothing goes wrong any more. */
  clear(): void {
    this.#ordered = [];
    this.#plan = null;
  }

  /** What happens to a request of this method; null: nothing. */
  take(method: string): Fault | null {
    const ordered = this.#ordered.find((one) => one.method === undefined || one.method === method);
    if (ordered !== undefined && --ordered.left === 0) this.#ordered = this.#ordered.filter((one) => one !== ordered);
    const fault = ordered ?? this.#byChance();
    if (fault === null) return null;
    this.happened.push({ kind: fault.kind, method });
    return fault;
  }

  #byChance(): Fault | null {
    if (this.#plan === null) return null;
    for (const kind of FAULT_KINDS) if (this.#plan.random.happens(this.#plan.rates[kind] ?? 0)) return { kind };
    return null;
  }
}

/** As fetch of Node fails: a TypeError whose cause has the code. */
export function fetchFailure(code: string, words: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(words), { code }) });
}
