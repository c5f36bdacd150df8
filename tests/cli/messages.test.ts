import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ordo, type RunOptions } from "../support/command-line.ts";
import { companyFolder, ordoJson, removeFolder } from "../support/operated-company.ts";

interface Listed {
  readonly messages: readonly { readonly key: string; readonly preview: { readonly text: string } | null }[];
}

let folder = "";
let options: RunOptions = {};
beforeAll(() => {
  folder = companyFolder("outgoing: { portal: hold }\n");
  options = { in: folder, environment: { ORDO_LANG: "ru" } };
  expect(ordo(["deploy"], options).code).toBe(0);
});
afterAll(() => removeFolder(folder));

const INPUT = ["company=company/7", "brand=Bravante", "discount=12", "justification=Постоянный клиент"];

describe("ordo messages and ordo outgoing", () => {
  test("a held message is shown to the letter, and released once", () => {
    const sets = INPUT.flatMap((set) => ["--set", set]);
    expect(ordo(["start", "discount-approval", ...sets, "--as", "manager-1"], options).code).toBe(0);
    const [held] = ordoJson<Listed>(["messages", "--held"], options).messages;
    expect(held).toMatchObject({
      ...{ status: "held", reason: "HOLD", to: "head-2", address: "head-2", sentTo: null },
      preview: { text: expect.stringContaining("Bravante"), segments: null },
    });

    const unsure = ordo(["messages", "release", "--process", "discount-approval"], options);
    expect([unsure.code, unsure.talk]).toEqual([2, expect.stringContaining("Добавьте --yes")]);
    expect(unsure.talk).toContain("придержано portal → head-2");
    expect(unsure.talk).toContain("Bravante");

    const release = ["messages", "release", held?.key ?? "", "--yes"];
    expect(ordo(release, options)).toMatchObject({ code: 0, out: expect.stringContaining("Отпущено: 1") });
    expect(ordo(release, options)).toMatchObject({ code: 1, out: expect.stringContaining("Решать нечего") });
    const mistyped = ordo(["messages", "release", "no-such-key", "--yes"], options);
    expect([mistyped.code, mistyped.talk]).toEqual([2, expect.stringContaining("Нет сообщения с ключом no-such-key")]);
    const fax = ordo(["messages", "--channel", "fax"], options);
    expect([fax.code, fax.talk]).toEqual([1, expect.stringContaining("Нет канала fax")]);
    expect(ordo(["messages", "--waiting"], options).out).toMatch(/отпущено, решил\(а\) /);
    expect(ordoJson(["messages", "--waiting"], options)).toMatchObject({
      messages: [{ key: held?.key, reason: "RELEASED", decidedBy: "admin-1" }],
    });
  });

  test("a channel is switched; by whom and why is kept", () => {
    const redirected = ordo(["outgoing", "portal", "redirect:admin-1", "--reason", "проба"], options);
    expect(redirected).toMatchObject({
      code: 0,
      out: expect.stringMatching(/portal +redirect:admin-1 +hold +.*проба/),
    });
    expect(ordoJson(["outgoing"], options)).toMatchObject({
      channels: [
        {
          channel: "portal",
          mode: "redirect:admin-1",
          configured: "hold",
          switched: { by: "admin-1", reason: "проба" },
        },
        { channel: "email", mode: "live", switched: null },
        { channel: "sms", mode: "live" },
      ],
    });
    expect(ordo(["outgoing", "fax", "hold"], options)).toMatchObject({ code: 1 });
  });
});
