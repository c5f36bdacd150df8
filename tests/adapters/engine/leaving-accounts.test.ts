import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { assemble } from "../../../adapters/engine/assemble.ts";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { configurationOf, QUIET } from "../../crash/company-engine.ts";

test("whose account is deactivated is chosen by nobody any more, and works here again once it is reactivated", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ordo-leaving-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "ordo.yaml"), "directory: directory.yaml\n");
  writeFileSync(
    join(folder, "directory.yaml"),
    "users:\n  admin: { name: Тимур }\n  ivan: { name: Иван }\nadministrators: [admin]\n",
  );
  const { accounts, outside, leaving, close } = await assemble(configurationOf(folder, {}), QUIET);
  onTestFinished(close);
  const [user, by] = [id<UserId>("ivan"), id<UserId>("admin")];
  const isActive = async () => (await outside.people.snapshot()).users["ivan"]?.active;
  expect(await accounts.invite({ user, by, login: "ivan", roles: ["person"] })).toMatchObject({ kind: "linked" });

  expect(await accounts.deactivate({ user, by })).toMatchObject({ kind: "changed", isNew: true });
  expect(await isActive()).toBe(false);
  expect(await accounts.deactivate({ user, by })).toMatchObject({ kind: "changed", isNew: false });
  expect(await accounts.reactivate({ user, by })).toMatchObject({ kind: "changed" });
  expect(await isActive()).toBe(true);

  await leaving.leave(user, by);
  expect(await accounts.reactivate({ user: id<UserId>("nobody"), by })).toMatchObject({ kind: "rejected" });
  expect(await isActive()).toBe(false);
});
