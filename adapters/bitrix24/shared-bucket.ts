import type { Redis } from "ioredis";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Secret } from "../secret.ts";
import { LocalBucket } from "./local-bucket.ts";
import type { Rate, RateBucket } from "./rate-bucket.ts";

/**
 * One leaky bucket for all workers. In one step, on the time of the server: drain, see whether there is room, take.
 * Beside it stands who asked lately, so that a worker without Redis knows what its share is.
 *
 * KEYS: bucket, askers. ARGV: drained in a second, room (negative: only fill it up to that), asker, milliseconds that an
 * asker counts. Answers how long to wait, in milliseconds, and how many ask.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local rate = tonumber(ARGV[1]) / 1000
local room = tonumber(ARGV[2])
local kept = redis.call('HMGET', KEYS[1], 'level', 'at')
local level = tonumber(kept[1] or '0')
local passed = now - tonumber(kept[2] or now)
if passed > 0 then level = math.max(0, level - passed * rate) end
redis.call('ZADD', KEYS[2], now, ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - tonumber(ARGV[4]))
local wait = 0
if room < 0 then
  level = math.max(level, -room)
elseif level + 1 > room then
  wait = math.ceil((level + 1 - room) / rate)
else
  level = level + 1
end
redis.call('HSET', KEYS[1], 'level', string.format('%.6f', level), 'at', string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], 3600000)
redis.call('PEXPIRE', KEYS[2], 3600000)
return { wait, redis.call('ZCARD', KEYS[2]) }
`;

/** A worker that did not ask for so long is not counted. Milliseconds. */
const ASKER_MS = 10 * 60_000;
/** Nobody waits longer for Redis. Milliseconds. */
const ANSWER_MS_MAX = 2_000;
/** After a failure Redis is not asked for so long. Milliseconds. */
const AWAY_MS = 5_000;
/** How many are taken to share the limit as long as nobody has counted them. */
const ASKERS_UNKNOWN = 4;

/** What a shared bucket stands on. */
export interface SharedBucketParts {
  readonly url: Secret;
  /** Of all keys of this installation. */
  readonly prefix: string;
  /** Name of the limit: the portal's host, or the app. */
  readonly of: string;
  /** As `cautious` gives it. */
  readonly rate: Rate;
  /** A name of this worker that no other has. */
  readonly asker: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The bucket in Redis, shared by all workers. While Redis is away each worker goes on with its share of the rate and no
 * burst: together never faster than before.
 */
export class SharedBucket implements RateBucket {
  readonly #parts: SharedBucketParts;
  readonly #keys: readonly [bucket: string, askers: string];
  #redis: Promise<Redis> | null = null;
  #askers = ASKERS_UNKNOWN;
  #local: LocalBucket | null = null;
  #awayUntil = 0;

  constructor(parts: SharedBucketParts) {
    this.#parts = parts;
    const key = `${parts.prefix}:bitrix24:{${parts.of}}`;
    this.#keys = [`${key}:bucket`, `${key}:askers`];
  }

  async take(room: number): Promise<number> {
    const waitMs = await this.#ask(room);
    if (waitMs !== null) return waitMs;
    this.#local ??= this.#share();
    // Redis may be back before the share's next turn.
    return Math.min(await this.#local.take(1), AWAY_MS);
  }

  async full(): Promise<void> {
    await this.#local?.full();
    await this.#ask(-this.#parts.rate.burst);
  }

  close(): Promise<void> {
    this.#forget();
    return Promise.resolve();
  }

  /** Null: Redis is away. */
  async #ask(room: number): Promise<number | null> {
    const { clock, logger, of } = this.#parts;
    if (clock.now() < this.#awayUntil) return null;
    try {
      const [waitMs, askers] = await inTime(this.#asked(room));
      if (this.#local !== null) logger.info("portal limit is shared again", { portal: of });
      this.#local = null;
      this.#askers = Math.max(1, askers);
      return waitMs;
    } catch (error) {
      const code = error instanceof Error ? error.name : "?";
      if (this.#local === null) logger.warn("portal limit is not shared: Redis is away", { portal: of, code });
      this.#awayUntil = clock.now() + AWAY_MS;
      // One that hangs between connecting and being ready would never say so.
      this.#forget();
      return null;
    }
  }

  async #asked(room: number): Promise<readonly [waitMs: number, askers: number]> {
    this.#redis ??= connect(this.#parts.url);
    const redis = await this.#redis;
    // What was sent meanwhile was not counted, and Redis may have forgotten all: begin with a full bucket.
    if (this.#local !== null) await this.#take(redis, -this.#parts.rate.burst);
    return await this.#take(redis, room);
  }

  #forget(): void {
    const connecting = this.#redis;
    this.#redis = null;
    void connecting?.then((redis) => redis.disconnect()).catch(() => {});
  }

  async #take(redis: Redis, room: number): Promise<readonly [waitMs: number, askers: number]> {
    const { rate, asker } = this.#parts;
    const answer = await redis.eval(TAKE, 2, ...this.#keys, rate.perSecond, room, asker, ASKER_MS);
    const [waitMs, askers] = Array.isArray(answer) ? answer : [];
    if (typeof waitMs !== "number" || typeof askers !== "number") throw new TypeError("not an answer of the script");
    return [waitMs, askers];
  }

  /** One more than were counted: somebody may have come since. It starts full, as the common one may be. */
  #share(): LocalBucket {
    const { clock, rate } = this.#parts;
    const perSecond = rate.perSecond / (this.#askers + 1);
    return new LocalBucket(clock, { perSecond, burst: 1 }, 1);
  }
}

/** A connection that is ready. The library is loaded by those alone who use it. */
async function connect(url: Secret): Promise<Redis> {
  const { Redis: Connection } = await import("ioredis");
  const redis = new Connection(url.reveal(), {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: ANSWER_MS_MAX,
    // Whoever asks next connects again, and not before he asks.
    retryStrategy: () => null,
  });
  // Trouble is met by the command that fails.
  redis.on("error", () => {});
  const giveUp = setTimeout(() => redis.disconnect(), ANSWER_MS_MAX);
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw error;
  } finally {
    clearTimeout(giveUp);
  }
}

/** A Redis that does not answer is as good as none. @throws {RedisSilent} */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RedisSilent()), ANSWER_MS_MAX);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

class RedisSilent extends Error {
  override readonly name = "RedisSilent";
}
