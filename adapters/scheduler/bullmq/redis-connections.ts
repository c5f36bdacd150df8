import { Redis, type RedisOptions } from "ioredis";

/** The connections of one scheduler; both connect again forever by themselves. */
export interface RedisConnections {
  /** For what we ask: fails at once while Redis is away, and soon when it does not answer. */
  readonly commands: Redis;
  /** For the workers, which wait for Redis to come back. BullMQ makes its blocking connections alike. */
  readonly workers: Redis;
  /** Cuts everything, whatever is on the way. */
  disconnect(): void;
}

/** Nobody who commits waits longer than this for a doorbell. Milliseconds. */
const COMMAND_MS_MAX = 2_000;
const CONNECT_MS_MAX = 5_000;
/** Back-off between attempts to connect: doubling from the first to the last, with jitter. Milliseconds. */
const RETRY_FIRST_MS = 100;
const RETRY_LAST_MS = 5_000;

/** Begins to connect. Trouble comes as `error` events of each connection. */
export function connectToRedis(url: string): RedisConnections {
  const shared = {
    connectTimeout: CONNECT_MS_MAX,
    retryStrategy: retryAfter,
    // After a failover the old primary takes no writes: connect again, and send the command again.
    reconnectOnError: (error) => (error.message.startsWith("READONLY") ? 2 : false),
  } satisfies RedisOptions;
  const commands = new Redis(url, {
    ...shared,
    commandTimeout: COMMAND_MS_MAX,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  const workers = new Redis(url, { ...shared, maxRetriesPerRequest: null });
  const copies = copiesOf(workers);
  return {
    commands,
    workers,
    disconnect() {
      for (const connection of [commands, workers, ...copies]) endForGood(connection);
    },
  };
}

/** The connections that BullMQ makes after ours: left alone while Redis is away they would try again forever. */
function copiesOf(redis: Redis): ReadonlySet<Redis> {
  const copies = new Set<Redis>();
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => {
    const copy = duplicate(override);
    copies.add(copy);
    copy.once("end", () => copies.delete(copy));
    return copy;
  };
  return copies;
}

/**
 * A connection between two attempts is left by `disconnect` as it is, with commands that wait forever and BullMQ waiting
 * for them. One more attempt comes to an end, this way or that.
 */
function endForGood(connection: Redis): void {
  connection.disconnect();
  if (connection.status !== "reconnecting") return;
  const end = (): void => connection.disconnect();
  connection.connect().then(end, end);
}

/** How long to wait before the next attempt: half of it fixed, half by chance, so that many workers do not come at once. */
function retryAfter(attempt: number): number {
  const longest = Math.min(RETRY_FIRST_MS * 2 ** Math.min(attempt, 16), RETRY_LAST_MS);
  return Math.round(longest * (0.5 + Math.random() / 2));
}
