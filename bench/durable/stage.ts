import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { ownPostgres } from "../../tests/support/servers/postgres.ts";
import { ownRedis } from "../../tests/support/servers/redis.ts";
import { type RemoteContender, startContender } from "./contender-process.ts";
import type { Entry } from "./line-up.ts";

/** A contender that runs, or why it does not. */
export type OnStage = { readonly entry: Entry } & (
  | { readonly contender: RemoteContender; readonly missing?: undefined }
  | { readonly contender?: undefined; readonly missing: string }
);

/** One PostgreSQL and one Redis for all, and the contenders connected to them, each in its own process and database. */
export interface Stage {
  bring(entry: Entry): Promise<OnStage>;
  /** What Redis holds in memory. */
  redisBytes(): Promise<number>;
  /** Ends contenders and servers and removes what they wrote. */
  clear(): Promise<void>;
}

/**
 * PostgreSQL with its defaults (fsync, synchronous commits, full page writes), Redis with an append-only file synced
 * every second.
 *
 * @throws Error where this machine has no such server
 */
export async function openStage(): Promise<Stage> {
  const postgres = await ownPostgres({ durable: true });
  if (postgres.skip !== undefined) throw new Error(postgres.skip);
  await mustSync(postgres.url);
  const redis = await ownRedis({ appendOnly: true });
  if (redis.skip !== undefined) throw new Error(redis.skip);
  const folder = mkdtempSync(join(tmpdir(), "ordo-bench-"));
  const running: RemoteContender[] = [];
  return {
    async bring(entry) {
      try {
        const { url } = await postgres.freshDatabase();
        const own = mkdtempSync(join(folder, "contender-"));
        const servers = { postgresUrl: url, redisUrl: redis.url, folder: own };
        const contender = await startContender(entry.module, entry.argument, servers);
        running.push(contender);
        return { entry, contender };
      } catch (error) {
        return { entry, missing: firstLine(error) };
      }
    },
    redisBytes: () => usedByRedis(redis.url),
    async clear() {
      await Promise.allSettled(running.map((contender) => contender.stop()));
      await Promise.all([postgres.end(), redis.end()]);
      // The last process may still be closing its files.
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function usedByRedis(url: string): Promise<number> {
  const client = new Redis(url);
  const told = await client.info("memory");
  client.disconnect();
  return Number(/^used_memory:(\d+)/m.exec(told)?.[1]);
}

/** A server that does not wait for the disk would make every ratio meaningless. */
async function mustSync(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
    const { rows } = await client.query<Record<string, string>>(`show ${setting}`);
    if (rows[0]?.[setting] !== "on") throw new Error(`PostgreSQL runs with ${setting} = ${rows[0]?.[setting]}`);
  }
  await client.end();
}

/** What went wrong, short enough for a table. */
export function firstLine(error: unknown): string {
  return (
    String(error)
      .replace(/^(Error: )+/, "")
      .split("\n")[0] ?? ""
  );
}
