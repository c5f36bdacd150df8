import { type Fields, listOf, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { EVENT_NAMES } from "./fake-events.ts";
import { type FakeCall, type FakeMethods, mapParam, param } from "./fake-method.ts";
import type { OfflineRow } from "./fake-offline-queue.ts";
import { isoOf } from "./fake-time.ts";
import type { FakeWorld } from "./fake-world.ts";

/** Subscriptions and the offline queue: apps only. */
export const EVENT_METHODS: FakeMethods = {
  events: { scope: null, needs: "app", run: () => ({ result: EVENT_NAMES }) },
  "event.bind": {
    scope: null,
    needs: "app",
    run: (call, world) => {
      const event = textOf(param(call, "event")).toUpperCase();
      const isOffline = textOf(param(call, "event_type")) === "offline";
      if (!EVENT_NAMES.includes(event.replace(/_\d+$/, "")))
        throw new Refusal("ERROR_EVENT_NOT_FOUND", "Event not found");
      const isAdmin = world.isAdmin(call.caller.userId);
      if (isOffline && !isAdmin) throw denied();
      const handler = textOf(param(call, "handler"));
      if (!isOffline && handler === "") throw new Refusal("ERROR_ARGUMENT", "Argument 'handler' is null or empty");
      const authType = isAdmin ? numberOf(param(call, "auth_type")) : call.caller.userId;
      const same = world.events.bindings.some(
        (one) =>
          one.app === call.caller.app &&
          one.event === event &&
          one.handler === handler &&
          one.offline === isOffline &&
          one.authType === authType,
      );
      if (same) throw new Refusal("ERROR_EVENT_BINDING_EXISTS", "Handler already binded");
      world.events.bind({
        ...{ event, handler: isOffline ? "" : handler, authType, offline: isOffline, app: call.caller.app },
        connector: textOf(param(call, "auth_connector")) || null,
      });
      return { result: true };
    },
  },
  "event.get": {
    scope: null,
    needs: "app",
    run: (call, world) => ({
      result: own(call, world).map((one) => ({
        ...(one.offline ? { connector_id: one.connector ?? "" } : { handler: one.handler }),
        ...{ event: one.event, auth_type: String(one.authType), offline: one.offline ? 1 : 0 },
      })),
    }),
  },
  "event.unbind": {
    scope: null,
    needs: "app",
    run: (call, world) => {
      // Without parameters all go.
      const [event, handler, type] = ["event", "handler", "event_type"].map((name) => textOf(param(call, name)));
      const gone = own(call, world).filter(
        (one) =>
          (event === "" || one.event === event?.toUpperCase()) &&
          (handler === "" || one.handler === handler) &&
          (type === "" || one.offline === (type === "offline")),
      );
      for (const one of gone) world.events.bindings.splice(world.events.bindings.indexOf(one), 1);
      return { result: { count: gone.length } };
    },
  },
  "event.offline.get": {
    scope: null,
    needs: "admin app",
    run: (call, world) => {
      const limit = numberOf(param(call, "limit")) || 50;
      const connector = textOf(param(call, "auth_connector"));
      const clear = textOf(param(call, "clear") ?? 1) !== "0";
      const isOwn = (row: OfflineRow): boolean =>
        row.binding.app === call.caller.app && (connector === "" || row.binding.connector === connector);
      const filter = mapParam(call, "filter");
      const fits = (row: OfflineRow): boolean =>
        Object.entries(filter).every(([key, value]) =>
          listOf(value)
            .map(textOf)
            .includes(textOf(offlineRow(row, world)[key.replace(/^[=@]/, "")])),
        );
      const { processId, rows } = world.events.offline.take((row) => isOwn(row) && fits(row), limit, clear);
      return { result: { process_id: clear ? null : processId, events: rows.map((row) => offlineRow(row, world)) } };
    },
  },
  "event.offline.list": {
    scope: null,
    needs: "admin app",
    run: (call, world) => {
      const rows = world.events.offline.rows.filter((row) => row.binding.app === call.caller.app);
      return {
        result: rows.map((row) => ({
          ...offlineRow(row, world),
          PROCESS_ID: row.processId,
          ERROR: row.failed ? 1 : 0,
        })),
        total: rows.length,
      };
    },
  },
  "event.offline.clear": {
    scope: null,
    needs: "admin app",
    run: (call, world) => {
      world.events.offline.clear(processOf(call), named(call));
      return { result: true };
    },
  },
  "event.offline.error": {
    scope: null,
    needs: "admin app",
    run: (call, world) => {
      world.events.offline.fail(processOf(call), named(call) ?? (() => true));
      return { result: true };
    },
  },
};

function denied(): Refusal {
  return new Refusal("ACCESS_DENIED", "Access denied!", 403);
}

function own(call: FakeCall, world: FakeWorld): FakeWorld["events"]["bindings"] {
  return world.events.bindings.filter(({ app }) => app === call.caller.app);
}

function processOf(call: FakeCall): string {
  const processId = textOf(param(call, "process_id"));
  if (processId === "") throw new Refusal("PROCESS_ID_EMPTY", "Process ID can't be empty");
  return processId;
}

/** Which of the process's rows; null: all of them. */
function named(call: FakeCall): ((row: OfflineRow) => boolean) | null {
  const ids = listOf(param(call, "id")).map(numberOf);
  const messages = listOf(param(call, "message_id")).map(textOf);
  if (ids.length === 0 && messages.length === 0) return null;
  return (row) => ids.includes(row.id) || messages.includes(row.messageId);
}

function offlineRow(row: OfflineRow, world: FakeWorld): Fields {
  return {
    ...{ ID: String(row.id), TIMESTAMP_X: isoOf(row.at, world.zone), EVENT_NAME: row.binding.event },
    ...{ EVENT_DATA: row.data, EVENT_ADDITIONAL: [], MESSAGE_ID: row.messageId },
  };
}
