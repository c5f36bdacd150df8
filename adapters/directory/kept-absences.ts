import { freezeDeep } from "../../engine/definition/freeze-deep.ts";
import type { DirectorySnapshot, Person } from "../../engine/people/directory.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { People } from "../../engine/ports/people.ts";
import type { PeopleLedger, PeopleOverlay } from "./people-ledger.ts";

/** The database is asked for changes of other servers so often, at most. Milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** Absences that ended so long ago concern nobody, whatever zone he lives in. Milliseconds. */
const OVER_MS = 2 * 86_400_000;

const NOTHING: PeopleOverlay = { revision: 0, absences: [], left: [] };

/**
 * People of any directory with what is entered here laid over: absences that people and their heads entered, and who
 * left. Leavers are inactive and no administrators. The snapshot stays the same object until the directory, or what is
 * entered, changes; changes of other servers are seen after a second.
 */
export class KeptAbsences implements People {
  readonly #people: People;
  readonly #parts: { readonly ledger: PeopleLedger; readonly clock: Clock; readonly logger: Logger };
  #overlay: PeopleOverlay | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #made: {
    readonly base: DirectorySnapshot;
    readonly overlay: PeopleOverlay;
    readonly people: DirectorySnapshot;
  } | null = null;

  constructor(
    people: People,
    parts: { readonly ledger: PeopleLedger; readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#people = people;
    this.#parts = parts;
  }

  /** @throws where the database cannot be asked and never was: who is away must not be guessed */
  async snapshot(): Promise<DirectorySnapshot> {
    const base = await this.#people.snapshot();
    const overlay = await this.#now();
    if (this.#made?.base === base && this.#made.overlay === overlay) return this.#made.people;
    const people = laidOver(base, overlay);
    this.#made = { base, overlay, people };
    return people;
  }

  /** People and the revision of what is entered, read now: for whoever judges a new absence. */
  async fresh(): Promise<{ readonly people: DirectorySnapshot; readonly revision: number }> {
    this.forget();
    const people = await this.snapshot();
    return { people, revision: this.#overlay?.revision ?? 0 };
  }

  /** The next look asks the database: something was entered here. */
  forget(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  async #now(): Promise<PeopleOverlay> {
    const { ledger, clock, logger } = this.#parts;
    const now = clock.now();
    // A clock that was set back must not keep changes from being seen.
    if (this.#overlay !== null && Math.abs(now - this.#lookedAt) < LOOK_EVERY_MS) return this.#overlay;
    this.#lookedAt = now;
    try {
      const revision = await ledger.revision();
      if (revision !== this.#overlay?.revision)
        this.#overlay = revision === 0 ? NOTHING : await ledger.overlay(dayBefore(now - OVER_MS));
    } catch (error) {
      if (this.#overlay === null) {
        this.forget();
        throw error;
      }
      // Nothing can be committed without the database either; the people before stay.
      logger.warn("absences could not be read, those before stay", {
        error: error instanceof Error ? error.name : "unknown",
      });
    }
    return this.#overlay ?? NOTHING;
  }
}

function dayBefore(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function laidOver(base: DirectorySnapshot, { absences, left }: PeopleOverlay): DirectorySnapshot {
  if (absences.length === 0 && left.length === 0) return base;
  const gone = new Set(left);
  const changed: Record<string, Person> = {};
  const personOf = (user: string): Person | null => {
    if (Object.hasOwn(changed, user)) return changed[user] ?? null;
    return Object.hasOwn(base.users, user) ? (base.users[user] ?? null) : null;
  };
  for (const { person: user, from, to, substitute } of absences) {
    const person = personOf(user);
    // Whom the directory no longer names is nobody's colleague any more.
    if (person === null) continue;
    changed[user] = { ...person, absent: [...person.absent, { from, to, substitute }] };
  }
  for (const user of gone) {
    const person = personOf(user);
    if (person !== null) changed[user] = { ...person, active: false };
  }
  // In the order of the directory: turns of groups depend on it.
  const users = Object.fromEntries(Object.entries(base.users).map(([user, person]) => [user, changed[user] ?? person]));
  const administrators = base.administrators.filter((user) => !gone.has(user));
  return freezeDeep({ ...base, users, administrators });
}
