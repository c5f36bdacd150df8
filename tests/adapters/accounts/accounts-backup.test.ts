import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { backup } from "../../../adapters/store/backup.ts";
import { migrate } from "../../../adapters/store/migrate.ts";
import { MIGRATIONS } from "../../../adapters/store/migrations/index.ts";
import { restore } from "../../../adapters/store/restore.ts";
import { openSqlite } from "../../../adapters/store/sqlite/open-sqlite.ts";
import { id, type TaskId } from "../../../engine/base/ids.ts";
import { ADMIN, ANNA, accountsBench, entered, FROM, IGOR, PASSWORD } from "../../contracts/accounts/accounts-bench.ts";
import { MORNING } from "../../support/store-moves.ts";
import { TestClock } from "../../support/test-clock.ts";

test("a backup brings back who may sign in, and nobody who was signed in", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ordo-accounts-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const clock = new TestClock(MORNING);
  const open = async () => {
    const database = openSqlite(":memory:", clock);
    onTestFinished(() => database.close());
    const context = { database, clock, logger: null };
    await migrate(context, MIGRATIONS);
    return { context, bench: accountsBench(database, clock) };
  };
  const { context, bench } = await open();
  await entered(bench, ADMIN, ["administrator"]);
  const { session } = await entered(bench, ANNA, ["analyst"]);
  const invited = await bench.accounts.invite({ user: IGOR, by: ADMIN });
  const made = await bench.accounts.createToken({ user: ANNA, by: ADMIN, name: "x", scopes: ["task.read"] });
  const link = await bench.accounts.linkFor(id<TaskId>("i-1/approval#1/seat:1"), ANNA);
  await bench.accounts.signIn({ login: "nobody", password: "wrong", ...FROM });
  if (invited.kind === "rejected" || made.kind === "rejected") throw new Error("refused");
  const { file } = await backup(context.database, { folder, at: clock.now() });
  const text = gunzipSync(await readFile(join(folder, file))).toString();
  for (const secret of [session.token, invited.link.token, made.secret, link, PASSWORD, FROM.address])
    expect(text).not.toContain(secret);

  const restored = await open();
  await restore(restored.context, { file: join(folder, file) });
  const { accounts } = restored.bench;
  expect(await accounts.list()).toEqual(await bench.accounts.list());
  expect(await accounts.viewerOfSession(session.token)).toBeNull();
  expect(await accounts.lookLink(invited.link.token)).toBeNull();
  expect(await accounts.viewerOfToken(made.secret)).toMatchObject({ user: ANNA, scopes: ["task.read"] });
  expect(await accounts.decisionLink(link)).toMatchObject({ user: ANNA });
  const login = { login: "head-1@company.example", password: PASSWORD, ...FROM };
  expect(await accounts.signIn(login)).toMatchObject({ kind: "signedIn", account: { roles: ["analyst", "person"] } });
});
