import { join } from "node:path";

/** Who takes part, and what it promises: numbers of different promises are not to be compared. */
export interface Entry {
  readonly name: string;
  /** Where a finished step is when it counts as finished. */
  readonly durability: string;
  /** Path of the module whose `open` makes it. */
  readonly module: string;
  /** Given to `open`. */
  readonly argument: string;
}

const ON_POSTGRES = "PostgreSQL, every commit synced";
const ON_SQLITE = "SQLite, full sync";
const IN_REDIS = "Redis, synced each second";

export const DBOS = peer("DBOS", ON_POSTGRES, "dbos");
export const RESTATE = peer("Restate", "its own log, synced", "restate");
export const OPENWORKFLOW = peer("openworkflow", ON_POSTGRES, "openworkflow");
export const BULLMQ = own("BullMQ alone", `${IN_REDIS}; no state, no history`, "bullmq-raw");
export const SQLITE_LOOP = own("minimal loop on SQLite", ON_SQLITE, "sqlite-loop");
export const POSTGRES_LOOP = own("minimal loop on PostgreSQL", ON_POSTGRES, "postgres-loop");
export const OURS_SQLITE = own("Ordo on SQLite", ON_SQLITE, "ours", "sqlite local");
export const OURS_POSTGRES = own("Ordo on PostgreSQL", ON_POSTGRES, "ours", "postgres local");
export const OURS_BULLMQ = own(
  "Ordo on PostgreSQL + BullMQ",
  `${ON_POSTGRES}; Redis only wakes`,
  "ours",
  "postgres bullmq",
);

/** From `bench/peers`, with its own packages. */
function peer(name: string, durability: string, file: string): Entry {
  return { name, durability, module: join(import.meta.dirname, "../peers", `${file}.ts`), argument: "" };
}

function own(name: string, durability: string, file: string, argument = ""): Entry {
  return { name, durability, module: join(import.meta.dirname, "contenders", `${file}.ts`), argument };
}
