import { once } from "node:events";
import type { Configuration } from "../configuration/configuration.ts";
import { type Finding, fine, wrong } from "../finding.ts";
import { evictionComplaint } from "../scheduler/bullmq/eviction.ts";
import { connectToRedis } from "../scheduler/bullmq/redis-connections.ts";
import { unreachableRedis } from "../unreachable-server.ts";

/** How long Redis may take to answer. Milliseconds. */
const REDIS_MS_MAX = 7_000;

/** Redis: reachable, and not throwing away what it was given. Nothing where the scheduler is local. */
export async function checkRedis({ scheduler }: Configuration): Promise<readonly Finding[]> {
  if (scheduler.kind !== "bullmq") return [];
  const { commands, workers, disconnect } = connectToRedis(scheduler.url.reveal());
  let last: unknown = null;
  for (const connection of [commands, workers]) {
    connection.on("error", (error: unknown) => {
      last = error;
    });
  }
  try {
    if (commands.status !== "ready")
      await once(commands, "ready", { signal: AbortSignal.timeout(REDIS_MS_MAX) }).catch(stay);
    if (commands.status !== "ready") return [unreachable(last)];
    const complaint = await evictionComplaint(commands);
    return complaint === null
      ? [fine("redis", "Redis отвечает и ничего не вытесняет", "Redis answers and evicts nothing")]
      : [wrong("redis", complaint.says, complaint.remedy)];
  } catch (error) {
    return [unreachable(error)];
  } finally {
    disconnect();
  }
}

/** The first error ends the wait; what it was is kept by the listener. */
async function stay(): Promise<void> {}

function unreachable(error: unknown): Finding {
  const { says, remedy } = unreachableRedis(error ?? new Error(`no answer in ${REDIS_MS_MAX / 1_000} s`));
  return wrong("redis", says, remedy);
}
