import { freezeDeep } from "../../../engine/definition/freeze-deep.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { People } from "../../../engine/ports/people.ts";
import type { Needs } from "../../adapter.ts";
import type { Portal, Urgency } from "../../bitrix24/portal.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import type { Bitrix24DirectoryConfig } from "../config.ts";
import { PeopleFile, readPartOfPeople } from "../people-file.ts";
import { directoryOfPortal } from "./directory-of-portal.ts";
import type { KeptPeople, KeptReading } from "./kept-people.ts";
import {
  databaseFailure,
  failureOf,
  noPeopleYet,
  type ReadingFailure,
  troubleOf,
  vanishedFailure,
} from "./people-failure.ts";
import { joinReading } from "./portal-people.ts";
import { readPortalPeople } from "./read-portal-people.ts";

/** What people from a portal need. */
export interface PeopleParts {
  readonly config: Bitrix24DirectoryConfig;
  readonly portal: Portal;
  readonly users: PortalUsers;
  readonly kept: KeptPeople;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly locale: "ru" | "en";
  readonly raise: Needs["raise"];
}

/** People read so long ago are asked for again by whoever starts. */
const STALE_AFTER_MS = 3_600_000;
/** A start waits no longer for a portal while it has people from before. */
const START_WAITS_MS = 10_000;
/** People read so long ago are an incident: somebody may have left. */
const TROUBLE_AFTER_MS = 86_400_000;

/**
 * People of a portal: as they were read last, with the file laid over. {@link snapshot} asks nobody; {@link refresh}
 * does, where nobody else did lately. What fails keeps the people before.
 */
export class Bitrix24People implements People {
  readonly #parts: PeopleParts;
  readonly #file: PeopleFile | null;
  #reading: KeptReading | null = null;
  #administrators: readonly number[] = [];
  #made: { readonly of: readonly unknown[]; readonly directory: DirectorySnapshot } | null = null;
  #failing: string | null = null;
  #unknown = "";

  /** @throws {Complaint} where the file laid over the people is wrong at the start */
  constructor(parts: PeopleParts) {
    this.#parts = parts;
    const { absences } = parts.config;
    this.#file = absences === null ? null : new PeopleFile(absences, { ...parts, read: readPartOfPeople });
  }

  /**
   * Takes the people of the last reading; asks the portal where there are none, or none of this hour.
   *
   * @throws {Complaint} where there never were any and the portal does not tell
   */
  async begin(): Promise<void> {
    await this.#adopt();
    if (this.#reading === null) {
      const failure = await this.#read("process", new AbortController().signal);
      if (this.#reading === null && failure !== null) throw noPeopleYet(failure);
    } else if (this.#age() > STALE_AFTER_MS) {
      await this.#read("process", AbortSignal.timeout(START_WAITS_MS));
    }
  }

  async snapshot(): Promise<DirectorySnapshot> {
    const over = this.#file?.data() ?? null;
    const of = [this.#reading?.text ?? null, this.#administrators.join(), over];
    if (this.#made !== null && of.every((one, index) => one === this.#made?.of[index])) return this.#made.directory;
    const { config, users, locale } = this.#parts;
    const { directory, unknown } = directoryOfPortal({
      portal: this.#reading?.people ?? { users: [], departments: [] },
      ...{ config, users, locale, over, administrators: this.#administrators },
    });
    this.#tellUnknown(unknown);
    this.#made = { of, directory: freezeDeep(directory) };
    return this.#made.directory;
  }

  /** Asks the portal, unless another worker did within the time between two looks. Never throws. */
  async refresh(signal: AbortSignal): Promise<void> {
    try {
      await this.#adopt();
      // Clocks of two machines differ by seconds, and this one's own reading is a few milliseconds too young.
      if (this.#reading !== null && this.#age() < this.#parts.config.refreshMs * 0.9) return;
      await this.#read("bulk", signal);
    } catch (error) {
      this.#failed(databaseFailure(error));
    }
  }

  async #read(urgency: Urgency, signal: AbortSignal): Promise<ReadingFailure | null> {
    const { portal, clock, kept, logger, raise } = this.#parts;
    const readAt = clock.now();
    const read = await readPortalPeople(portal, { urgency, signal });
    if (signal.aborted && read.kind !== "people") return null;
    const failure = read.kind === "people" ? null : failureOf(read);
    if (read.kind !== "people") {
      if (failure !== null) this.#failed(failure);
      if (failure !== null && this.#age() > TROUBLE_AFTER_MS)
        await raise(troubleOf(failure, this.#reading?.readAt ?? 0));
      return failure;
    }
    const { people, vanished, isDoubtful } = joinReading(this.#reading?.people ?? null, read.people);
    if (isDoubtful) {
      const doubt = vanishedFailure(vanished);
      this.#failed(doubt);
      await raise(troubleOf(doubt, this.#reading?.readAt ?? 0));
      return doubt;
    }
    const text = JSON.stringify(people);
    const isSame = text === this.#reading?.text;
    this.#reading = { people: isSame ? (this.#reading?.people ?? people) : people, text, readAt };
    this.#administrators = await kept.administrators(readAt);
    await kept.keep(this.#reading);
    if (!isSame || this.#failing !== null)
      logger.info("people read from the portal", {
        people: people.users.length,
        departments: people.departments.length,
      });
    this.#failing = null;
    return null;
  }

  /** What another worker read counts as much as what this one reads. */
  async #adopt(): Promise<void> {
    const { kept, clock } = this.#parts;
    const reading = await kept.load();
    if (reading !== null && reading.readAt > (this.#reading?.readAt ?? 0)) this.#reading = reading;
    this.#administrators = await kept.administrators(clock.now());
  }

  /** Milliseconds since the last good reading. */
  #age(): number {
    return this.#reading === null ? 0 : Math.abs(this.#parts.clock.now() - this.#reading.readAt);
  }

  /** Said once, until it is another failure or a reading succeeds. */
  #failed({ code, message }: ReadingFailure): void {
    if (this.#failing === code) return;
    this.#failing = code;
    const ageMs = this.#reading === null ? null : this.#age();
    this.#parts.logger.warn("the portal does not tell who works there, the people before stay", {
      code,
      message,
      ageMs,
    });
  }

  #tellUnknown(unknown: readonly string[]): void {
    const ids = unknown.join(", ");
    if (ids !== this.#unknown && ids !== "")
      this.#parts.logger.warn("the portal shows nobody and no department of these ids", { ids });
    this.#unknown = ids;
  }
}
