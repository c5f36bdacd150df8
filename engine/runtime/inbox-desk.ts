import type { UserId } from "../base/ids.ts";
import { datesAt } from "../calendar/dates-at.ts";
import type { DateOf } from "../people/absence.ts";
import { standsInToday } from "../people/stands-in.ts";
import { teamOf } from "../people/team.ts";
import { seesAllTasks, type Viewer } from "../people/viewer.ts";
import type { InboxCounts, InboxScope, InboxTask } from "../ports/inbox.ts";
import type { Page } from "../ports/queries.ts";
import type { EnginePorts } from "./engine-ports.ts";
import type { Library } from "./library.ts";
import type { InboxList, InboxWanted, Reading } from "./reading.ts";

const NOBODY: Page<never> = { rows: [], next: null };

/** Lists of open tasks: who is meant is found in the directory, everything else in the database. */
export class InboxDesk implements Pick<Reading, "inbox" | "inboxCounts"> {
  readonly #ports: Pick<EnginePorts, "store" | "people" | "clock">;
  readonly #library: Library;

  constructor(ports: Pick<EnginePorts, "store" | "people" | "clock">, library: Library) {
    this.#ports = ports;
    this.#library = library;
  }

  async inbox({ viewer, list, overdue, limit, after, ...filter }: InboxWanted): Promise<Page<InboxTask>> {
    const scope = await this.#scopeOf(viewer, list);
    if (scope === null) return NOBODY;
    const { store, clock } = this.#ports;
    const late = overdue === true ? { overdueAt: clock.now() } : {};
    return await store.queries.inbox(scope, { ...filter, ...late }, { limit, after: after ?? null });
  }

  async inboxCounts(viewer: Viewer): Promise<InboxCounts> {
    const { store, clock, people } = this.#ports;
    const all = seesAllTasks(viewer);
    if (viewer.user === null && !all) return NOTHING;
    const team = viewer.user === null ? [] : teamOf(await people.snapshot(), viewer.user);
    const inPlaceOf = await this.#inPlaceOf(viewer.user);
    const reader = { user: viewer.user, inPlaceOf, team, seesAll: all };
    return await store.queries.inboxCounts(reader, clock.now());
  }

  async #scopeOf(viewer: Viewer, list: InboxList): Promise<InboxScope | null> {
    if (list === "all") return seesAllTasks(viewer) ? { kind: "all" } : null;
    const { user } = viewer;
    if (user === null) return null;
    if (list === "team") return { kind: "people", people: teamOf(await this.#ports.people.snapshot(), user) };
    return { kind: list === "mine" ? "held" : "offered", user, inPlaceOf: await this.#inPlaceOf(user) };
  }

  async #inPlaceOf(user: UserId | null): Promise<readonly UserId[]> {
    if (user === null) return [];
    return standsInToday(await this.#ports.people.snapshot(), user, await this.#dates());
  }

  /** Today by the calendars in force, one for each zone. */
  async #dates(): Promise<readonly DateOf[]> {
    const { current } = await this.#library.inForce();
    const calendars = new Map(
      [...current.values()].map(({ definition }) => [definition.calendar.zone, definition.calendar]),
    );
    const now = this.#ports.clock.now();
    return [...calendars.values()].map((calendar) => datesAt(now, calendar));
  }
}

const NONE = { tasks: 0, overdue: 0 };
const NOTHING: InboxCounts = { mine: NONE, group: NONE, team: null, all: null };
