import { randomBytes } from "node:crypto";
import { foldText } from "../../engine/base/fold-text.ts";
import type { InstanceId, UserId } from "../../engine/base/ids.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import { evolve } from "../../engine/instance/evolve.ts";
import type { Instance } from "../../engine/instance/state.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Registries } from "../../engine/ports/registries.ts";
import { type SqlDatabase, withTables } from "../sql-database.ts";
import type { Database, Session } from "../store/database.ts";
import { eventsOfText } from "../store/history-text.ts";
import { eachRow, putColumns, type Row, shapesOf } from "./each-row.ts";
import type { Identity } from "./identity.ts";
import type { PersonTables } from "./person-tables.ts";
import { isPlain, type Survey, survey, veiledColumns } from "./survey.ts";
import { Veil } from "./veil.ts";

/** What erasing needs. */
export interface ErasureParts {
  readonly database: Database;
  readonly registries: Pick<Registries, "erase">;
  readonly clock: Clock;
  /** Are the registries sealed? Where they are not, rows without a seal are rewritten like any other. */
  readonly isSealing: boolean;
  /** Is the id also that of a group or a department? */
  readonly isAmbiguous: boolean;
}

/** Who erases whom, and why. */
export interface ErasureOrder {
  readonly identity: Identity;
  readonly by: UserId | null;
  /** Stands in the registry of erasures: names nobody. */
  readonly reason: string;
}

/** What came of it. */
export type Erased =
  | { readonly kind: "erased"; readonly pseudonym: string; readonly found: Survey }
  /** Nothing was changed: he is still needed where the survey says. */
  | { readonly kind: "busy"; readonly found: Survey };

/** Registry rows of one commit. */
const ERASE_ROWS = 100;
/** So often a row that has no seal yet is waited for. */
const SEAL_WAITS = 8;
const SEAL_MS = 1_500;

/**
 * Puts a pseudonym wherever a person stands: histories and what follows from them, records, letters, messages, everything
 * the adapters keep. Values of sealed registry rows are erased, and the erasing recorded, so that the chain holds. His own
 * record, letters and account go.
 *
 * May be interrupted at any point and asked for again: the pseudonym and what is looked for are kept until it is done, and
 * whatever was rewritten is not found a second time.
 */
export async function erasePerson(parts: ErasureParts, order: ErasureOrder): Promise<Erased> {
  const { database, clock } = parts;
  const { pseudonym, isNew, identity } = await begun(parts, order);
  const veil = new Veil(identity, pseudonym, parts.isAmbiguous);
  let found = await survey(database, veil);
  for (
    let wait = 0;
    isBusy(found) === false && parts.isSealing && found.unsealed.length > 0 && wait < SEAL_WAITS;
    wait++
  ) {
    await clock.sleep(SEAL_MS);
    found = await survey(database, veil);
  }
  if (isBusy(found) || (parts.isSealing && found.unsealed.length > 0)) {
    if (isNew) await forgotten(database, pseudonym);
    return { kind: "busy", found };
  }
  await eraseSealed(parts, { found, order, pseudonym });
  if (!parts.isSealing) await rewriteUnsealed(database, veil);
  for (const instance of found.ended) await rewriteInstance(database, instance, veil);
  await dropOwn(database, identity);
  await rewriteRows(database, veil);
  await database.transaction((tx) =>
    tx.run(
      ours(database)
        .db.updateTable("person_erasure")
        .set({ looked_for: null, ended_at: clock.now() })
        .where("pseudonym", "=", pseudonym),
    ),
  );
  return { kind: "erased", pseudonym, found };
}

/** Was an erasure of that employee begun and not finished? */
export async function isBeingErased(database: Database, user: string): Promise<boolean> {
  const open = await ours(database)
    .db.selectFrom("person_erasure")
    .select("looked_for")
    .where("looked_for", "is not", null)
    .execute();
  return open.some(({ looked_for }) => (JSON.parse(looked_for ?? "{}") as Identity).user === user);
}

/** Is he still needed somewhere? */
export function isBusy({ live, toLeave, arriving }: Survey): boolean {
  return live.size > 0 || toLeave.length > 0 || arriving > 0;
}

function ours(database: Database): SqlDatabase<PersonTables> {
  return withTables<PersonTables>(database as never);
}

/** The erasure that was begun and not finished, else a new one. What was looked for first is looked for to the end. */
async function begun({ database, clock }: ErasureParts, { identity, by, reason }: ErasureOrder) {
  const { db } = ours(database);
  return await database.transaction(async (tx) => {
    const open = await tx.run(db.selectFrom("person_erasure").selectAll().where("looked_for", "is not", null));
    for (const { pseudonym, looked_for } of open.rows) {
      const known = JSON.parse(looked_for ?? "{}") as Identity;
      if (known.user === identity.user && known.record === identity.record)
        return { pseudonym, isNew: false, identity: joined(known, identity) };
    }
    const pseudonym = `person-${randomBytes(5).toString("hex")}`;
    const row = { pseudonym, looked_for: JSON.stringify(identity), by, reason, begun_at: clock.now(), ended_at: null };
    await tx.run(db.insertInto("person_erasure").values(row));
    return { pseudonym, isNew: true, identity };
  });
}

function joined(one: Identity, other: Identity): Identity {
  const both = (key: "names" | "emails" | "phones") => [...new Set([...one[key], ...other[key]])];
  return { user: one.user, record: one.record, names: both("names"), emails: both("emails"), phones: both("phones") };
}

async function forgotten(database: Database, pseudonym: string): Promise<void> {
  await database.transaction((tx) =>
    tx.run(ours(database).db.deleteFrom("person_erasure").where("pseudonym", "=", pseudonym)),
  );
}

/** Before histories: a row that is not erased must equal what its history says. */
async function eraseSealed(
  { registries, clock }: ErasureParts,
  { found, order, pseudonym }: { readonly found: Survey; readonly order: ErasureOrder; readonly pseudonym: string },
): Promise<void> {
  for (let at = 0; at < found.sealed.length; at += ERASE_ROWS)
    await registries.erase(found.sealed.slice(at, at + ERASE_ROWS), {
      id: `${pseudonym}/${randomBytes(6).toString("hex")}`,
      at: clock.now(),
      by: order.by,
      reason: order.reason,
    });
}

async function rewriteUnsealed(database: Database, veil: Veil): Promise<void> {
  for (const shape of await shapesOf(database)) {
    if (shape.name !== "registry_value" && shape.name !== "registry_row") continue;
    await eachRow(database, shape, async (row, tx) => {
      const text = row[shape.name === "registry_row" ? "actor" : "entry"];
      if (typeof text !== "string" || (shape.name === "registry_row" && row["number"] !== null)) return;
      if (shape.name === "registry_value" && row["salts"] !== "{}") return;
      const name = shape.name === "registry_row" ? "actor" : "entry";
      const veiled = veil.stored(text, name);
      if (veiled !== text)
        await putColumns(tx, { kind: database.kind, table: shape, row, changed: { [name]: veiled } });
    });
  }
}

/**
 * One instance that has ended: its history without him, and everything beside it folded from that history anew, so that
 * whoever computes it again gets the same.
 */
async function rewriteInstance(database: Database, instance: InstanceId, veil: Veil): Promise<void> {
  const mark = (place: number): string => (database.kind === "sqlite" ? `?${place}` : `$${place}`);
  await database.transaction(async (tx) => {
    for (const [history, table] of [
      ["history", "instance"],
      ["history_archive", "instance_archive"],
    ] as const) {
      const { rows } = await tx.query<Row>(
        `select instance, first, at, command, events from ${history} where instance = ${mark(1)} order by first`,
        [instance],
      );
      if (rows.length === 0) continue;
      const events: HistoryEvent[] = [];
      for (const row of rows) {
        const text = String(row["events"]);
        const veiled = veil.mayTouch(text) ? JSON.stringify(veil.value(JSON.parse(text))) : text;
        if (veiled !== text)
          await tx.query(
            `update ${history} set events = ${mark(1)} where instance = ${mark(2)} and first = ${mark(3)}`,
            [veiled, instance, row["first"]],
          );
        events.push(...eventsOfText({ ...row, events: veiled } as never));
      }
      await putFolded(tx, { table, events, mark });
    }
  });
}

async function putFolded(
  tx: Session,
  of: {
    readonly table: "instance" | "instance_archive";
    readonly events: readonly HistoryEvent[];
    readonly mark: (place: number) => string;
  },
): Promise<void> {
  const { table, events, mark } = of;
  const told = events.reduce<Instance | null>(evolve, null);
  if (told === null) return;
  await tx.query(
    `update ${table} set subject = ${mark(1)}, folded = ${mark(2)}, requester = ${mark(3)}, key = ${mark(4)},
      snapshot = ${mark(5)} where id = ${mark(6)}`,
    [told.subject, foldText(told.subject), told.requester, told.key, JSON.stringify(told), told.id],
  );
}

/** Tables whose rows are about him alone, by the column that names him. */
const OF_HIM: readonly (readonly [table: string, column: string])[] = [
  ["account", "person"],
  ["account_session", "person"],
  ["account_token", "person"],
  ["account_link", "person"],
  ["account_address", "person"],
  ["decision_link", "person"],
  ["person_absence", "person"],
];
const OF_RECORD: readonly string[] = ["record_value", "record_word", "record_history", "record_note"];

/** His account; his record, of which the number alone stays, because others refer to it; the letters he wrote. */
async function dropOwn(database: Database, { user, record, emails }: Identity): Promise<void> {
  const mark = (place: number): string => (database.kind === "sqlite" ? `?${place}` : `$${place}`);
  const known = new Set((await shapesOf(database)).map(({ name }) => name));
  await database.transaction(async (tx) => {
    if (user !== null)
      for (const [table, column] of OF_HIM)
        if (known.has(table)) await tx.query(`delete from ${table} where ${column} = ${mark(1)}`, [user]);
    if (record === null) return;
    for (const table of OF_RECORD) await tx.query(`delete from ${table} where ref = ${mark(1)}`, [record]);
    await tx.query(
      `update record set fields = '{}', deleted = 1, revision = revision + 1, words = 1 where ref = ${mark(1)} and fields <> '{}'`,
      [record],
    );
    await tx.query(`delete from bitrix24_shadow where ref = ${mark(1)}`, [record]);
  });
  const wrote = new Set(emails.map((email) => email.toLowerCase()));
  const letter = (await shapesOf(database)).find(({ name }) => name === "letter");
  if (letter === undefined || (record === null && wrote.size === 0)) return;
  await eachRow(database, letter, async (row, tx) => {
    const body = JSON.parse(String(row["body"])) as { readonly from?: unknown };
    const from = typeof body.from === "string" ? body.from.toLowerCase() : "";
    if (![...wrote].some((email) => from.includes(email)) && (record === null || row["record"] !== record)) return;
    await tx.query(`update letter set body = '{}', record = null, folder = null, emptied = 1 where id = ${mark(1)}`, [
      row["id"],
    ]);
  });
}

async function rewriteRows(database: Database, veil: Veil): Promise<void> {
  const renamed = new Set<string>();
  for (const table of (await shapesOf(database)).filter(isPlain)) {
    await eachRow(database, table, async (row, tx) => {
      const changed = veiledColumns(veil, table, row);
      if (Object.keys(changed).length === 0) return;
      if (table.name === "record") renamed.add(String(row["ref"]));
      await putColumns(tx, { kind: database.kind, table, row, changed });
    });
  }
  // Words of records are found anew by whoever opens the records.
  const mark = database.kind === "sqlite" ? "?1" : "$1";
  for (const ref of renamed)
    await database.transaction(async (tx) => {
      await tx.query(`delete from record_word where ref = ${mark}`, [ref]);
      await tx.query(`update record set words = 0 where ref = ${mark} and deleted = 0`, [ref]);
    });
}
