import type { Redis } from "ioredis";
import { type Complaint, couldNotRun } from "../../complaint.ts";

/**
 * What is said when Redis may throw away what it was given, null when it may not. `INFO` is asked, not `CONFIG`: hosted
 * servers forbid the latter.
 */
export async function evictionComplaint(redis: Redis): Promise<Complaint | null> {
  const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info("memory"))?.[1];
  if (policy === undefined || policy === "noeviction") return null;
  return couldNotRun(
    {
      ru: `Redis вытесняет данные при нехватке памяти (maxmemory-policy: ${policy}): задания пропадали бы без следа`,
      en: `Redis evicts data when memory runs short (maxmemory-policy: ${policy}): jobs would vanish without a trace`,
    },
    {
      ru: "поставьте в redis.conf `maxmemory-policy noeviction` (или командой `redis-cli config set maxmemory-policy noeviction`) либо дайте отдельный Redis",
      en: "put `maxmemory-policy noeviction` into redis.conf (or run `redis-cli config set maxmemory-policy noeviction`), or give a Redis of its own",
    },
  );
}
