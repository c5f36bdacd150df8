import { expect } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { ADMIN, ANNA, CHEAP, codeOf, entered, FROM, IGOR, PASSWORD } from "./accounts-bench.ts";
import type { Law } from "./law.ts";

const LOGIN = "head-1@company.example";

/** Ways in: passwords, links, the first administrator. */
export function entranceLaws(law: Law): void {
  law("an invitation is used once, and its password signs in, however the login is written", async ({ accounts }) => {
    const invited = await accounts.invite({ user: ANNA, roles: ["analyst"], by: ADMIN });
    if (invited.kind === "rejected") throw new Error(invited.code);
    const { token, link } = invited.link;
    expect(link).toBe(`http://localhost:8400/enter#${token}`);
    expect(await accounts.lookLink(token)).toMatchObject({ kind: "invitation", user: ANNA, login: LOGIN });
    expect(await accounts.signIn({ login: LOGIN, password: PASSWORD, ...FROM })).toMatchObject({
      code: "SIGN_IN_FAILED",
    });
    const both = [
      accounts.enter({ token, password: PASSWORD, ...FROM }),
      accounts.enter({ token, password: PASSWORD, ...FROM }),
    ];
    const kinds = (await Promise.all(both)).map(({ kind }) => kind).sort();
    expect(kinds).toEqual(["rejected", "signedIn"]);
    expect(codeOf(await accounts.enter({ token, password: PASSWORD, ...FROM }))).toBe("LINK_INVALID");
    expect(await accounts.lookLink(token)).toBeNull();
    const answer = await accounts.signIn({ login: "  HEAD-1@Company.Example ", password: PASSWORD, ...FROM });
    expect(answer).toMatchObject({
      kind: "signedIn",
      account: { user: ANNA, roles: ["analyst", "person"], status: "active" },
    });
  });

  law("an invitation ends with its time, and with a newer one", async ({ accounts, clock }) => {
    const first = await accounts.invite({ user: ANNA, by: ADMIN });
    const second = await accounts.invite({ user: ANNA, by: ADMIN, login: "anna" });
    if (first.kind === "rejected" || second.kind === "rejected") throw new Error("refused");
    expect(await accounts.lookLink(first.link.token)).toBeNull();
    expect(await accounts.lookLink(second.link.token)).toMatchObject({ login: "anna" });
    clock.set(second.link.expiresAt);
    expect(codeOf(await accounts.enter({ token: second.link.token, password: PASSWORD, ...FROM }))).toBe(
      "LINK_INVALID",
    );
  });

  law("whatever is wrong, the answer is the same and costs as many hashes", async (bench) => {
    const { accounts, people } = bench;
    await entered(bench, ADMIN, ["administrator"]);
    for (const user of [ANNA, IGOR]) await entered(bench, user);
    const ghost = id<UserId>("ghost-1");
    people.set(ghost, { ...(people.get(IGOR) ?? raise()), id: ghost, email: null });
    await accounts.invite({ user: ghost, by: null });
    await accounts.deactivate({ user: IGOR, by: null });
    const answers: unknown[] = [];
    const costs: number[] = [];
    for (const [login, password] of [
      [LOGIN, "не тот пароль вовсе"],
      ["nobody@company.example", PASSWORD],
      ["manager-1@company.example", PASSWORD],
      [ghost, PASSWORD],
      [LOGIN, ""],
      ["", ""],
    ] as const) {
      const before = bench.hashes();
      answers.push(await accounts.signIn({ login, password, ...FROM }));
      costs.push(bench.hashes() - before);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ kind: "rejected", code: "SIGN_IN_FAILED" });
    expect(costs).toEqual([1, 1, 1, 1, 1, 1]);
  });

  law("a password that is easy to guess is refused, and the link still holds", async ({ accounts }) => {
    const invited = await accounts.invite({ user: ANNA, by: ADMIN });
    if (invited.kind === "rejected") throw new Error(invited.code);
    const { token } = invited.link;
    const tried = async (password: string) => codeOf(await accounts.enter({ token, password, ...FROM }));
    expect(await tried("коротко")).toBe("PASSWORD_SHORT");
    expect(await tried("Северова2026")).toBe("PASSWORD_OWN_NAME");
    expect(await tried("Password2026!")).toBe("PASSWORD_COMMON");
    expect(await tried(PASSWORD)).toBeNull();
  });

  law("a new password ends every session, and this one goes on under another id", async (bench) => {
    const { accounts } = bench;
    const first = await entered(bench, ANNA);
    const second = await accounts.signIn({ login: LOGIN, password: PASSWORD, ...FROM });
    if (second.kind !== "signedIn") throw new Error(second.code);
    expect(second.session.token).not.toBe(first.session.token);
    const change = { user: ANNA, password: "совсем другие слова", ...FROM };
    expect(codeOf(await accounts.changePassword({ ...change, current: "не тот" }))).toBe("PASSWORD_WRONG");
    const changed = await accounts.changePassword({ ...change, current: PASSWORD });
    if (changed.kind !== "signedIn") throw new Error(changed.code);
    for (const { token } of [first.session, second.session]) expect(await accounts.viewerOfSession(token)).toBeNull();
    expect(await accounts.viewerOfSession(changed.session.token)).toMatchObject({ user: ANNA, via: "session" });
    expect(codeOf(await accounts.signIn({ login: LOGIN, password: PASSWORD, ...FROM }))).toBe("SIGN_IN_FAILED");
  });

  law("a reset gives a new password; the old one holds until then", async (bench) => {
    const { accounts } = bench;
    const { session } = await entered(bench, ANNA, ["operator"]);
    const reset = await accounts.reset({ user: ANNA, by: ADMIN });
    if (reset.kind === "rejected") throw new Error(reset.code);
    expect(await accounts.lookLink(reset.link.token)).toMatchObject({ kind: "reset", user: ANNA });
    expect(await accounts.viewerOfSession(session.token)).not.toBeNull();
    const answer = await accounts.enter({ token: reset.link.token, password: "новые слова о главном", ...FROM });
    expect(answer).toMatchObject({ kind: "signedIn", account: { roles: ["operator", "person"] } });
    expect(await accounts.viewerOfSession(session.token)).toBeNull();
    expect(codeOf(await accounts.signIn({ login: LOGIN, password: PASSWORD, ...FROM }))).toBe("SIGN_IN_FAILED");
  });

  law("hashes of a lower cost are made anew at the next sign-in", async (bench) => {
    await entered(bench, ANNA);
    const dearer = bench.another({ cost: { ...CHEAP, passes: 2 } });
    expect(await bench.everything()).toContain("$m=8,t=1,p=1$");
    const answer = await dearer.accounts.signIn({ login: LOGIN, password: PASSWORD, ...FROM });
    expect([answer.kind, dearer.hashes()]).toEqual(["signedIn", 2]);
    expect(await bench.everything()).toContain("$m=8,t=2,p=1$");
    expect(await dearer.accounts.signIn({ login: LOGIN, password: PASSWORD, ...FROM })).toMatchObject({
      kind: "signedIn",
    });
    expect(dearer.hashes()).toBe(3);
  });

  law("the first administrator comes by a link of the first start, once", async (bench) => {
    const { accounts } = bench;
    const first = await accounts.firstAdministrator();
    const second = await accounts.firstAdministrator();
    if (first === null || second === null) throw new Error("no link");
    const looked = await accounts.lookLink(first.token);
    expect(looked).toMatchObject({ kind: "first", user: null, candidates: [{ user: ADMIN, name: "Тимур Сафин" }] });
    const enter = { token: first.token, password: PASSWORD, ...FROM };
    expect(codeOf(await accounts.enter(enter))).toBe("PERSON_MISSING");
    expect(codeOf(await accounts.enter({ ...enter, user: ANNA }))).toBe("PERSON_UNKNOWN");
    expect(await accounts.enter({ ...enter, user: ADMIN })).toMatchObject({
      ...{ kind: "signedIn", account: { user: ADMIN, roles: ["administrator", "person"] } },
    });
    expect(await accounts.firstAdministrator()).toBeNull();
    expect(codeOf(await accounts.enter({ ...enter, token: second.token, user: ADMIN }))).toBe("LINK_INVALID");
  });

  law("no link to the first administrator while one is invited; again when he has left", async (bench) => {
    const { accounts, clock, people } = bench;
    const invited = await accounts.invite({ user: ADMIN, roles: ["administrator"], by: null });
    expect(await accounts.firstAdministrator()).toBeNull();
    if (invited.kind === "rejected") throw new Error(invited.code);
    clock.set(invited.link.expiresAt);
    expect(await accounts.firstAdministrator()).not.toBeNull();
    await entered(bench, ADMIN, ["administrator"]);
    expect(await accounts.firstAdministrator()).toBeNull();
    people.set(ADMIN, { ...(people.get(ADMIN) ?? raise()), active: false });
    expect(await accounts.firstAdministrator()).not.toBeNull();
  });

  law(
    "two who use two links to the first administrator at once: one becomes it",
    async ({ accounts, administrators }) => {
      administrators.push(ANNA);
      const links = [await accounts.firstAdministrator(), await accounts.firstAdministrator()];
      const answers = await Promise.all(
        [ADMIN, ANNA].map((user, at) =>
          accounts.enter({ token: links[at]?.token ?? "", password: PASSWORD, user, ...FROM }),
        ),
      );
      expect(answers.map(codeOf).sort()).toEqual(["LINK_INVALID", null].sort());
    },
  );
}

function raise(): never {
  throw new Error("nobody");
}
