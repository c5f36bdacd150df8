import { foldText } from "../../../engine/base/fold-text.ts";
import { deleting, inserting, updating } from "../bulk.ts";
import type { Session } from "../database.ts";
import type { Schema } from "../schema.ts";
import type { Prepared } from "./prepare.ts";
import { writeProjections } from "./write-projections.ts";

/** Somebody wrote between our look and our writing: the transaction is undone and looks again. */
export class Outrun extends Error {
  override readonly name = "Outrun";
}

/**
 * Writes the moves that stand. Guards that a look cannot lock (rows that are not there yet) are counted: where fewer rows
 * were written than meant, somebody was faster.
 *
 * @throws {Outrun}
 */
export async function write(
  tx: Session,
  moves: readonly Prepared[],
  bytesOf: (move: Prepared) => number,
): Promise<void> {
  await Promise.all([
    ...reserve(tx, moves),
    ...instances(tx, moves, bytesOf),
    tx.put(
      INSERT_HISTORY,
      moves.map((one) => one.history),
    ),
    ...writeProjections(tx, moves),
  ]);
}

const INSERT_INSTANCE = inserting("instance", "keep");
/** Of an ordinary move: leaves the indexed columns alone, for SQLite writes an index again for a column that is set. */
const UPDATE_INSTANCE = updating("instance", {
  match: ["id"],
  was: ["revision"],
  set: ["subject", "folded", "revision", "last_at", "history_bytes", "snapshot"],
});
/** Of a move that ends, suspends or resumes it, or takes it to another version. */
const UPDATE_WHOLE = updating("instance", {
  match: ["id"],
  was: ["revision"],
  set: ["digest", "ended_at", "status", "subject", "folded", "revision", "last_at", "history_bytes", "snapshot"],
});
const INSERT_HISTORY = inserting("history");
const INSERT_INBOX = inserting("inbox", "keep");
const FREE_KEY = deleting("live_key", ["process", "key", "instance"]);
const TAKE_KEY = inserting("live_key", "keep");
const TAKE_ONCE = inserting("once_used", "keep");
const NEW_QUEUE = inserting("start_queue", "keep");
const NEXT_QUEUE = updating("start_queue", {
  match: ["process", "key"],
  was: ["revision"],
  set: ["revision", "waiting", "size", "changed_at"],
});
const FIRST_TURN = inserting("turn", "keep");
const NEXT_TURN = updating("turn", { match: ["of"], was: ["taker"], set: ["taker"] });

function instances(
  tx: Session,
  moves: readonly Prepared[],
  bytesOf: (move: Prepared) => number,
): readonly Promise<unknown>[] {
  const row = (one: Prepared) => ({ ...instanceRow(one, bytesOf(one)), was_revision: one.move.expected });
  const news = moves.filter(({ move }) => move.expected === 0);
  const old = moves.filter(({ move }) => move.expected > 0);
  const [whole, light] = [old.filter(isWhole), old.filter((one) => !isWhole(one))];
  return [
    all(tx.put(INSERT_INSTANCE, news.map(row)), news.length),
    all(tx.put(UPDATE_INSTANCE, light.map(row)), light.length),
    all(tx.put(UPDATE_WHOLE, whole.map(row)), whole.length),
  ];
}

function isWhole({ move: { after, events } }: Prepared): boolean {
  return (
    after.status !== "running" || events.some(({ kind }) => kind === "instanceResumed" || kind === "instanceMigrated")
  );
}

function reserve(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  const inbox = moves.flatMap(({ move }) =>
    move.inbox.map((id) => ({ id, at: move.at, instance: move.instance, sequence: move.after.sequence })),
  );
  const freed = moves.flatMap(({ move: { after } }) =>
    after.key === null || after.endedAt === null
      ? []
      : [{ process: after.process, key: after.key, instance: after.id }],
  );
  const keys = moves.flatMap(({ move: { reserves, after } }) =>
    reserves.key === null || after.endedAt !== null
      ? []
      : [{ process: after.process, key: reserves.key, instance: after.id }],
  );
  const once = moves.flatMap(({ move: { reserves, after, at } }) =>
    reserves.once === null ? [] : [{ process: after.process, value: reserves.once, instance: after.id, at }],
  );
  return [
    all(tx.put(INSERT_INBOX, inbox.sort(byId)), inbox.length),
    tx.put(FREE_KEY, freed),
    all(tx.put(TAKE_KEY, keys), keys.length),
    all(tx.put(TAKE_ONCE, once), once.length),
    ...queues(tx, moves),
    ...takeTurns(tx, moves),
  ];
}

function queues(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  const rows = moves.flatMap(({ move: { reserves, after, at } }) => {
    const { waiting, key } = reserves;
    if (waiting === null) return [];
    const row = { process: after.process, key: key ?? after.key ?? "", revision: waiting.revision + 1 };
    const left = { waiting: JSON.stringify(waiting.left), size: waiting.left.length, changed_at: at };
    return [{ ...row, ...left, was_revision: waiting.revision }];
  });
  const isNew = (row: { readonly was_revision: number }) => row.was_revision === 0;
  const [news, old] = [rows.filter(isNew), rows.filter((row) => !isNew(row))];
  return [all(tx.put(NEW_QUEUE, news), news.length), all(tx.put(NEXT_QUEUE, old), old.length)];
}

/** Several moves of a group may take the same turn one after another: the first finds what was there, the last stays. */
function takeTurns(tx: Session, moves: readonly Prepared[]): readonly Promise<unknown>[] {
  const taken = new Map<string, { readonly from: string | null; readonly to: string }>();
  for (const { group, from, to } of moves.flatMap(({ move }) => move.reserves.turns)) {
    const before = taken.get(group);
    taken.set(group, { from: before === undefined ? from : before.from, to });
  }
  const rows = [...taken].map(([of, { from, to }]) => ({ of, from, taker: to })).sort((a, b) => (a.of < b.of ? -1 : 1));
  const first = rows.filter((row) => row.from === null).map(({ of, taker }) => ({ of, taker }));
  const next = rows.flatMap(({ of, from, taker }) => (from === null ? [] : [{ of, taker, was_taker: from }]));
  return [all(tx.put(FIRST_TURN, first), first.length), all(tx.put(NEXT_TURN, next), next.length)];
}

async function all(written: Promise<number>, meant: number): Promise<void> {
  if ((await written) !== meant) throw new Outrun();
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}

function instanceRow({ move: { after }, snapshot }: Prepared, history_bytes: number): Schema["instance"] {
  return {
    id: after.id,
    process: after.process,
    digest: after.digest,
    number: after.number,
    status: after.status,
    subject: after.subject,
    folded: foldText(after.subject),
    requester: after.requester,
    key: after.key,
    started_at: after.startedAt,
    ended_at: after.endedAt,
    revision: after.sequence,
    last_at: after.lastAt,
    history_bytes,
    snapshot,
    shown: 1,
  };
}
