import { seesAllTasks, type Viewer } from "../people/viewer.ts";
import type { InboxCounts, InboxScope, InboxTask } from "../ports/inbox.ts";
import type { Page } from "../ports/queries.ts";
import type { EnginePorts } from "./engine-ports.ts";
import type { InboxList, InboxWanted, Reading } from "./reading.ts";
import type { Sight } from "./sight.ts";

const NOBODY: Page<never> = { rows: [], next: null };

/** Lists of open tasks: who is meant is found in the directory, everything else in the database. */
export class InboxDesk implements Pick<Reading, "inbox" | "inboxCounts"> {
  readonly #ports: Pick<EnginePorts, "store" | "clock">;
  readonly #sight: Sight;

  constructor(ports: Pick<EnginePorts, "store" | "clock">, sight: Sight) {
    this.#ports = ports;
    this.#sight = sight;
  }

  async inbox({ viewer, list, overdue, limit, after, ...filter }: InboxWanted): Promise<Page<InboxTask>> {
    const scope = await this.#scopeOf(viewer, list);
    if (scope === null) return NOBODY;
    const { store, clock } = this.#ports;
    const late = overdue === true ? { overdueAt: clock.now() } : {};
    return await store.queries.inbox(scope, { ...filter, ...late }, { limit, after: after ?? null });
  }

  async inboxCounts(viewer: Viewer): Promise<InboxCounts> {
    const { store, clock } = this.#ports;
    const all = seesAllTasks(viewer);
    if (viewer.user === null && !all) return NOTHING;
    const team = await this.#sight.teamOf(viewer.user);
    const inPlaceOf = await this.#sight.inPlaceOf(viewer.user);
    const reader = { user: viewer.user, inPlaceOf, team, seesAll: all };
    return await store.queries.inboxCounts(reader, clock.now());
  }

  async #scopeOf(viewer: Viewer, list: InboxList): Promise<InboxScope | null> {
    if (list === "all") return seesAllTasks(viewer) ? { kind: "all" } : null;
    const { user } = viewer;
    if (user === null) return null;
    if (list === "team") return { kind: "people", people: await this.#sight.teamOf(user) };
    return { kind: list === "mine" ? "held" : "offered", user, inPlaceOf: await this.#sight.inPlaceOf(user) };
  }
}

const NONE = { tasks: 0, overdue: 0 };
const NOTHING: InboxCounts = { mine: NONE, group: NONE, team: null, all: null };
