import { latestMigration } from "../store/latest-migration.ts";
import { MIGRATIONS } from "../store/migrations/index.ts";
import type { Assembled } from "./assemble.ts";

/** One part that work needs. */
export interface ReadinessPart {
  readonly name: "lease" | "store" | "migrations" | "redis" | "people";
  readonly ok: boolean;
  /** A code, never a message of a server: those may hold addresses. Null: nothing is wrong. */
  readonly problem: string | null;
}

/** Can this process do its work now? */
export interface Readiness {
  readonly ok: boolean;
  readonly parts: readonly ReadinessPart[];
}

/** A question to a server waits no longer. Milliseconds. */
const ANSWER_MS = 4_000;

/**
 * Looks at everything that work needs: the worker's lease, the database, its tables, Redis where the queues are there, the
 * directory. For `/readyz`; holds no secrets. Never throws.
 *
 * @param assembled what is asked
 */
export async function readiness(
  assembled: Pick<Assembled, "engine" | "store" | "context" | "scheduler" | "outside">,
): Promise<Readiness> {
  const { engine, store, context, scheduler, outside } = assembled;
  const wanted = MIGRATIONS.at(-1)?.number ?? 0;
  const parts = await Promise.all([
    part("lease", async () => (engine.worker.fence === null ? "NO_LEASE" : null)),
    part("store", async () => {
      await store.versions.marker();
      return null;
    }),
    part("migrations", async () => ((await latestMigration(context.database)) < wanted ? "MIGRATIONS_MISSING" : null)),
    ...(scheduler.shared
      ? [part("redis", async () => ((await scheduler.health()).ok ? null : "REDIS_UNREACHABLE"))]
      : []),
    part("people", async () => {
      await outside.people.snapshot();
      return null;
    }),
  ]);
  return { ok: parts.every(({ ok }) => ok), parts };
}

async function part(name: ReadinessPart["name"], ask: () => Promise<string | null>): Promise<ReadinessPart> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve("NO_ANSWER"), ANSWER_MS);
  try {
    const problem = await Promise.race([ask(), late.promise]);
    return { name, ok: problem === null, problem };
  } catch (error) {
    return { name, ok: false, problem: error instanceof Error ? error.name : "UNKNOWN" };
  } finally {
    clearTimeout(timer);
  }
}
