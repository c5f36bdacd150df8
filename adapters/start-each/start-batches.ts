import { id as brand, type ProcessId, type UserId } from "../../engine/base/ids.ts";
import type { RecordSnapshot, Value, ValueMap } from "../../engine/base/value.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Crm } from "../../engine/ports/crm.ts";
import type { BatchDesk, BatchOrder, Foreseen } from "../../engine/runtime/batch-desk.ts";
import type { Refusal, StartOutcome } from "../../engine/runtime/use-cases.ts";
import type { SqlDatabase } from "../sql-database.ts";
import type { BatchTables } from "./batch-tables.ts";

/** A process, and the records that it is to be started for. Plain JSON. */
export interface EachWanted extends BatchOrder {
  /** Of the language. */
  readonly filter: ValueMap;
}

/** What a batch would come to. */
export interface EachPreview {
  readonly kind: "preview";
  /** Records that the filter meets. */
  readonly total: number;
  /** Of how many the rest says something: the first 2,000. */
  readonly looked: number;
  readonly counts: Readonly<Record<Foreseen, number>>;
  readonly first: readonly { readonly ref: string; readonly title: string; readonly foreseen: Foreseen }[];
}

/** Where a batch stands. */
export interface EachState {
  readonly kind: "batch";
  readonly id: string;
  readonly process: string;
  readonly type: string;
  readonly filter: ValueMap;
  readonly by: string | null;
  readonly perMinute: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly total: number;
  /** Records whose turn has not come. */
  readonly pending: number;
  readonly counts: Readonly<Record<StartOutcome["kind"], number>>;
  /** The first that were refused. */
  readonly refused: readonly { readonly ref: string; readonly code: string }[];
}

/** What a step leaves to do. Its outcomes are counted when somebody looks, not after every step. */
export interface EachStep {
  readonly kind: "step";
  readonly id: string;
  /** Records whose turn has not come. */
  readonly pending: number;
}

/** Records that a preview looks at. */
const LOOKED_MAX = 2_000;
const SHOWN = 10;
/** Rows written by one statement. */
const ROWS = 500;
/** Records of one batch; more is a filter that says nothing. */
const RECORDS_MAX = 200_000;
const BATCHES_MAX = 100;

/**
 * Starts a process for each of the records that a filter meets. The records are found once and kept with the batch, so
 * that it goes on after whatever interrupts it; that each is started at most once is the engine's promise (its inbox).
 */
export class StartBatches {
  readonly #database: SqlDatabase<BatchTables>;
  readonly #crm: Pick<Crm, "find" | "look">;
  readonly #desk: Pick<BatchDesk, "prepare" | "foresee" | "start">;
  readonly #clock: Clock;
  readonly #keptMs: number;

  constructor(of: {
    readonly database: SqlDatabase<BatchTables>;
    readonly crm: Pick<Crm, "find" | "look">;
    readonly desk: Pick<BatchDesk, "prepare" | "foresee" | "start">;
    readonly clock: Clock;
    /** How long a batch is known after it began and after it ended: as long as the engine knows what it started. */
    readonly keptMs: number;
  }) {
    this.#database = of.database;
    this.#crm = of.crm;
    this.#desk = of.desk;
    this.#clock = of.clock;
    this.#keptMs = of.keptMs;
  }

  /** How many records there are and what starting would come to; nothing is written. */
  async preview(wanted: EachWanted): Promise<EachPreview | Refusal> {
    const prepared = await this.#desk.prepare(wanted);
    if (prepared.kind === "rejected") return prepared;
    const order = { ...wanted, with: prepared.with };
    const refs = await this.#crm.find(wanted.type, wanted.filter);
    const counts = { start: 0, live: 0, before: 0, waits: 0 };
    const first: EachPreview["first"][number][] = [];
    for (const ref of refs.slice(0, LOOKED_MAX)) {
      const foreseen = await this.#desk.foresee(order, ref);
      counts[foreseen] += 1;
      if (first.length < SHOWN) first.push({ ref, title: titleOf(await this.#crm.look(ref)), foreseen });
    }
    return { kind: "preview", total: refs.length, looked: Math.min(refs.length, LOOKED_MAX), counts, first };
  }

  /** Keeps a batch with its records; nothing is started yet. Batches that are too old to go on with are forgotten. */
  async open(
    wanted: EachWanted,
    of: { readonly id: string; readonly perMinute: number | null },
  ): Promise<EachState | Refusal> {
    const prepared = await this.#desk.prepare(wanted);
    if (prepared.kind === "rejected") return prepared;
    const refs = await this.#crm.find(wanted.type, wanted.filter);
    if (refs.length > RECORDS_MAX) return tooMany(refs.length);
    const { process, type, filter, input, by, override } = wanted;
    const now = this.#clock.now();
    const row = {
      ...{ id: of.id, process, type, filter: JSON.stringify(filter), input: JSON.stringify(input) },
      ...{ record_input: prepared.with, total: refs.length, per_minute: of.perMinute, by },
      override: JSON.stringify(override === undefined ? {} : { override }),
      ...{ started_at: now, ended_at: refs.length === 0 ? now : null },
    };
    const { db } = this.#database;
    const items = refs.map((ref, position) => ({
      ...{ batch: of.id, position, ref },
      ...{ outcome: null, instance: null, code: null },
    }));
    await this.#forgetBefore(now - this.#keptMs);
    await this.#database.transaction(async (session) => {
      await session.run(db.insertInto("start_batch").values(row));
      for (let at = 0; at < items.length; at += ROWS)
        await session.run(db.insertInto("start_batch_item").values(items.slice(at, at + ROWS)));
    });
    return this.#state(row);
  }

  /** Starts it for the next records of the batch. What was interrupted in the middle is done again, and starts nothing twice. */
  async step(id: string, count: number): Promise<EachStep | Refusal> {
    const batch = await this.#batch(id);
    if (batch === null) return unknownBatch(id);
    const { db } = this.#database;
    const { override } = JSON.parse(batch.override) as { readonly override?: UserId | null };
    const order = {
      ...{ process: brand<ProcessId>(batch.process), type: batch.type, with: batch.record_input },
      ...{ input: JSON.parse(batch.input) as ValueMap, by: batch.by === null ? null : brand<UserId>(batch.by) },
      ...(override === undefined ? {} : { override }),
    };
    const open = db.selectFrom("start_batch_item").select(["position", "ref"]).where("batch", "=", batch.id);
    const next = await open.where("outcome", "is", null).orderBy("position").limit(count).execute();
    for (const { position, ref } of next) {
      const outcome = await this.#desk.start(order, ref, batch.id);
      await db
        .updateTable("start_batch_item")
        .set({
          outcome: outcome.kind,
          instance: "instance" in outcome ? outcome.instance : null,
          code: outcome.kind === "rejected" ? outcome.code : null,
        })
        .where("batch", "=", batch.id)
        .where("position", "=", position)
        .execute();
    }
    // In the order of their places: what is left begins at the first that is open.
    const [left] = await open.where("outcome", "is", null).orderBy("position").limit(1).execute();
    const pending = left ? batch.total - left.position : 0;
    if (pending === 0 && batch.ended_at === null)
      await db.updateTable("start_batch").set({ ended_at: this.#clock.now() }).where("id", "=", batch.id).execute();
    return { kind: "step", id: batch.id, pending };
  }

  /** Where it stands. @param id or its beginning */
  async look(id: string): Promise<EachState | Refusal> {
    const batch = await this.#batch(id);
    return batch === null ? unknownBatch(id) : this.#state(batch);
  }

  /** The last hundred, newest first. */
  async list(): Promise<readonly EachState[]> {
    const rows = this.#database.db.selectFrom("start_batch").selectAll();
    const batches = await rows.orderBy("started_at", "desc").orderBy("id").limit(BATCHES_MAX).execute();
    return Promise.all(batches.map((batch) => this.#state(batch)));
  }

  async #forgetBefore(before: number): Promise<void> {
    const { db } = this.#database;
    const isOver = db.selectFrom("start_batch").select("id").where("started_at", "<", before);
    const old = await isOver.where((of) => of.or([of("ended_at", "is", null), of("ended_at", "<", before)])).execute();
    for (const { id } of old)
      await this.#database.transaction(async (session) => {
        await session.run(db.deleteFrom("start_batch_item").where("batch", "=", id));
        await session.run(db.deleteFrom("start_batch").where("id", "=", id));
      });
  }

  async #batch(id: string): Promise<BatchTables["start_batch"] | null> {
    const { db } = this.#database;
    const like = db.selectFrom("start_batch").selectAll().where("id", ">=", id).where("id", "<", `${id}\u{10FFFF}`);
    const [only, other] = await like.orderBy("id").limit(2).execute();
    return only && (other === undefined || only.id === id) ? only : null;
  }

  async #state(batch: BatchTables["start_batch"]): Promise<EachState> {
    const { db } = this.#database;
    const items = db.selectFrom("start_batch_item").where("batch", "=", batch.id);
    const rows = await items
      .select(["outcome", ({ fn }) => fn.countAll().as("count")])
      .groupBy("outcome")
      .execute();
    const refused = await items
      .select(["ref", "code"])
      .where("outcome", "=", "rejected")
      .orderBy("position")
      .limit(SHOWN)
      .execute();
    const countOf = (outcome: string | null): number => Number(rows.find((row) => row.outcome === outcome)?.count ?? 0);
    return {
      kind: "batch",
      ...{ id: batch.id, process: batch.process, type: batch.type, filter: JSON.parse(batch.filter) as ValueMap },
      ...{ by: batch.by, perMinute: batch.per_minute, startedAt: batch.started_at, endedAt: batch.ended_at },
      ...{ total: batch.total, pending: countOf(null) },
      counts: {
        ...{ started: countOf("started"), live: countOf("live"), before: countOf("before") },
        ...{ waits: countOf("waits"), rejected: countOf("rejected") },
      },
      refused: refused.map(({ ref, code }) => ({ ref, code: code ?? "" })),
    };
  }
}

function titleOf(record: RecordSnapshot | null): string {
  const title: Value | undefined = record?.["title"];
  return typeof title === "string" ? title : "";
}

function unknownBatch(id: string): Refusal {
  return {
    kind: "rejected",
    code: "BATCH_NOT_FOUND",
    reason: { ru: `Нет такой пачки запусков: ${id}`, en: `There is no such batch of starts: ${id}` },
    remedy: { ru: "Все пачки: ordo start --batches", en: "All batches: ordo start --batches" },
    fields: {},
  };
}

function tooMany(count: number): Refusal {
  return {
    kind: "rejected",
    code: "EACH_TOO_MANY",
    reason: {
      ru: `Условие подходит к ${count} записям, а за раз можно до ${RECORDS_MAX}.`,
      en: `The filter meets ${count} records; at most ${RECORDS_MAX} go at once.`,
    },
    remedy: { ru: "Сузьте условие и запустите по частям.", en: "Narrow the filter and start part by part." },
    fields: {},
  };
}
