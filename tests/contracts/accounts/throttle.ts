import { expect } from "vitest";
import { PasswordsBusy } from "../../../adapters/accounts/password-hash.ts";
import { type AccountsServer, ANNA, codeOf, entered, FROM, IGOR, PASSWORD } from "./accounts-bench.ts";
import type { Law } from "./law.ts";

const LOGIN = "head-1@company.example";
const STRANGER = { address: "203.0.113.66", agent: null } as const;

/** How often one may try. */
export function throttleLaws(law: Law): void {
  const wrong = async ({ accounts }: AccountsServer, login: string, from: { readonly address: string } = STRANGER) =>
    codeOf(await accounts.signIn({ login, password: "неверный пароль", agent: null, ...from }));

  law("after five wrong tries each further one waits twice as long, on all servers together", async (bench) => {
    const far = bench.another();
    await entered(bench, ANNA);
    for (let tries = 0; tries < 5; tries++)
      expect(await wrong(tries % 2 === 0 ? bench : far, LOGIN)).toBe("SIGN_IN_FAILED");
    for (const seconds of [1, 2, 4, 8]) {
      const before = far.hashes();
      const refused = await far.accounts.signIn({ login: LOGIN, password: PASSWORD, ...STRANGER });
      expect(refused).toMatchObject({ code: "TOO_MANY_TRIES", retryAfterMs: seconds * 1_000 });
      expect(far.hashes()).toBe(before);
      bench.clock.set(bench.clock.now() + seconds * 1_000);
      expect(await wrong(far, LOGIN)).toBe("SIGN_IN_FAILED");
    }
    expect(await wrong(bench, "nobody@company.example")).toBe("SIGN_IN_FAILED");
  });

  law("a login that nobody has is throttled like any other", async (bench) => {
    for (let tries = 0; tries < 5; tries++) expect(await wrong(bench, "nobody")).toBe("SIGN_IN_FAILED");
    expect(await wrong(bench, " NOBODY ")).toBe("TOO_MANY_TRIES");
  });

  law("a hundred tries at once gain nothing", async (bench) => {
    await entered(bench, ANNA);
    const answers = await Promise.all(Array.from({ length: 40 }, () => wrong(bench, LOGIN)));
    expect(answers.filter((code) => code === "SIGN_IN_FAILED")).toHaveLength(5);
    expect(answers.filter((code) => code === "TOO_MANY_TRIES")).toHaveLength(35);
  });

  law("nobody is kept out for longer than a quarter of an hour, and where he is known not at all", async (bench) => {
    const { accounts, clock } = bench;
    await entered(bench, ANNA);
    for (let minutes = 0; minutes < 3 * 60; minutes += 1) {
      await wrong(bench, LOGIN);
      clock.set(clock.now() + 60_000);
    }
    const there = { login: LOGIN, password: PASSWORD };
    expect(await accounts.signIn({ ...there, ...FROM })).toMatchObject({ kind: "signedIn" });
    clock.set(clock.now() + 15 * 60_000);
    expect(await accounts.signIn({ ...there, address: "192.0.2.1", agent: null })).toMatchObject({ kind: "signedIn" });
  });

  law("an address that tries many logins waits; those who are known there do not", async (bench) => {
    const { accounts, clock } = bench;
    await entered(bench, ANNA);
    await entered(bench, IGOR);
    for (let tries = 0; tries < 30; tries++)
      expect(await wrong(bench, `somebody-${tries}`, FROM)).toBe("SIGN_IN_FAILED");
    expect(await wrong(bench, "somebody-else", FROM)).toBe("TOO_MANY_TRIES");
    expect(await wrong(bench, "somebody-else", { address: `::ffff:${FROM.address}` })).toBe("TOO_MANY_TRIES");
    expect(await wrong(bench, "somebody-else", STRANGER)).toBe("SIGN_IN_FAILED");
    expect(await accounts.signIn({ login: LOGIN, password: PASSWORD, ...FROM })).toMatchObject({ kind: "signedIn" });
    clock.set(clock.now() + 60_000);
    expect(await wrong(bench, "somebody-else", FROM)).toBe("SIGN_IN_FAILED");
  });

  law("who comes while too many are being checked has not tried", async (bench) => {
    await entered(bench, ANNA);
    const busy = async () => {
      throw new PasswordsBusy("busy");
    };
    const crowded = bench.another({ passwords: { hash: busy, verify: busy } });
    for (let tries = 0; tries < 20; tries++) {
      const answer = await crowded.accounts.signIn({ login: LOGIN, password: PASSWORD, ...STRANGER });
      expect(answer).toMatchObject({ code: "TOO_MANY_TRIES", retryAfterMs: 1_000 });
    }
    expect(await bench.accounts.signIn({ login: LOGIN, password: PASSWORD, ...STRANGER })).toMatchObject({
      kind: "signedIn",
    });
  });

  law("of IPv6 a whole network counts as one address", async (bench) => {
    for (let tries = 0; tries < 30; tries++)
      await wrong(bench, `somebody-${tries}`, { address: `2001:db8:0:1::${tries.toString(16)}` });
    expect(await wrong(bench, "other", { address: "2001:0DB8:0:1:ffff:ffff:ffff:ffff" })).toBe("TOO_MANY_TRIES");
    expect(await wrong(bench, "other", { address: "2001:db8:0:2::1" })).toBe("SIGN_IN_FAILED");
  });

  law("the right password begins the count anew", async (bench) => {
    const { accounts } = bench;
    await entered(bench, ANNA);
    for (let round = 0; round < 4; round++) {
      for (let tries = 0; tries < 4; tries++) expect(await wrong(bench, LOGIN)).toBe("SIGN_IN_FAILED");
      expect(await accounts.signIn({ login: LOGIN, password: PASSWORD, ...STRANGER })).toMatchObject({
        kind: "signedIn",
      });
    }
  });
}
