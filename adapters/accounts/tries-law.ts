/**
 * How often somebody may try. So many tries are free; each further one makes the next wait twice as long, up to a bound:
 * nobody is ever locked out for longer than that. Tries are forgotten one by one with time.
 */
export interface TriesLaw {
  readonly free: number;
  readonly firstMs: number;
  readonly maxMs: number;
  /** One try is forgotten in that time. */
  readonly forgetMs: number;
}

/** Tries of one lane. */
export interface Tries {
  readonly count: number;
  /** Until when forgetting has been counted. */
  readonly at: number;
  readonly blockedUntil: number;
}

/** Of one login: after five tries 1 s, 2 s, 4 s … 15 min; in the long run four tries an hour. */
export const LOGIN_LAW: TriesLaw = { free: 5, firstMs: 1_000, maxMs: 900_000, forgetMs: 900_000 };

/** Of one address, behind which a whole office may sit: in the long run one wrong try a minute. */
export const ADDRESS_LAW: TriesLaw = { free: 30, firstMs: 1_000, maxMs: 60_000, forgetMs: 60_000 };

/** Of letters to one login: three at once, in the long run one an hour: nobody's mailbox is filled by strangers. */
export const LETTER_LAW: TriesLaw = { free: 3, firstMs: 60_000, maxMs: 3_600_000, forgetMs: 3_600_000 };

/** Of one address that asks for letters to whomever. */
export const ASKER_LAW: TriesLaw = { free: 20, firstMs: 10_000, maxMs: 600_000, forgetMs: 300_000 };

/** Milliseconds to wait before the next try; 0: now. Bounded by the law whatever stands in the row. */
export function waitOf(tries: Tries | null, law: TriesLaw, now: number): number {
  return tries === null ? 0 : Math.min(Math.max(0, tries.blockedUntil - now), law.maxMs);
}

/** One more try. It counts before it is known to be wrong, so that many at once gain nothing. */
export function withTry(tries: Tries | null, law: TriesLaw, now: number): Tries {
  const before = forgotten(tries, law, now);
  const count = before.count + 1;
  const over = count - law.free;
  const wait = over < 0 ? 0 : Math.min(law.firstMs * 2 ** Math.min(over, 40), law.maxMs);
  return { count, at: before.at, blockedUntil: now + wait };
}

/** A try that was right is none: what it had counted is taken back. */
export function withoutTry(tries: Tries): Tries {
  return { ...tries, count: Math.max(0, tries.count - 1), blockedUntil: 0 };
}

function forgotten(tries: Tries | null, law: TriesLaw, now: number): Pick<Tries, "count" | "at"> {
  // A clock that was set back forgets nothing, and does not wait for the time it came from.
  if (tries === null || tries.at > now) return { count: tries?.count ?? 0, at: now };
  const gone = Math.floor((now - tries.at) / law.forgetMs);
  const count = Math.max(0, tries.count - gone);
  return { count, at: count === 0 ? now : tries.at + gone * law.forgetMs };
}
