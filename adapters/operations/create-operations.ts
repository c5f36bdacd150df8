import type { ValueMap } from "../../engine/base/value.ts";
import type { CallOutcome } from "../../engine/instance/call-outcome.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Crm, OperationAdapter } from "../../engine/ports/crm.ts";
import type { Files } from "../../engine/ports/files.ts";
import type { Notifier } from "../../engine/ports/notifier.ts";
import type { Call, Operations } from "../../engine/ports/operations.ts";
import type { People } from "../../engine/ports/people.ts";
import type { Printer } from "../../engine/ports/printer.ts";
import type { OccurrenceFeed } from "../occurrence-feed.ts";
import { unknownOperation } from "../refusal.ts";
import { laneOfOperation, prefixOf } from "./lane-of-operation.ts";
import { documentOperation, type SheetOf } from "./render-document-call.ts";
import { sendMessage } from "./send-message.ts";

/** The adapters that are joined, and what joining needs. */
export interface OperationsParts {
  readonly crm: Crm;
  /** What happened outside, whichever adapter saw it. */
  readonly feed: Pick<OccurrenceFeed, "changes" | "acknowledge" | "onRing">;
  readonly mail: OperationAdapter;
  readonly http: OperationAdapter;
  readonly notifier: Notifier;
  readonly files: Files;
  readonly printer: Printer;
  readonly people: People;
  readonly clock: Clock;
  /** Zone in which results say when: `Europe/Moscow`. */
  readonly zone: string;
  /** Language of texts that have no reader of their own. */
  readonly locale: "ru" | "en";
  /** Lists of the catalogue; those that the CRM keeps itself replace them. */
  readonly lists: Readonly<Record<string, readonly ValueMap[]>>;
  /** The instance that renders a document, as it is; supplied by the engine, which exists after its operations do. */
  readonly sheetOf: SheetOf;
}

/** Joins the adapters to the outside world as the engine calls it: an operation's prefix names its adapter. */
export function createOperations(parts: OperationsParts): Operations {
  const { crm, feed, mail, http, notifier } = parts;
  const document = documentOperation(parts);
  const adapters: Readonly<Record<string, OperationAdapter>> = { crm, records: crm, mail, http, document };
  return {
    laneOf: laneOfOperation,
    isKeyed: (operation) => {
      const prefix = prefixOf(operation);
      if (prefix === "message") return notifier.isKeyed;
      return adapterOf(adapters, prefix)?.isKeyed(operation) ?? true;
    },
    perform: (call, signal) => perform(adapters, call, parts.locale, signal),
    send: (sending, signal) => guarded(() => sendMessage(sending, parts, signal), notifier.isKeyed),
    untell: (task) => notifier.untell(task),
    lists: async () => ({ ...parts.lists, ...(await crm.lists()) }),
    look: (record) => crm.look(record),
    find: (type, filter) => crm.find(type, filter),
    changes: (limit) => feed.changes(limit),
    acknowledge: (ids) => feed.acknowledge(ids),
    onChange: (listener) => feed.onRing(listener),
    close: () => crm.close(),
  };
}

function adapterOf(adapters: Readonly<Record<string, OperationAdapter>>, prefix: string): OperationAdapter | undefined {
  return Object.hasOwn(adapters, prefix) ? adapters[prefix] : undefined;
}

async function perform(
  adapters: Readonly<Record<string, OperationAdapter>>,
  call: Call,
  locale: "ru" | "en",
  signal: AbortSignal,
): Promise<CallOutcome> {
  const adapter = adapterOf(adapters, prefixOf(call.operation));
  if (!adapter) return unknownOperation(call.operation, locale);
  return guarded(() => adapter.perform(call, signal), adapter.isKeyed(call.operation));
}

/** Adapters answer rather than throw; one that throws all the same leaves it open whether it happened. */
async function guarded(work: () => Promise<CallOutcome>, keyed: boolean): Promise<CallOutcome> {
  try {
    return await work();
  } catch (error) {
    return { kind: "unknown", message: error instanceof Error ? error.message : String(error), keyed };
  }
}
