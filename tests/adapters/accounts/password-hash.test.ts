import { type Argon2Parameters, argon2 } from "node:crypto";
import { describe, expect, test } from "vitest";
import { argonPasswords, HASH_COST, PasswordsBusy } from "../../../adapters/accounts/password-hash.ts";

const PASSWORD = "четыре случайных слова";
const CHEAP = { memoryKib: 8, passes: 1, lanes: 1 };

/** Counts hashes, and keeps what they were asked for. */
function counted() {
  const asked: Argon2Parameters[] = [];
  const hashing = (parameters: Argon2Parameters): Promise<Uint8Array> => {
    asked.push(parameters);
    return new Promise((resolve, reject) =>
      argon2("argon2id", parameters, (error, hash) => (error === null ? resolve(hash) : reject(error))),
    );
  };
  return { asked, hashing };
}

describe("passwords", () => {
  test("cost what OWASP asks, with a salt of their own, and say so in the hash", async () => {
    expect(HASH_COST).toEqual({ memoryKib: 19_456, passes: 2, lanes: 1 });
    const passwords = argonPasswords();
    const [one, other] = [await passwords.hash(PASSWORD), await passwords.hash(PASSWORD)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(other).not.toBe(one);
    expect(await passwords.verify(PASSWORD, one)).toEqual({ isRight: true, isOld: false });
    expect(await passwords.verify(`${PASSWORD} `, one)).toEqual({ isRight: false, isOld: false });
  });

  test("a hash made elsewhere is understood", async () => {
    // Of the reference implementation's own tests: "password" with the salt "somesalt".
    const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    expect(await argonPasswords(CHEAP).verify("password", reference)).toEqual({ isRight: true, isOld: true });
  });

  test("are hashed beside the event loop, which goes on", async () => {
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    await argonPasswords().hash(PASSWORD);
    isOver = true;
    expect(turns).toBeGreaterThan(10);
  });

  test("with nothing to compare, and with what is no hash, as much is computed as for a real one", async () => {
    const { asked, hashing } = counted();
    const passwords = argonPasswords(CHEAP, hashing);
    const real = await passwords.hash(PASSWORD);
    for (const stored of [real, null, "", "x", "$argon2id$v=19$m=99999999,t=2,p=1$c29tc2FsdA$AAAA", "$2b$12$abc"]) {
      asked.length = 0;
      await passwords.verify("не тот", stored);
      expect(asked.map(({ memory, passes, parallelism }) => [memory, passes, parallelism])).toEqual([[8, 1, 1]]);
    }
  });

  test("one word typed on two keyboards is one password", async () => {
    const passwords = argonPasswords(CHEAP);
    const hash = await passwords.hash("ё й ﬁ слова".normalize("NFD"));
    expect(await passwords.verify("ё й fi слова".normalize("NFC"), hash)).toMatchObject({ isRight: true });
  });

  test("two at a time; more than can wait are told so, and the rest are served", async () => {
    const waiting: (() => void)[] = [];
    let inside = 0;
    let most = 0;
    const passwords = argonPasswords(CHEAP, async ({ tagLength }) => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise<void>((resolve) => waiting.push(resolve));
      inside -= 1;
      return new Uint8Array(tagLength);
    });
    const all = Array.from({ length: 70 }, () => passwords.hash(PASSWORD).catch((error: unknown) => error));
    await new Promise((resolve) => setImmediate(resolve));
    for (let served = 0; served < 66; served++) {
      waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const answers = await Promise.all(all);
    expect(most).toBe(2);
    expect(answers.filter((answer) => answer instanceof PasswordsBusy)).toHaveLength(4);
    expect(answers.filter((answer) => typeof answer === "string")).toHaveLength(66);
  });
});
