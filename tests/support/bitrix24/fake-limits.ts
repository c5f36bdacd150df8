import { Refusal } from "./fake-answer.ts";

/** How much a portal bears: requests of all together, and time of each method for each source. */
export class FakeLimits {
  readonly #now: () => number;
  readonly #rate: { readonly perSecond: number; readonly burst: number } | null;
  readonly #limitSeconds: number;
  readonly #costs: Readonly<Record<string, number>>;
  /** Blocked by hand on the other side: nothing helps but people. */
  overloaded = false;
  #level = 0;
  #leakedAt: number;
  /** Work of a source and method: minute → seconds. */
  readonly #work = new Map<string, Map<number, number>>();

  constructor(needs: {
    now: () => number;
    rate: { readonly perSecond: number; readonly burst: number } | null;
    limitSeconds: number;
    costs: Readonly<Record<string, number>>;
  }) {
    this.#now = needs.now;
    this.#rate = needs.rate;
    this.#limitSeconds = needs.limitSeconds;
    this.#costs = needs.costs;
    this.#leakedAt = needs.now();
  }

  /** One request more. @throws {Refusal} QUERY_LIMIT_EXCEEDED, OVERLOAD_LIMIT */
  request(): void {
    if (this.overloaded) throw new Refusal("OVERLOAD_LIMIT", "REST API is blocked due to overload", 503);
    if (this.#rate === null) return;
    const now = this.#now();
    this.#level = Math.max(0, this.#level - ((now - this.#leakedAt) / 1_000) * this.#rate.perSecond);
    this.#leakedAt = now;
    if (this.#level + 1 > this.#rate.burst + 1e-9) throw new Refusal("QUERY_LIMIT_EXCEEDED", "Too many requests", 503);
    this.#level++;
  }

  /** Before a method runs. @throws {Refusal} OPERATION_TIME_LIMIT, for this method alone */
  allow(source: string, method: string): void {
    if (this.operating(source, method).seconds < this.#limitSeconds) return;
    throw new Refusal("OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.", 429);
  }

  /** After a method ran. Returns what it cost, in seconds. */
  spend(source: string, method: string): number {
    const cost = this.#costs[method] ?? 0.05;
    const key = `${source} ${method}`;
    const minutes = this.#work.get(key) ?? new Map<number, number>();
    const minute = Math.floor(this.#now() / 60_000);
    minutes.set(minute, (minutes.get(minute) ?? 0) + cost);
    this.#work.set(key, minutes);
    return cost;
  }

  /** What ten minutes have taken, and when (Unix seconds) the oldest minute of them is forgotten. */
  operating(source: string, method: string): { readonly seconds: number; readonly resetAt: number } {
    const now = Math.floor(this.#now() / 60_000);
    const minutes = [...(this.#work.get(`${source} ${method}`) ?? [])].filter(([minute]) => minute > now - 10);
    const oldest = Math.min(now, ...minutes.map(([minute]) => minute));
    return { seconds: minutes.reduce((sum, [, cost]) => sum + cost, 0), resetAt: (oldest + 10) * 60 };
  }
}
