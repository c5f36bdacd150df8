import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { complete } from "../../../adapters/command-line/complete.ts";
import { file } from "../../../adapters/command-line/file.ts";
import { fileShelf } from "../../../adapters/command-line/file-shelf.ts";
import { start } from "../../../adapters/command-line/start.ts";
import type { PersonCommand } from "../../../engine/runtime/use-cases.ts";
import { filesIn, shortFile } from "../../../engine/view/short-file.ts";
import { played } from "../../engine/view/stories.ts";
import { connectedTo, type FakeEngine } from "../../support/fake-engine.ts";
import { shownOfPlay } from "../../support/shown.ts";
import { recordedTerminal } from "./recorded-terminal.ts";

let folder = "";
let paper = "";
const shelf = () => fileShelf(join(folder, "files"));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ordo-shelf-"));
  paper = join(folder, "счёт, копия.pdf");
  writeFileSync(paper, "%PDF-1");
  writeFileSync(join(folder, "план.xyz"), "план");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = () => shelf().put("letter/1", { name: "план.pdf", type: "application/pdf", bytes: Buffer.from("план") });

describe("ordo file", () => {
  test("says what a file is, by its reference and by its short name, and writes it out", async () => {
    const reference = await put();
    const short = shortFile(reference) ?? "";
    expect(short).toMatch(/^f-[0-9a-f]{10}$/);
    for (const name of [reference, short]) {
      const terminal = recordedTerminal();
      expect(await file(name, { shelf: shelf() }, terminal)).toBe(0);
      expect(terminal.printed).toEqual([`${short}  план.pdf  application/pdf  1 КБ`]);
    }
    const out = join(folder, "сюда.pdf");
    const json = recordedTerminal();
    expect(await file(short, { shelf: shelf(), out, json: true }, json)).toBe(0);
    expect(JSON.parse(json.printed[0] ?? "")).toEqual({
      file: { reference, short, name: "план.pdf", type: "application/pdf", size: 8 },
      ...{ written: out, refusal: null },
    });
    expect(readFileSync(out, "utf8")).toBe("план");
    await file(short, { shelf: shelf(), out: folder }, recordedTerminal());
    expect(readFileSync(join(folder, "план.pdf"), "utf8")).toBe("план");
  });

  test("of a name that is none ends with 1 and says which machine has the files", async () => {
    for (const name of ["f-0000000000", "file:none", "f-", "../../etc/passwd", "f-../../x"]) {
      const terminal = recordedTerminal();
      expect(await file(name, { shelf: shelf() }, terminal)).toBe(1);
      expect(terminal.said.join("\n")).toMatch(/FILE_NOT_FOUND[\s\S]*той машины/u);
    }
    const json = recordedTerminal();
    expect(await file("f-0000000000", { shelf: shelf(), json: true }, json)).toBe(1);
    expect(JSON.parse(json.printed[0] ?? "")).toMatchObject({ file: null, refusal: { code: "FILE_NOT_FOUND" } });
  });

  test("a folder that cannot be written to is said", async () => {
    const out = join(folder, "нет", "такой.pdf");
    await expect(file(await put(), { shelf: shelf(), out }, recordedTerminal())).rejects.toMatchObject({ exitCode: 3 });
  });
});

test("files are found wherever they stand in a value, each once", () => {
  const one = { name: "a.pdf", id: "file:a" };
  const found = filesIn([{ deep: [one, { other: one }] }, { name: "b", id: "disk:7" }, { name: "c.pdf" }, null]);
  expect(found).toEqual([{ name: "a.pdf", reference: "file:a" }]);
});

describe("--set of a field that holds files", () => {
  const inputs = [
    { name: "files", type: "files" },
    { name: "note", type: "text" },
  ];

  async function started(set: readonly string[]) {
    const orders: Parameters<NonNullable<FakeEngine["started"]>["push"]>[0][] = [];
    await start("p", connectedTo({ started: orders, inputs }, { set, shelf: shelf() }), recordedTerminal());
    return orders[0]?.input;
  }

  test("takes @path: the file is in the store, with its type and size, once however often it is given", async () => {
    const input = await started([`files=@${paper}`, "note=@все"]);
    const { files } = input as { readonly files: readonly { readonly id: string }[] };
    expect(input).toMatchObject({
      files: [{ name: "счёт, копия.pdf", type: "application/pdf", size: 6 }],
      note: "@все",
    });
    expect((await shelf().find(files[0]?.id ?? ""))?.name).toBe("счёт, копия.pdf");
    expect(await started([`files=@${paper}`])).toMatchObject({ files });
  });

  test("takes several, JSON, and files that are there already", async () => {
    const reference = await put();
    const known = { name: "план.pdf", type: "application/pdf", size: 8, id: reference };
    const other = join(folder, "план.xyz");
    const uploaded = { name: "план.xyz", type: "application/octet-stream", size: 8 };
    const short = shortFile(reference);
    expect(await started([`files=${short}, @${other}`])).toMatchObject({ files: [known, uploaded] });
    expect(await started([`files=[@${other}]`])).toMatchObject({ files: [uploaded] });
    expect(await started([`files=${JSON.stringify([`@${paper}`, { id: reference }])}`])).toMatchObject({
      files: [{ name: "счёт, копия.pdf" }, known],
    });
    expect(await started(["files=null"])).toEqual({ files: null });
  });

  test.each(["[{name: p.pdf}]", "p.pdf", "@нет.pdf", '[{"name":"p.pdf"}]', "f-0000000000", "file:none", "@.", "[5]"])(
    "refuses %s: neither a path that exists nor a known file",
    async (text) => {
      const acted: PersonCommand[] = [];
      const play = played(`
  - id: pay
    userTask: Оплатите
    assignee: user-1
    form: { order: { type: files, title: Платёжка } }
    escalation: [ { after: { days: 1 }, action: remind } ]`);
      const fake = { shown: [shownOfPlay(play)], acted };
      const options = { set: [`order=${text}`], shelf: shelf() };
      await expect(complete("under-test/1", connectedTo(fake, options), recordedTerminal())).rejects.toMatchObject({
        exitCode: 2,
      });
      expect(acted).toEqual([]);
    },
  );
});
