import { expect, test } from "vitest";
import { Problem, refused } from "../../adapters/http/problem.ts";
import { screenText } from "../../adapters/http/screen-text.ts";

const both = (text: string) => screenText({ ru: text, en: text }).en;

test("whoever sits before a screen is told no commands of the command line, and the rest of the sentence stays", () => {
  expect(both("Check the id: ordo instances.")).toBe("Check the id.");
  expect(both("Look at the load (ordo doctor, ordo workers).")).toBe("Look at the load.");
  expect(both("See `ordo why`, cancel it; tell the developers.")).toBe("Tell the developers.");
  expect(both("Set service.address in ordo.yaml. Then: ordo doctor")).toBe("Set service.address in ordo.yaml.");
  expect(both("ordo account invite head-1")).toMatch(/^Ask the administrator/);
  expect(both("Nothing of the kind: ordered by a person of ordo.")).toBe(
    "Nothing of the kind: ordered by a person of ordo.",
  );
});

test("what a source has for screens comes first", () => {
  const reason = { ru: "Нет записи.", en: "No account." };
  const remedy = { ru: "Пригласите: ordo account invite x", en: "Invite: ordo account invite x" };
  const onScreen = { ru: "Пригласите его.", en: "Invite him by the button." };
  const problem = refused({ kind: "rejected", code: "ACCOUNT_UNKNOWN", reason, remedy, onScreen, fields: {} });
  expect(problem.remedy).toEqual(onScreen);
  expect(new Problem("X", { says: reason, remedy }).remedy.en).toMatch(/^Ask the administrator/);
});
