import type { Assembled } from "../../adapters/engine/assemble.ts";
import { rebuild } from "../../adapters/store/rebuild.ts";
import type { InstanceId } from "../../engine/base/ids.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import { ORDER_CALLS, ORDER_ROWS, PART_CALLS, PART_ROWS } from "./company.ts";
import type { Office } from "./office.ts";
import type { Receiver } from "./receiver.ts";

/** What was looked at in the end, and what does not hold. */
export interface Verdict {
  /** A law and how often it was looked at. */
  readonly held: readonly string[];
  readonly breaches: readonly string[];
  readonly instances: number;
  readonly events: number;
  /** Milliseconds that timers fired after they were due, ascending. */
  readonly lateness: readonly number[];
}

const PAGE = 500;
/** Breaches of one law that are told one by one. */
const TOLD_MAX = 10;
/** Characters of one breach. */
const BREACH_MAX = 600;

/** Reads everything that is left behind and holds it against what was acknowledged and what took effect. */
export async function verdictOf(assembled: Assembled, office: Office, receiver: Receiver): Promise<Verdict> {
  const laws = new Laws();
  const histories = await allHistories(assembled);
  checkEnded(laws, histories);
  checkAcknowledged(laws, histories, office);
  checkCalls(laws, histories, receiver);
  const lateness = checkTimers(laws, histories);
  await checkMessages(laws, histories, assembled);
  await checkRegistry(laws, histories, assembled);
  await checkProjections(laws, assembled);
  await checkIncidents(laws, assembled);
  laws.look("nobody was answered what he should not have been", office.strange, (strange) => [strange]);
  const events = [...histories.values()].reduce((sum, { length }) => sum + length, 0);
  return { held: laws.held, breaches: laws.breaches, instances: histories.size, events, lateness };
}

type Histories = ReadonlyMap<InstanceId, readonly HistoryEvent[]>;

/** Laws that were looked at; each says in words what does not hold. */
class Laws {
  readonly held: string[] = [];
  readonly breaches: string[] = [];

  look<Item>(law: string, items: Iterable<Item>, wrong: (item: Item) => readonly string[]): void {
    let count = 0;
    const found: string[] = [];
    for (const item of items) {
      count += 1;
      found.push(...wrong(item));
    }
    if (found.length === 0) this.held.push(`${law} (${count})`);
    this.breaches.push(...found.slice(0, TOLD_MAX).map((what) => `${law}: ${what}`.slice(0, BREACH_MAX)));
    if (found.length > TOLD_MAX) this.breaches.push(`${law}: ${found.length - TOLD_MAX} more`);
  }
}

async function allHistories({ store }: Assembled): Promise<Histories> {
  const histories = new Map<InstanceId, readonly HistoryEvent[]>();
  for (let after: InstanceId | null = null; ; ) {
    const ids: readonly InstanceId[] = await store.queries.ids(after, PAGE);
    for (const id of ids) histories.set(id, await store.instances.history(id));
    if (ids.length < PAGE) return histories;
    after = ids.at(-1) ?? null;
  }
}

function checkEnded(laws: Laws, histories: Histories): void {
  laws.look("every instance ended, completed; after that only answers came", histories, ([id, history]) => {
    const end = history.findIndex(({ kind }) => kind === "instanceEnded");
    const ended = history[end];
    const after = history.slice(end + 1).filter(({ kind }) => kind !== "callEnded");
    const isOver = ended?.kind === "instanceEnded" && ended.status === "completed" && after.length === 0;
    return isOver
      ? []
      : [
          `${id} ends with ${history
            .slice(-3)
            .map((event) => JSON.stringify(event))
            .join(", ")}`,
        ];
  });
  laws.look("histories have no gap and time does not go back", histories, ([id, history]) =>
    history.flatMap((event, index) => {
      const before = history[index - 1];
      const isInOrder = event.sequence === index + 1 && (before === undefined || before.at <= event.at);
      return isInOrder ? [] : [`${id}, event ${index + 1}`];
    }),
  );
}

function checkAcknowledged(laws: Laws, histories: Histories, office: Office): void {
  const orders = ordersIn(histories);
  laws.look("every acknowledged start is one instance", office.orders, ([number, id]) => {
    const same = orders.get(number) ?? [];
    return same.length === 1 && same[0] === id ? [] : [`order ${number} (${id}): ${same.join(", ") || "none"}`];
  });
  laws.look("every acknowledged command is in its history, once", office.acknowledged, ({ command, instance }) => {
    const made = (histories.get(instance) ?? []).filter((event) => event.command === command);
    const completed = made.filter(({ kind }) => kind === "taskCompleted");
    return completed.length === 1 ? [] : [`${command} in ${instance}: ${completed.length} times`];
  });
}

/** Number → the instances that were started for it. */
function ordersIn(histories: Histories): ReadonlyMap<number, readonly InstanceId[]> {
  const orders = new Map<number, InstanceId[]>();
  for (const [id, [started]] of histories) {
    if (!isOf("crash-order", started)) continue;
    const number = numberOf(started);
    orders.set(number, [...(orders.get(number) ?? []), id]);
  }
  return orders;
}

function isOf(process: string, started: HistoryEvent | undefined): boolean {
  return started?.kind === "instanceStarted" && started.process === process;
}

function numberOf(started: HistoryEvent | undefined): number {
  return started?.kind === "instanceStarted" ? Number(started.input["number"]) : Number.NaN;
}

function checkCalls(laws: Laws, histories: Histories, receiver: Receiver): void {
  const wanted = new Set<string>();
  for (const [, [started]] of histories) {
    const calls = isOf("crash-order", started) ? ORDER_CALLS : PART_CALLS;
    for (const step of calls) wanted.add(`${numberOf(started)}/${step}`);
  }
  laws.look("every call took effect exactly once", wanted, (what) => {
    const keys = receiver.applied.get(what)?.size ?? 0;
    return keys === 1 ? [] : [`${what}: ${keys} times`];
  });
  laws.look("nothing was called that nobody asked for", receiver.applied.keys(), (what) =>
    wanted.has(what) ? [] : [what],
  );
}

function checkTimers(laws: Laws, histories: Histories): readonly number[] {
  const lateness: number[] = [];
  laws.look("no timer fired early, twice or after it was canceled, none is left", histories, ([id, history]) => {
    const armed = new Map<string, number>();
    const wrong: string[] = [];
    for (const event of history) {
      if (event.kind === "timerScheduled") armed.set(event.timer, event.dueAt);
      if (event.kind === "timerCanceled") armed.delete(event.timer);
      if (event.kind !== "timerFired") continue;
      const late = event.at - event.dueAt;
      if (late < 0) wrong.push(`${event.timer} fired ${-late} ms early`);
      if (!armed.delete(event.timer)) wrong.push(`${event.timer} fired twice or after it was canceled`);
      lateness.push(late);
    }
    return [...wrong, ...[...armed.keys()].map((timer) => `${id}: ${timer} never fired`)];
  });
  return lateness.sort((one, other) => one - other);
}

/** What the log notifier keeps: one row a key; a notice per instance that asked for one. */
async function checkMessages(laws: Laws, histories: Histories, { context }: Assembled): Promise<void> {
  const { rows } = await context.database.transaction((tx) =>
    tx.query<{ readonly instance: string; readonly sent: number }>(
      "select instance, count(*) as sent from message where step = 'told' group by instance",
      [],
    ),
  );
  const sent = new Map(rows.map((row) => [row.instance, Number(row.sent)]));
  const orders = [...histories].filter(([, [started]]) => isOf("crash-order", started));
  laws.look("every notice was sent exactly once", orders, ([id]) => {
    const times = sent.get(id) ?? 0;
    return times === 1 ? [] : [`${id}: ${times} times`];
  });
}

async function checkRegistry(laws: Laws, histories: Histories, { engine }: Assembled): Promise<void> {
  const { useCases } = engine;
  const wanted = [...histories.values()].reduce(
    (sum, [started]) => sum + (isOf("crash-order", started) ? ORDER_ROWS : PART_ROWS),
    0,
  );
  const verification = await useCases.verifyRegistry("crash-orders");
  laws.look("the registry is complete, sealed and verifies", [verification], (found) => {
    if (found === null) return ["there is none"];
    const { sealed, unsealed, breaches, findings } = found;
    if (sealed === wanted && unsealed === 0 && breaches === 0) return [];
    const first = JSON.stringify(findings.slice(0, 3));
    return [`${sealed} sealed and ${unsealed} unsealed of ${wanted} rows, ${breaches} breaches ${first}`];
  });
}

async function checkProjections(laws: Laws, { store, context, engine }: Assembled): Promise<void> {
  const rebuilt = await rebuild(store, context, { repair: false, laneOf: (operation) => engine.laneOf(operation) });
  laws.look("what stands beside the histories follows from them", [rebuilt], ({ differing, differences }) =>
    differing === 0 ? [] : [`${differing} instances differ: ${JSON.stringify(differences.slice(0, 3))}`],
  );
  const counts = await store.queries.counts(await store.workers.now());
  const left = {
    tasks: counts.tasks,
    timers: counts.timers,
    outbox: Object.values(counts.outbox).reduce((a, b) => a + b, 0),
  };
  laws.look("nothing is left to do", Object.entries(left), ([what, count]) =>
    count === 0 ? [] : [`${count} ${what}`],
  );
}

async function checkIncidents(laws: Laws, { engine }: Assembled): Promise<void> {
  const { rows } = await engine.useCases.incidents({ limit: PAGE });
  const found = rows.map(({ code, message, instance }) => `${code} ${instance ?? ""} ${message.en}`);
  laws.look("no incident is left", [found], (left) => left);
}
