import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, ordo } from "../support/command-line.ts";
import { ROOT } from "../support/source-files.ts";

const SAMPLE = readFileSync(join(ROOT, "processes/sample/directory.yaml"), "utf8");

describe("check follows the routes of processes through a directory", () => {
  test("those that ship, through the sample company: nobody is missing", () => {
    const { code, out } = ordo(["check", "--fresh", "--directory", "processes/sample/directory.yaml"]);
    expect({ code, out }).toEqual({ code: 0, out: "9 files checked: no problems.\n" });
  });

  test("a post that became vacant is told with the smallest request that meets it, at the rule", () => {
    const folder = folderWith({ "people.yaml": SAMPLE.replace("members: [director-1]", "members: []") });
    const ended = ordo(["check", "processes/invoice-approval", "--directory", join(folder, "people.yaml")], {
      environment: { LANG: "ru_RU.UTF-8" },
    });
    expect(ended.out).toMatch(/invoice-approval\/process\.yaml:\d+:\d+\s+\S+\s+route-group-empty/);
    expect(ended.out).toContain(
      "Податель = Виктор Маслов, сумма = 1 000 000,01: согласовать некому — группа «Директор» пуста",
    );
    expect(ended.out).toContain("group director");
  });

  test("explain knows the words", () => {
    expect(ordo(["explain", "route-excluded"])).toMatchObject({ code: 0, out: expect.stringContaining("notBy") });
  });
});
