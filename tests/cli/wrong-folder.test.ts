import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { folderWith, ordo } from "../support/command-line.ts";

describe("a folder with neither ordo.yaml nor a database", () => {
  test.each([
    ["messages"],
    ["outgoing"],
    ["account"],
    ["incidents"],
    ["tasks"],
    ["record", "lead"],
    ["backup"],
    ["rebuild"],
  ])("ordo %s says so and creates nothing", (...argv) => {
    const folder = folderWith({});
    const { code, talk, out } = ordo(argv, { in: folder });
    expect([code, out]).toEqual([3, ""]);
    expect(talk).toContain("There is neither ordo.yaml nor a database ordo.db here");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("with ordo.yaml the answer is about data", () => {
    const { code, out } = ordo(["messages"], { in: folderWith({ "ordo.yaml": "locale: en\n" }) });
    expect([code, out]).toEqual([0, "There are no such messages.\n"]);
  });
});
