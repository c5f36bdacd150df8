import { expect } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { ADMIN, ANNA, codeOf, entered, FROM, IGOR, PASSWORD } from "./accounts-bench.ts";
import type { Law } from "./law.ts";

/** What administrators do with accounts. */
export function administrationLaws(law: Law): void {
  law("accounts are for people of the directory, with logins and roles that there are", async (bench) => {
    const { accounts } = bench;
    const invite = { user: ANNA, by: ADMIN };
    expect(codeOf(await accounts.invite({ ...invite, user: id<UserId>("nobody") }))).toBe("PERSON_UNKNOWN");
    expect(codeOf(await accounts.invite({ ...invite, user: id<UserId>("constructor") }))).toBe("PERSON_UNKNOWN");
    expect(codeOf(await accounts.invite({ ...invite, roles: ["boss"] }))).toBe("ROLE_UNKNOWN");
    expect(codeOf(await accounts.invite({ ...invite, login: "анна северова" }))).toBe("LOGIN_INVALID");
    await entered(bench, IGOR);
    expect(codeOf(await accounts.invite({ ...invite, login: "MANAGER-1@company.example" }))).toBe("LOGIN_TAKEN");
    expect(codeOf(await accounts.invite({ ...invite, user: IGOR }))).toBe("ACCOUNT_ACTIVE");
    for (const change of [accounts.reset(invite), accounts.deactivate(invite), accounts.reactivate(invite)])
      expect(codeOf(await change)).toBe("ACCOUNT_UNKNOWN");
    expect((await accounts.list()).map(({ user }) => user)).toEqual([IGOR]);
  });

  law("of two who are given one login at once, one gets it", async ({ accounts }) => {
    const answers = await Promise.all(
      [ANNA, IGOR].map((user) => accounts.invite({ user, login: "shared@company.example", by: ADMIN })),
    );
    expect(answers.map(codeOf).filter((code) => code !== null)).toEqual(["LOGIN_TAKEN"]);
  });

  law("a login is changed, and the old one signs nobody in", async (bench) => {
    const { accounts } = bench;
    await entered(bench, ANNA);
    await entered(bench, IGOR);
    const order = { user: ANNA, by: ADMIN };
    expect(codeOf(await accounts.setLogin({ ...order, login: "manager-1@company.example" }))).toBe("LOGIN_TAKEN");
    expect(await accounts.setLogin({ ...order, login: "Anna" })).toMatchObject({ account: { login: "Anna" } });
    expect(await accounts.signIn({ login: "anna", password: PASSWORD, ...FROM })).toMatchObject({ kind: "signedIn" });
    const old = await accounts.signIn({ login: "head-1@company.example", password: PASSWORD, ...FROM });
    expect(codeOf(old)).toBe("SIGN_IN_FAILED");
  });

  law("a closed account is opened again with the password and the roles that it had", async (bench) => {
    const { accounts } = bench;
    await entered(bench, ANNA, ["analyst"]);
    const reset = await accounts.reset({ user: ANNA, by: ADMIN });
    const order = { user: ANNA, by: ADMIN };
    const signedIn = async () =>
      (await accounts.signIn({ login: "head-1@company.example", password: PASSWORD, ...FROM })).kind;
    expect(await accounts.deactivate(order)).toMatchObject({ isNew: true, account: { status: "deactivated" } });
    expect(await accounts.deactivate(order)).toMatchObject({ isNew: false });
    expect(await signedIn()).toBe("rejected");
    const here = bench.people.get(ANNA);
    for (const active of [true, false]) {
      // Also while its person counts as a leaver.
      if (here !== undefined) bench.people.set(ANNA, { ...here, active });
      expect(codeOf(await accounts.reset(order))).toBe("ACCOUNT_DEACTIVATED");
      expect(codeOf(await accounts.invite(order))).toBe("ACCOUNT_DEACTIVATED");
    }
    expect(codeOf(await accounts.reactivate(order))).toBe("PERSON_UNKNOWN");
    if (here !== undefined) bench.people.set(ANNA, here);
    if (reset.kind === "linked") expect(await accounts.lookLink(reset.link.token)).toBeNull();
    expect(await accounts.reactivate(order)).toMatchObject({
      account: { status: "active", roles: ["analyst", "person"] },
    });
    expect(await signedIn()).toBe("signedIn");
  });

  law("the last administrator stays one", async (bench) => {
    const { accounts } = bench;
    await entered(bench, ADMIN, ["administrator"]);
    await accounts.invite({ user: ANNA, roles: ["administrator"], by: ADMIN });
    const order = { user: ADMIN, by: ADMIN };
    expect(codeOf(await accounts.deactivate(order))).toBe("LAST_ADMINISTRATOR");
    expect(codeOf(await accounts.setRoles({ ...order, roles: ["analyst"] }))).toBe("LAST_ADMINISTRATOR");
    expect(codeOf(await accounts.setRoles({ ...order, roles: ["analyst", "administrator"] }))).toBeNull();
    await entered(bench, ANNA);
    const both = await Promise.all([accounts.deactivate(order), accounts.deactivate({ user: ANNA, by: ADMIN })]);
    expect(both.map(codeOf).filter((code) => code !== null)).toEqual(["LAST_ADMINISTRATOR"]);
  });

  law("who did what to whose account is kept", async (bench) => {
    const { accounts } = bench;
    await entered(bench, ANNA, ["analyst"]);
    await accounts.setRoles({ user: ANNA, roles: ["operator"], by: ADMIN });
    await accounts.createToken({ user: ANNA, by: ANNA, name: "x", scopes: ["*"] });
    await accounts.deactivate({ user: ANNA, by: ADMIN });
    await entered(bench, IGOR);
    const changes = await accounts.changes(ANNA, 10);
    expect(changes.map(({ what, by, roles }) => [what, by, roles])).toEqual([
      ["deactivated", ADMIN, null],
      ["token-made", ANNA, null],
      ["roles", ADMIN, ["operator", "person"]],
      ["activated", ANNA, ["analyst", "person"]],
      ["invited", null, ["analyst", "person"]],
    ]);
    expect((await accounts.changes(null, 2)).map(({ user }) => user)).toEqual([IGOR, IGOR]);
  });

  law("nothing that opens a door stands in the database or in the log", async (bench) => {
    const { accounts, log } = bench;
    const invited = await accounts.invite({ user: ANNA, by: ADMIN });
    if (invited.kind === "rejected") throw new Error(invited.code);
    const typed = "canary-in-the-login-field";
    await accounts.signIn({ login: typed, password: `${PASSWORD} canary`, ...FROM });
    const secrets = [invited.link.token, PASSWORD, typed, "canary"];
    expect(await bench.everything()).not.toContain(invited.link.token);
    const signedIn = await accounts.enter({ token: invited.link.token, password: PASSWORD, ...FROM });
    if (signedIn.kind === "rejected") throw new Error(signedIn.code);
    const made = await accounts.createToken({ user: ANNA, by: null, name: "x", scopes: ["*"] });
    if (made.kind === "rejected") throw new Error(made.code);
    const [first, reset] = [await accounts.firstAdministrator(), await accounts.reset({ user: ANNA, by: ADMIN })];
    const link = await accounts.linkFor(id("i-1/approval#1/seat:1"), ANNA);
    const refusals = [
      await accounts.signIn({ login: typed, password: "canary", ...FROM }),
      await accounts.enter({ token: "canary", password: "canary", ...FROM }),
      await accounts.changePassword({ user: ANNA, current: "canary canary", password: "canary of this test", ...FROM }),
    ];
    secrets.push(
      signedIn.session.token,
      signedIn.session.csrf,
      made.secret,
      made.secret.slice(-64),
      link,
      first?.token ?? "?",
    );
    if (reset.kind === "linked") secrets.push(reset.link.token);
    const seen = `${await bench.everything()}\n${log.join("\n")}\n${JSON.stringify(refusals)}`;
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
    expect(log.join("\n")).not.toContain(FROM.address);
  });
}
