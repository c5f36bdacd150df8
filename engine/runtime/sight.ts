import type { UserId } from "../base/ids.ts";
import { datesAt } from "../calendar/dates-at.ts";
import type { DateOf } from "../people/absence.ts";
import { standsInToday } from "../people/stands-in.ts";
import { teamOf } from "../people/team.ts";
import { seesAll, type Viewer } from "../people/viewer.ts";
import type { Seer } from "../ports/seer.ts";
import type { EnginePorts } from "./engine-ports.ts";
import type { Library } from "./library.ts";

/** Who sees what, as far as the directory says it: what follows is filtered in the database. */
export class Sight {
  readonly #ports: Pick<EnginePorts, "people" | "clock">;
  readonly #library: Library;

  constructor(ports: Pick<EnginePorts, "people" | "clock">, library: Library) {
    this.#ports = ports;
    this.#library = library;
  }

  /** Null: he sees everything. */
  async seerOf(viewer: Viewer): Promise<Seer | null> {
    if (seesAll(viewer)) return null;
    const { user } = viewer;
    return { user, team: await this.teamOf(user), inPlaceOf: await this.inPlaceOf(user) };
  }

  /** The people of the departments that he heads. */
  async teamOf(user: UserId | null): Promise<readonly UserId[]> {
    return user === null ? [] : teamOf(await this.#ports.people.snapshot(), user);
  }

  /** Those in whose place he may act today. */
  async inPlaceOf(user: UserId | null): Promise<readonly UserId[]> {
    if (user === null) return [];
    return standsInToday(await this.#ports.people.snapshot(), user, await this.#dates());
  }

  /** Today by the calendars in force, one for each zone. */
  async #dates(): Promise<readonly DateOf[]> {
    const { current } = await this.#library.inForce();
    const calendars = new Map(
      [...current.values()].map(({ definition: { calendar } }) => [calendar.zone, calendar] as const),
    );
    const now = this.#ports.clock.now();
    return [...calendars.values()].map((calendar) => datesAt(now, calendar));
  }
}
