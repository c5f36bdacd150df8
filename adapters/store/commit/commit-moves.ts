import { assert } from "../../../engine/base/assert.ts";
import { StoreUnavailable } from "../../../engine/base/unavailable.ts";
import type { CommitResult, Move } from "../../../engine/ports/store.ts";
import { textsOf } from "../bulk.ts";
import type { Context, Session } from "../database.ts";
import { jsonOf } from "../fit-text.ts";
import type { DatabaseKind } from "../migrations/migration.ts";
import type { Schema } from "../schema.ts";
import { CommitUnknown } from "../store-error.ts";
import { type Judged, judge } from "./judge.ts";
import { type Looked, look } from "./look.ts";
import { type Prepared, prepared } from "./prepare.ts";
import { Outrun, write } from "./write.ts";

/*
 * A group of moves in one transaction, in three steps: look (lock the rows that are there, read every guard), judge
 * (pure: which moves stand), write (those). What is authoritative is the database at COMMIT; what can go wrong in between:
 *
 * - Somebody writes a row that was not there when we looked, so that no lock could hold it (an inbox id, a key). Our
 *   insert waits for him and then writes nothing; fewer rows than meant undo the whole transaction, and looking again
 *   finds his. Each round somebody has got further, so it ends.
 * - The connection breaks before COMMIT: nothing is written, `StoreUnavailable`.
 * - The connection breaks during COMMIT: we wait until the server is done with that transaction and commit the same
 *   group again. A move that is there already is recognized by its place in the history, its command and its events, and
 *   answered as what it is: committed.
 */

/** Rounds that others may win; more mean that something is wrong. */
const ROUNDS_MAX = 20;

/** COMMITs that may break in a row before the caller learns that the database cannot be reached. */
const BROKEN_MAX = 5;

/** Commits a group. @see Instances.commit */
export async function commitMoves(context: Context, moves: readonly Move[]): Promise<readonly CommitResult[]> {
  if (moves.length === 0) return [];
  const group = prepared(moves);
  group.forEach((one, place) => {
    assert(one.move.instance !== group[place - 1]?.move.instance, `Two moves of ${one.move.instance} in one group.`);
    assert(one.move.events.length > 0, `A move of ${one.move.instance} without events.`);
  });
  const judged = await untilKnown(context, group);
  const results: CommitResult[] = [];
  for (const { prepared: one, result } of judged) results[one.place] = result;
  return results;
}

async function untilKnown(context: Context, group: readonly Prepared[]): Promise<readonly Judged[]> {
  const { database, logger } = context;
  for (let broken = 0; ; ) {
    const sent: { transaction: string | null } = { transaction: null };
    try {
      return await untilUndisturbed(context, group, (looked) => {
        sent.transaction = looked.transaction;
      });
    } catch (error) {
      if (!(error instanceof CommitUnknown) || sent.transaction === null || ++broken >= BROKEN_MAX) throw error;
      logger?.warn("a connection broke during COMMIT; looking up what became of it", { moves: group.length });
      await database.settled(sent.transaction);
    }
  }
}

async function untilUndisturbed(
  { database }: Context,
  group: readonly Prepared[],
  onLook: (looked: Looked) => void,
): Promise<readonly Judged[]> {
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    try {
      return await database.transaction(async (tx) => {
        const looked = await look(tx, database.kind, group);
        onLook(looked);
        const judged = judge(group, looked, await alreadyThere(tx, database.kind, group, looked));
        await writeStanding(tx, judged, looked);
        return judged;
      });
    } catch (error) {
      if (!(error instanceof Outrun)) throw error;
    }
  }
  throw new StoreUnavailable(`Others were faster ${ROUNDS_MAX} times.`);
}

/** Only those that were not there before. */
async function writeStanding(tx: Session, judged: readonly Judged[], { instances }: Looked): Promise<void> {
  const standing = judged.flatMap(({ prepared: one, result }) =>
    result.kind === "committed" && (instances.get(one.move.instance)?.revision ?? 0) === one.move.expected ? [one] : [],
  );
  if (standing.length === 0) return;
  await write(tx, standing, (one) => (instances.get(one.move.instance)?.bytes ?? 0) + one.bytes);
}

/** Moves of the group that an earlier attempt has written: their instances are further, by exactly these events. */
async function alreadyThere(
  tx: Session,
  kind: DatabaseKind,
  group: readonly Prepared[],
  { instances }: Looked,
): Promise<ReadonlySet<string>> {
  const further = group.filter(({ move }) => (instances.get(move.instance)?.revision ?? 0) > move.expected);
  if (further.length === 0) return new Set();
  const ids = jsonOf(further.map(({ move }) => move.instance));
  const firsts = jsonOf(further.map(({ move }) => String(move.expected + 1)));
  const { rows } = await tx.query<Schema["history"]>(WRITTEN[kind], [ids, firsts]);
  const written = new Map(rows.map((row) => [`${row.first} ${row.instance}`, row]));
  return new Set(
    further.flatMap(({ move, history }) => {
      const row = written.get(`${history.first} ${move.instance}`);
      return row !== undefined && isSame(row, history) ? [move.instance] : [];
    }),
  );
}

/**
 * The instant too, which the events' text leaves out: another worker that decided the same a moment later has another
 * state in its memory, and must learn that he was not the first.
 */
function isSame(row: Schema["history"], { command, at, events }: Schema["history"]): boolean {
  return row.command === command && Number(row.at) === at && row.events === events;
}

const WRITTEN: Readonly<Record<DatabaseKind, string>> = {
  sqlite: writtenOf("sqlite"),
  postgres: writtenOf("postgres"),
};

/** Too many rather than too few: the caller looks at place and instance together. */
function writtenOf(kind: DatabaseKind): string {
  const first = kind === "sqlite" ? "cast(first as text)" : "first::text";
  return `select instance, first, at, command, events from history where instance ${textsOf(kind, 1)} and ${first} ${textsOf(kind, 2)}`;
}
