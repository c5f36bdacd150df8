import { expect } from "vitest";
import { id, type TaskId, type UserId } from "../../../engine/base/ids.ts";
import { ADMIN, ANNA, codeOf, entered, FROM, IGOR, PASSWORD } from "./accounts-bench.ts";
import type { Law } from "./law.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TASK = id<TaskId>("i-1/approval#1/seat:1");

/** Sessions, tokens, links in letters, and who asks by them. */
export function waysInLaws(law: Law): void {
  law("a session ends when it is not used, and in any case after its time", async (bench) => {
    const { accounts, clock } = bench;
    const { session } = await entered(bench, ANNA);
    const used = async () => (await accounts.viewerOfSession(session.token)) !== null;
    for (let hours = 0; hours + 11 < 7 * 24; hours += 11) {
      clock.set(clock.now() + 11 * HOUR_MS);
      expect(await used()).toBe(true);
    }
    clock.set(session.expiresAt - 1);
    expect(await used()).toBe(true);
    clock.set(session.expiresAt);
    expect(await used()).toBe(false);
    const signedIn = await accounts.signIn({ login: "head-1@company.example", password: PASSWORD, ...FROM });
    if (signedIn.kind !== "signedIn") throw new Error(signedIn.code);
    clock.set(clock.now() + 12 * HOUR_MS);
    expect(await accounts.viewerOfSession(signedIn.session.token)).toBeNull();
  });

  law("people see their sessions and end them, nobody else's", async (bench) => {
    const { accounts } = bench;
    const here = await entered(bench, ANNA);
    const there = await accounts.signIn({
      login: "head-1@company.example",
      password: PASSWORD,
      address: "203.0.113.9",
      agent: null,
    });
    const other = await entered(bench, IGOR);
    if (there.kind !== "signedIn") throw new Error(there.code);
    const sessions = await accounts.sessions(ANNA);
    expect(sessions.map(({ id: session }) => session).sort()).toEqual([here.session.id, there.session.id].sort());
    expect(sessions.find((one) => one.id === there.session.id)).toMatchObject({ address: "203.0.113.9", agent: null });
    expect(codeOf(await accounts.endSession(ANNA, other.session.id))).toBe("SESSION_UNKNOWN");
    expect(await accounts.viewerOfSession(there.session.token)).toMatchObject({ session: there.session.id });
    expect(await accounts.endSession(ANNA, there.session.id)).toEqual({ kind: "ended" });
    expect(await accounts.viewerOfSession(there.session.token)).toBeNull();
    await accounts.signOut(here.session.token);
    expect([await accounts.viewerOfSession(here.session.token), await accounts.sessions(ANNA)]).toEqual([null, []]);
    expect(await accounts.viewerOfSession(other.session.token)).not.toBeNull();
  });

  law("a session's token for changes is its own", async (bench) => {
    const { accounts } = bench;
    const [anna, igor] = [await entered(bench, ANNA), await entered(bench, IGOR)];
    expect(accounts.csrfOf(anna.session.token)).toBe(anna.session.csrf);
    expect(accounts.csrfHolds(anna.session.token, anna.session.csrf)).toBe(true);
    expect(accounts.csrfHolds(anna.session.token, igor.session.csrf)).toBe(false);
    expect(accounts.csrfHolds(anna.session.token, null)).toBe(false);
  });

  law(
    "a token acts for its person within its scopes until it ends, is revoked, or the account is closed",
    async (bench) => {
      const { accounts, clock } = bench;
      await entered(bench, IGOR, ["operator"]);
      const wanted = { user: IGOR, by: ADMIN, name: "выгрузка в 1С", scopes: ["task.read", "registry.*"] };
      const made = await accounts.createToken({ ...wanted, lifeMs: DAY_MS });
      if (made.kind === "rejected") throw new Error(made.code);
      expect(made.secret).toMatch(/^ordo_[0-9a-f]{12}_[0-9a-f]{64}$/);
      expect(await accounts.viewerOfToken(made.secret)).toEqual({
        ...{ user: IGOR, name: "Игорь Ладов", roles: ["operator", "person"], via: "token", session: null },
        scopes: ["task.read", "registry.*"],
      });
      const [listed] = await accounts.tokens(IGOR);
      expect(listed).toMatchObject({ prefix: made.token.prefix, createdBy: ADMIN, usedAt: clock.now() });
      const forged = `${made.secret.slice(0, -1)}${made.secret.endsWith("0") ? "1" : "0"}`;
      for (const text of [forged, made.token.prefix, "", "ordo__", made.secret.toUpperCase()])
        expect(await accounts.viewerOfToken(text)).toBeNull();
      clock.set(made.token.expiresAt);
      expect([await accounts.viewerOfToken(made.secret), await accounts.tokens(null)]).toEqual([null, []]);
      const second = await accounts.createToken(wanted);
      const third = await accounts.createToken(wanted);
      if (second.kind === "rejected" || third.kind === "rejected") throw new Error("refused");
      expect(await accounts.viewerOfToken(second.secret)).not.toBeNull();
      const revoke = { prefix: second.token.prefix, by: ADMIN };
      expect(codeOf(await accounts.revokeToken({ ...revoke, user: ANNA }))).toBe("TOKEN_UNKNOWN");
      expect(await accounts.revokeToken({ ...revoke, user: IGOR })).toEqual({ kind: "revoked" });
      expect(await accounts.viewerOfToken(second.secret)).toBeNull();
      await accounts.deactivate({ user: IGOR, by: ADMIN });
      await accounts.reactivate({ user: IGOR, by: ADMIN });
      expect(await accounts.viewerOfToken(third.secret)).toBeNull();
    },
  );

  law("a token says what it is for, what it may do and until when", async (bench) => {
    const { accounts } = bench;
    await entered(bench, IGOR);
    const wanted = { user: IGOR, by: null, name: "x", scopes: ["*"] };
    for (const wrong of [
      { name: " " },
      { scopes: [] },
      { scopes: ["всё сразу"] },
      { lifeMs: 0 },
      { lifeMs: 366 * DAY_MS },
    ])
      expect(codeOf(await accounts.createToken({ ...wanted, ...wrong }))).toBe("TOKEN_INVALID");
    expect(codeOf(await accounts.createToken({ ...wanted, user: ANNA }))).toBe("ACCOUNT_UNKNOWN");
  });

  law("use is noted once a minute", async (bench) => {
    const { accounts, clock } = bench;
    const { session } = await entered(bench, ANNA);
    const begun = clock.now();
    const seenAfter = async (ms: number) => {
      clock.set(begun + ms);
      await accounts.viewerOfSession(session.token);
      return ((await accounts.sessions(ANNA))[0]?.seenAt ?? 0) - begun;
    };
    expect(await seenAfter(50_000)).toBe(0);
    expect(await seenAfter(61_000)).toBe(61_000);
    expect(await seenAfter(120_000)).toBe(61_000);
    expect(await seenAfter(130_000)).toBe(130_000);
  });

  law("what one server closes is closed there at once, on others within five seconds", async (bench) => {
    const { accounts, clock } = bench;
    const far = bench.another().accounts;
    await entered(bench, ADMIN, ["administrator"]);
    const { session } = await entered(bench, ANNA, ["analyst"]);
    expect(await far.viewerOfSession(session.token)).toMatchObject({ roles: ["analyst", "person"] });
    expect(await accounts.viewerOfSession(session.token)).not.toBeNull();
    await accounts.deactivate({ user: ANNA, by: ADMIN });
    expect(await accounts.viewerOfSession(session.token)).toBeNull();
    clock.set(clock.now() + 5_000);
    expect(await far.viewerOfSession(session.token)).toBeNull();
  });

  law("other roles end every session", async (bench) => {
    const { accounts } = bench;
    const { session } = await entered(bench, ANNA, ["analyst"]);
    const order = { user: ANNA, by: ADMIN };
    expect(await accounts.setRoles({ ...order, roles: ["analyst"] })).toMatchObject({ kind: "changed", isNew: false });
    expect(await accounts.viewerOfSession(session.token)).not.toBeNull();
    expect(await accounts.setRoles({ ...order, roles: ["operator"] })).toMatchObject({ kind: "changed", isNew: true });
    expect(await accounts.viewerOfSession(session.token)).toBeNull();
  });

  law("who left the directory has no way in, whatever he still holds", async (bench) => {
    const { accounts, people, clock } = bench;
    const { session } = await entered(bench, ANNA);
    const made = await accounts.createToken({ user: ANNA, by: null, name: "x", scopes: ["*"] });
    const link = await accounts.linkFor(TASK, ANNA);
    if (made.kind === "rejected") throw new Error(made.code);
    const before = people.get(ANNA);
    if (before === undefined) throw new Error("nobody");
    people.set(ANNA, { ...before, active: false });
    clock.set(clock.now() + 5_000);
    expect(await accounts.viewerOfSession(session.token)).toBeNull();
    expect(await accounts.viewerOfToken(made.secret)).toBeNull();
    expect(await accounts.viewerOfLink(link)).toBeNull();
    const again = await accounts.signIn({ login: "head-1@company.example", password: PASSWORD, ...FROM });
    expect(codeOf(again)).toBe("SIGN_IN_FAILED");
  });

  law("a link in a letter is for one task and one person, and opens nothing else", async (bench) => {
    const { accounts, clock } = bench;
    const [first, second] = [await accounts.linkFor(TASK, ANNA), await accounts.linkFor(TASK, ANNA)];
    const other = await accounts.linkFor(id<TaskId>("i-2/approval#1/seat:1"), IGOR);
    for (const link of [first, second]) expect(await accounts.decisionLink(link)).toEqual({ task: TASK, user: ANNA });
    expect(await accounts.viewerOfLink(first)).toEqual({
      task: TASK,
      viewer: { user: ANNA, name: "Анна Северова", roles: ["person"], via: "link", session: null, scopes: [] },
    });
    expect([await accounts.viewerOfSession(first), await accounts.viewerOfToken(first)]).toEqual([null, null]);
    expect(codeOf(await accounts.enter({ token: first, password: PASSWORD, ...FROM }))).toBe("LINK_INVALID");
    for (const text of ["", "x", "%", `${first}x`]) expect(await accounts.decisionLink(text)).toBeNull();
    await accounts.forgetLinksOf(TASK);
    expect([await accounts.decisionLink(first), await accounts.decisionLink(second)]).toEqual([null, null]);
    expect(await accounts.decisionLink(other)).not.toBeNull();
    clock.set(clock.now() + 30 * DAY_MS);
    expect(await accounts.decisionLink(other)).toBeNull();
  });

  law("a closed account is closed to links, too", async (bench) => {
    const { accounts } = bench;
    await entered(bench, IGOR);
    const link = await accounts.linkFor(TASK, IGOR);
    await accounts.deactivate({ user: IGOR, by: null });
    expect(await accounts.decisionLink(link)).toBeNull();
    await accounts.reactivate({ user: IGOR, by: null });
    expect(await accounts.decisionLink(link)).toEqual({ task: TASK, user: id<UserId>("manager-1") });
  });

  law("what has ended is removed, what holds stays", async (bench) => {
    const { accounts, clock } = bench;
    await entered(bench, ANNA);
    await accounts.createToken({ user: ANNA, by: null, name: "short", scopes: ["*"], lifeMs: HOUR_MS });
    const lasting = await accounts.createToken({ user: ANNA, by: null, name: "long", scopes: ["*"] });
    await accounts.invite({ user: IGOR, by: null });
    await accounts.linkFor(TASK, ANNA);
    await accounts.signIn({ login: "nobody", password: "wrong", ...FROM });
    clock.set(clock.now() + 8 * DAY_MS);
    for (let count = 1; count > 0; ) count = await accounts.forget(1);
    const left = JSON.parse(await bench.everything()) as readonly (readonly unknown[])[];
    const [accountRows, , sessions, tokens, links, tries, addresses, decisions] = left.map(({ length }) => length);
    expect({ accountRows, sessions, tokens, links, tries, addresses, decisions }).toEqual({
      ...{ accountRows: 2, sessions: 0, tokens: 1, links: 0, tries: 0, addresses: 1, decisions: 1 },
    });
    if (lasting.kind === "rejected") throw new Error(lasting.code);
    expect(await accounts.viewerOfToken(lasting.secret)).not.toBeNull();
    clock.set(clock.now() + 91 * DAY_MS);
    for (let count = 1; count > 0; ) count = await accounts.forget(500);
    expect((JSON.parse(await bench.everything()) as readonly (readonly unknown[])[])[6]).toEqual([]);
  });
}
