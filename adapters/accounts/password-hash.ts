import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";

/** What a hash costs; kept with each hash, so that it can be raised later. */
export interface HashCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Turns passwords into what can be kept, and tells whether one is right. */
export interface Passwords {
  /** @throws {PasswordsBusy} */
  hash(password: string): Promise<string>;
  /**
   * Takes as long whether there is a hash to compare with or not.
   *
   * @param stored null: nobody has that login, or has no password
   * @returns `isOld`: right, and kept at another cost than today's: to be hashed again
   * @throws {PasswordsBusy}
   */
  verify(password: string, stored: string | null): Promise<{ readonly isRight: boolean; readonly isOld: boolean }>;
}

/** More people sign in at once than the machine can check: try again in a moment. */
export class PasswordsBusy extends Error {
  override readonly name = "PasswordsBusy";
}

/** What OWASP asks of argon2id: 19 MiB, two passes, one lane. */
export const HASH_COST: HashCost = { memoryKib: 19_456, passes: 2, lanes: 1 };

/** How one hash is made: `argon2id` of node:crypto, in a thread of its pool. */
export type Hashing = (parameters: Argon2Parameters) => Promise<Uint8Array>;

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** At once: the pool's other threads stay free for files and names. */
const AT_ONCE = 2;
/** Who waits longer than for these is told so. */
const WAITING_MAX = 64;
/** A cost beyond this was not written by us. */
const COST_MAX: HashCost = { memoryKib: 1_048_576, passes: 64, lanes: 16 };

/** Passwords by argon2id. @param cost of new hashes. @param hashing tests count with one of their own */
export function argonPasswords(cost: HashCost = HASH_COST, hashing: Hashing = argon2id): Passwords {
  const turn = turnstile(AT_ONCE, WAITING_MAX);
  const derive = (password: string, salt: Uint8Array, at: HashCost, bytes: number): Promise<Uint8Array> =>
    turn(() =>
      hashing({
        // The same letter has several spellings in Unicode: keyboards differ, people do not.
        message: password.normalize("NFKC"),
        ...{ nonce: salt, tagLength: bytes, memory: at.memoryKib, passes: at.passes, parallelism: at.lanes },
      }),
    );
  const decoy = { cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      return written({ cost, salt, hash: await derive(password, salt, cost, HASH_BYTES) });
    },
    async verify(password, stored) {
      const read = stored === null ? null : parsed(stored);
      const { cost: at, salt, hash } = read ?? decoy;
      const isSame = timingSafeEqual(await derive(password, salt, at, hash.length), hash);
      const isRight = isSame && read !== null;
      const isOld = at.memoryKib !== cost.memoryKib || at.passes !== cost.passes || at.lanes !== cost.lanes;
      return { isRight, isOld: isRight && isOld };
    },
  };
}

interface Hashed {
  readonly cost: HashCost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** The usual form: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`. */
function written({ cost, salt, hash }: Hashed): string {
  const { memoryKib, passes, lanes } = cost;
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${base64(salt)}$${base64(hash)}`;
}

function parsed(text: string): Hashed | null {
  const found = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/]{11,86})\$([\w+/]{22,86})$/.exec(text);
  if (found === null) return null;
  const [memoryKib, passes, lanes] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const isOurs = memoryKib <= COST_MAX.memoryKib && passes <= COST_MAX.passes && lanes <= COST_MAX.lanes;
  if (!isOurs || passes < 1 || lanes < 1 || memoryKib < 8 * lanes) return null;
  const [salt, hash] = [Buffer.from(found[4] ?? "", "base64"), Buffer.from(found[5] ?? "", "base64")];
  return { cost: { memoryKib, passes, lanes }, salt, hash };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replaceAll("=", "");
}

function argon2id(parameters: Argon2Parameters): Promise<Uint8Array> {
  return new Promise((resolve, reject) =>
    argon2("argon2id", parameters, (error, hash) => (error === null ? resolve(hash) : reject(error))),
  );
}

/** Lets so many in at once and so many wait. */
function turnstile(atOnce: number, waitingMax: number): <T>(work: () => Promise<T>) => Promise<T> {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (inside >= atOnce) {
      if (waiting.length >= waitingMax) throw new PasswordsBusy("too many passwords at once");
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else inside += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) inside -= 1;
      else next();
    }
  };
}
