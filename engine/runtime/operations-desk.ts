import type { Viewer } from "../people/viewer.ts";
import { seesAll } from "../people/viewer.ts";
import type { EnginePorts } from "./engine-ports.ts";
import type { Reading } from "./reading.ts";

type Lists = Pick<Reading, "stepCounts" | "timersDue" | "outboxCounts" | "views" | "saveView" | "removeView">;

/** What operators watch, and saved views: each asked of the store as it is, where the viewer may. */
export function operationsDesk({ store, clock }: Pick<EnginePorts, "store" | "clock">): Lists {
  const { queries, views } = store;
  const sees = (viewer: Viewer): boolean => seesAll(viewer);
  return {
    stepCounts: async (viewer, process) => (sees(viewer) ? await queries.stepCounts(process) : []),
    timersDue: async (viewer, filter, page) =>
      sees(viewer) ? await queries.timers(filter, page) : { rows: [], next: null },
    outboxCounts: async (viewer) => (sees(viewer) ? await queries.outboxCounts(clock.now()) : []),
    views: async ({ user }, registry) => (user === null ? [] : await views.list(registry, user)),
    async saveView({ user }, view) {
      if (user === null) return false;
      await views.save({ ...view, owner: user });
      return true;
    },
    removeView: async ({ user }, view) => user !== null && (await views.remove({ ...view, owner: user })),
  };
}
