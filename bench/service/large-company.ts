import type { Assembled } from "../../adapters/engine/assemble.ts";

/** How large: a company of 500 people after some years. */
export const SIZE = { instances: 100_000, openTasks: 20_000, people: 500 } as const;

const BATCH = 2_000;
const MINUTE_MS = 60_000;
const NEVER = 8_640_000_000_000_000;
/** Columns that hold whole numbers; all others are texts. */
const WHOLE = new Set(
  "number started_at ended_at revision last_at history_bytes shown seat at counts opened_at due_at priority suspended listed due tokens".split(
    " ",
  ),
);

type Row = Readonly<Record<string, string | number | null>>;

/** Id of the n-th person. */
export function personOf(n: number): string {
  return `user-${n}`;
}

/**
 * Fills the tables that lists are read from, as commits of that many instances would have left them. The instances have no
 * history: nothing is decided here, only read.
 *
 * @param now the newest instance starts then, in milliseconds
 */
export async function fillLargeCompany({ context }: Pick<Assembled, "context">, now: number): Promise<void> {
  const random = seeded(7);
  const anybody = (): string => personOf(random(SIZE.people));
  const snapshot = JSON.stringify({ pad: "x".repeat(4_000) });
  const tables = new Map<string, Row[]>();
  const put = (table: string, row: Row): void => {
    const rows = tables.get(table) ?? [];
    rows.push(row);
    tables.set(table, rows);
  };
  const flush = async (): Promise<void> => {
    await context.database.transaction(async (session) => {
      for (const [table, rows] of tables) if (rows.length > 0) await session.put(insertion(table, rows), rows);
    });
    tables.clear();
  };
  for (let n = 0; n < SIZE.instances; n++) {
    const id = `i-${String(n).padStart(7, "0")}`;
    const isLive = n >= SIZE.instances - SIZE.openTasks;
    const started = now - (SIZE.instances - n) * MINUTE_MS;
    const [process, requester, subject] = [`process-${n % 9}`, anybody(), `Скидка ${n}`];
    put("instance", {
      ...{
        id,
        process,
        digest: "d",
        number: n,
        status: isLive ? "running" : "completed",
        subject,
        key: null,
        shown: 1,
      },
      ...{ folded: subject.toLowerCase(), requester, started_at: started, ended_at: isLive ? null : started + 1_000 },
      ...{ revision: 5, last_at: started, history_bytes: 1, snapshot },
    });
    for (const viewer of new Set([requester, anybody(), anybody(), anybody()]))
      put("instance_viewer", { instance: id, viewer, started_at: started });
    put("instance_record", { ref: `company/${n % 5_000}`, instance: id });
    put("decision_made", {
      ...{ task: `${id}/d`, instance: id, process, number: n, step: "approve", purpose: "seat", seat: 1, at: started },
      ...{ decider: anybody(), on_behalf_of: null, outcome: "approve", word: "Согласовано", title: "Согласовать" },
      ...{ about: `deal/${n}`, comment: null, counts: 1 },
    });
    if (isLive) openTask(put, { id, n, process, subject, started, now, random, anybody });
    if (n % BATCH === BATCH - 1) await flush();
  }
  await flush();
}

function openTask(
  put: (table: string, row: Row) => void,
  of: {
    readonly id: string;
    readonly n: number;
    readonly process: string;
    readonly subject: string;
    readonly started: number;
    readonly now: number;
    readonly random: (end: number) => number;
    readonly anybody: () => string;
  },
): void {
  const { id, n, process, subject, started, now, random, anybody } = of;
  const due = n % 3 === 0 ? null : now + (random(2_000) - 1_000) * MINUTE_MS;
  const isOffered = n % 5 === 0;
  const actors = isOffered ? Array.from({ length: 8 }, (_, k) => personOf((n + k * 17) % SIZE.people)) : [anybody()];
  put("task", {
    ...{ id: `${id}/t`, instance: id, process, step: "approve", purpose: "seat", title: "Согласовать скидку" },
    ...{
      about: `company/${n % 5_000}`,
      assignee: isOffered ? null : (actors[0] ?? null),
      actors: JSON.stringify(actors),
    },
    ...{ opened_at: started, due_at: due, priority: 1, suspended: 0, number: n, subject, listed: 1, offered_to: "[]" },
    ...{ folded: `согласовать скидку\n${subject.toLowerCase()}`, excluded: "[]" },
    candidates: JSON.stringify(isOffered ? actors : []),
    outcomes: JSON.stringify([{ name: "approve", title: "Согласовать" }]),
  });
  for (const actor of actors)
    put("task_actor", {
      ...{ actor, task: `${id}/t`, share: isOffered ? "offered" : "held", due: due ?? NEVER, opened_at: started },
    });
  put("instance_step", { instance: id, step: "approve", process, tokens: 1 });
}

function insertion(table: string, rows: readonly Row[]) {
  const fields = Object.keys(rows[0] ?? {});
  const names = fields.map((field) => `"${field}"`).join(", ");
  const types = fields.map((field) => `"${field}" ${WHOLE.has(field) ? "bigint" : "text"}`).join(", ");
  return {
    fields,
    sqlite: `insert into ${table} (${names}) values (${fields.map(() => "?").join(", ")}) on conflict do nothing`,
    postgres: `insert into ${table} (${names}) select ${names} from json_to_recordset($1::json) as r(${types}) on conflict do nothing`,
  };
}

/** Whole numbers from 0, the same in every run. */
function seeded(start: number): (end: number) => number {
  let seed = start;
  return (end) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
}
