import { randomBytes } from "node:crypto";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Ids } from "../../engine/ports/ids.ts";

/** 12 bits: how many ids of one millisecond can be told apart by their counter. */
const COUNTER_END = 0x1000;
/** A fresh millisecond starts somewhere in the lower half: ids of different processes mix, and half is left to count. */
const COUNTER_START_END = 0x800;
/** Random numbers are asked for in one go for so many ids. */
const POOL_IDS = 256;
/** Bytes of randomness in an id: 62 bits behind the counter, and the counter's start. */
const RANDOM_BYTES = 10;

/**
 * UUIDs of version 7 (RFC 9562 §6.2, method 1): the millisecond, a counter, then randomness. Each is greater than the one
 * before in this process, also when the clock goes back or many are made within a millisecond.
 */
export function timeOrderedIds(clock: Clock): Ids {
  const random = randomPool();
  let last = { ms: 0, counter: 0 };
  return {
    next() {
      const bytes = random();
      last = following(last, clock.now(), bytes.readUInt16BE(8) % COUNTER_START_END);
      const time = last.ms.toString(16).padStart(12, "0");
      const counter = last.counter.toString(16).padStart(3, "0");
      bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x80, 0);
      const tail = bytes.toString("hex", 0, 8);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${tail.slice(0, 4)}-${tail.slice(4)}`;
    },
  };
}

interface Mark {
  readonly ms: number;
  readonly counter: number;
}

function following(last: Mark, now: number, start: number): Mark {
  if (now > last.ms) return { ms: now, counter: start };
  if (last.counter + 1 < COUNTER_END) return { ms: last.ms, counter: last.counter + 1 };
  return { ms: last.ms + 1, counter: start };
}

function randomPool(): () => Buffer {
  let pool = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used >= pool.length) [pool, used] = [randomBytes(POOL_IDS * RANDOM_BYTES), 0];
    used += RANDOM_BYTES;
    return pool.subarray(used - RANDOM_BYTES, used);
  };
}
