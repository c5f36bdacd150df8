import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ordo } from "../support/command-line.ts";
import { companyFolder, eventually, ordoJson, removeFolder, serving } from "../support/operated-company.ts";

describe("ordo person", () => {
  test("exports what is known of a person and erases him, through the process that serves", async () => {
    const folder = companyFolder();
    const options = { in: folder };
    try {
      expect(ordo(["deploy"], options)).toMatchObject({ code: 0 });
      const served = serving(["serve"], options);
      await served.until('"msg":"working"');
      const asked = ["start", "discount-approval", "--set", "company=company/7", "--set", "brand=Bravante"];
      expect(
        ordo([...asked, "--set", "discount=12", "--set", "justification=Loyal", "--as", "manager-1"], options).code,
      ).toBe(0);
      await eventually("the task", () =>
        ordo(["tasks", "--user", "head-2"], options).out.includes("discount-approval/1"),
      );

      // Any word is no person, though it stands somewhere: nothing is put in its place.
      expect(ordo(["account", "invite", "manager-1"], options)).toMatchObject({ code: 0 });
      const scope = ["account", "token", "manager-1", "--name", "nosuch", "--scope", "registry.read"];
      expect(ordo(scope, options)).toMatchObject({ code: 0 });
      expect(ordo([...scope.slice(0, -1), "account.edit"], options)).toMatchObject({
        code: 1,
        talk: expect.stringContaining("do not give this: account.edit"),
      });
      for (const action of [
        ["erase", "nosuch", "--yes"],
        ["export", "nosuch"],
        ["erase", "registry.read", "--yes"],
      ])
        expect(ordo(["person", ...action], options)).toMatchObject({
          code: 3,
          talk: expect.stringContaining("there is no such person"),
        });

      const early = ordo(["person", "erase", "head-2", "--yes"], options);
      expect(early).toMatchObject({ code: 1, talk: expect.stringContaining("instances at work know him") });

      expect(ordo(["complete", "discount-approval/1", "--outcome", "approve", "--as", "head-2"], options).code).toBe(0);
      await eventually("the end", () =>
        ordo(["instances", "--status", "completed"], options).out.includes("approval/1"),
      );
      await eventually("nothing under way", () => ordo(["person", "erase", "head-2"], options).talk.includes("--yes"));

      const exported = ordo(["person", "export", "head-2", "--to", "his"], options);
      expect(exported).toMatchObject({ code: 0, out: expect.stringContaining(join(folder, "his")) });
      expect(readdirSync(join(folder, "his")).sort()).toEqual([".gitignore", "files", "person.jsonl"]);
      expect(readFileSync(join(folder, "his/person.jsonl"), "utf8")).toContain('"table":"history"');

      const erased = ordoJson<{ readonly kind: string; readonly pseudonym: string }>(
        ["person", "erase", "head-2", "--yes"],
        options,
      );
      expect(erased).toMatchObject({ kind: "erased", pseudonym: expect.stringMatching(/^person-/) });
      const shown = ordo(["show", "discount-approval/1", "--json"], options).out;
      expect(shown).toContain(erased.pseudonym);
      expect(shown).not.toContain('"head-2"');
      await eventually("the seal", () => ordo(["registry", "verify"], options).out.includes("0 unsealed"));
      expect(ordo(["registry", "verify"], options)).toMatchObject({ code: 0 });
      expect(ordo(["rebuild"], options)).toMatchObject({ code: 0 });
      expect(await served.end("SIGTERM")).toBe(0);
    } finally {
      removeFolder(folder);
    }
  }, 120_000);
});
