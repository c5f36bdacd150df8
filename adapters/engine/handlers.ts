import type { Viewer } from "../../engine/people/viewer.ts";
import type { Shown, UseCases } from "../../engine/runtime/use-cases.ts";
import { makeBackup } from "../backup/make-backup.ts";
import type { Handlers } from "../host/socket-server.ts";
import type { RetentionTerms } from "../retention/instance-remover.ts";
import { rebuild } from "../store/rebuild.ts";
import { type AbsenceCall, absenceOrder } from "./absence-orders.ts";
import { type AccountOrder, accountOrder } from "./account-orders.ts";
import type { Assembled } from "./assemble.ts";
import { type EachOrder, eachOrder } from "./each-orders.ts";
import { type MessageOrder, messageOrder } from "./message-orders.ts";
import { type PersonOrder, personOrder } from "./person-orders.ts";
import { type RecordOrder, recordOrder } from "./record-orders.ts";
import { type VersionOrder, versionOrder } from "./version-orders.ts";

/** Use cases that other commands hand over, by name. Arguments and answers are plain JSON. */
export const HANDED_OVER = [
  "start",
  "inputs",
  "act",
  "occur",
  "tasks",
  "task",
  "instances",
  "numbers",
  "incidents",
  "settle",
  "versions",
  "workers",
  "registries",
  "registryRows",
  "verifyRegistry",
  "plan",
  "deploy",
  "migrate",
  "people",
  "inbox",
  "inboxCounts",
  "seenInstances",
  "maySee",
  "taskTo",
  "decisions",
  "decisionsAbout",
  "find",
  "registryPage",
  "registryTotals",
  "views",
  "saveView",
  "removeView",
  "stepCounts",
  "timersDue",
  "outboxCounts",
] as const satisfies readonly (keyof UseCases)[];

/**
 * The use cases as the holder of a database answers them. A compiled definition never crosses the socket: `show` hands
 * over what it is compiled from.
 *
 * @param after called after a use case that may have left something to do
 */
export function handlersOf(assembled: Assembled, after: () => Promise<void>): Handlers {
  const { useCases } = assembled.engine;
  const plain = HANDED_OVER.map((name) => {
    const call = useCases[name] as (...args: readonly unknown[]) => Promise<unknown>;
    const handler = async (args: readonly unknown[]): Promise<unknown> => {
      const answer = await call(...args);
      if (MOVING.has(name)) await after();
      return answer ?? null;
    };
    return [name, handler] as const;
  });
  return {
    ...Object.fromEntries(plain),
    ...maintenanceOf(assembled),
    record: async ([order]) => {
      const answer = await recordOrder(assembled.outside, order as RecordOrder);
      if (answer.kind !== "rejected" && answer.changed) await after();
      return answer;
    },
    each: async ([order]) => {
      const answer = await eachOrder(assembled, order as EachOrder);
      if ((order as EachOrder).kind === "step") await after();
      return answer;
    },
    show: async ([idOrNumber]) => handedShown(assembled, await useCases.show(String(idOrNumber))),
    showTo: async ([viewer, idOrNumber]) =>
      handedShown(assembled, await useCases.showTo(viewer as Viewer, String(idOrNumber))),
  };
}

/** An instance with what its definition is compiled from. */
async function handedShown({ store }: Assembled, shown: Shown | null): Promise<unknown> {
  if (shown === null) return null;
  const { row, instance, history } = shown;
  const bundle = await store.versions.bundle(instance.digest);
  const calendars = await store.versions.calendars();
  const calendar = calendars.find(({ name }) => name === bundle?.calendar) ?? null;
  return { row, instance, history, bundle, calendar };
}

/** What is done to the database itself, by whoever has it. */
export function maintenanceOf(assembled: Assembled): Handlers {
  const { context, clock, store, engine, outside, accounts, alerts } = assembled;
  return {
    account: ([order]) => accountOrder(accounts, order as AccountOrder),
    each: ([order]) => eachOrder(assembled, order as EachOrder),
    see: ([incident, by]) => alerts.see(String(incident), typeof by === "string" ? by : null),
    absence: ([order]) => absenceOrder(outside.absences, order as AbsenceCall),
    messages: ([order]) => messageOrder(outside.messages, order as MessageOrder, clock),
    person: ([order]) => personOrder(assembled, order as PersonOrder),
    record: ([order]) => recordOrder(outside, order as RecordOrder),
    version: ([order]) => versionOrder(assembled, order as VersionOrder),
    retention: ([terms]) => assembled.remover.preview(terms as RetentionTerms),
    backup: ([folder]) => makeBackup(assembled.installation, { folder: String(folder), made: "command" }),
    rebuild: ([repair]) =>
      rebuild(store, context, { repair: repair === true, laneOf: (operation) => engine.laneOf(operation) }),
  };
}

/** After these something may be due at once. */
const MOVING: ReadonlySet<string> = new Set(["start", "act", "occur", "deploy", "migrate"]);
