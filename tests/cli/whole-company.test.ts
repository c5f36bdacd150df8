import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ended, folderWith, ordo, type RunOptions, stackTrace } from "../support/command-line.ts";
import { eventually, ordoJson, serving } from "../support/operated-company.ts";
import { sharedPostgres } from "../support/servers/postgres.ts";
import { ROOT } from "../support/source-files.ts";

/*
 * The embedded default works with nothing else installed: the sample company with its nine processes in an empty folder,
 * operated by commands alone, its CRM the engine's own database.
 */
const POSTGRES = `store: { kind: postgres, url: "\${DATABASE_URL}" }\nregistry: { key: "\${REGISTRY_KEY}" }\n`;

function companyOf(settings = ""): string {
  const folder = folderWith({});
  for (const path of ["catalog.yaml", "calendars", "processes"])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  writeFileSync(
    join(folder, "ordo.yaml"),
    `${readFileSync(join(ROOT, "ordo.yaml"), "utf8")}\nservice: { port: 0 }\n${settings}`,
  );
  const invoice = {
    kind: "товар",
    number: "785",
    supplier: "company/50",
    deal: "deal/203",
    files: [{ name: "счёт.pdf" }],
  };
  writeFileSync(
    join(folder, "invoice.json"),
    JSON.stringify({ ...invoice, amount: { amount: "90000.00", currency: "RUB" } }),
  );
  writeFileSync(join(folder, "пп.pdf"), "%PDF-1 платёж");
  return folder;
}

interface Shown {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly revision: number;
  readonly history: readonly { readonly by: string | null; readonly cause: { readonly process?: string } | null }[];
}

/** @param isWhole false: an invoice and going live only, for a second database */
async function operate(options: RunOptions, isWhole: boolean): Promise<void> {
  const run = (...argv: readonly string[]): Ended => {
    const ended = ordo(argv, options);
    expect(stackTrace(ended)).toEqual([]);
    return ended;
  };
  const done = (...argv: readonly string[]): void => expect(run(...argv)).toMatchObject({ code: 0 });
  const shown = (ref: string): Shown => ordoJson<Shown>(["record", ref], options);
  const task = (text: string): Promise<void> => eventually(text, () => run("tasks", "--all").out.includes(text));

  async function leadAndDiscount(): Promise<void> {
    // A lead: the head of the department names a manager, and the lead moves on.
    done(
      "record",
      "lead",
      "--create",
      "--set",
      "title=Нужна кофемашина",
      "--set",
      "phone=+7 (911) 555-44-33",
      "--as",
      "manager-1",
    );
    await task("Назначьте ответственного");
    done("complete", "lead-distribution/1", "--set", "manager=manager-2", "--as", "head-1");
    await eventually("the manager", () => shown("lead/108").records[0]?.["responsible"] === "manager-2");
    expect(run("record", "lead", "--find", "8 911 555 44").out).toBe("lead/108  Нужна кофемашина\n");
    const { revision } = shown("lead/108");
    done("record", "lead/108", "--set", "stage=IN_PROGRESS", "--expected", String(revision), "--as", "manager-2");
    const late = run("record", "lead/108", "--set", "title=Моё", "--expected", String(revision), "--as", "manager-1");
    expect(late).toMatchObject({ code: 1, talk: expect.stringMatching(/stage NEW → IN_PROGRESS.*RECORD_CHANGED/) });
    await eventually("the end of the chase", () =>
      run("instances", "--process", "lead-distribution", "--status", "completed").out.includes("lead-distribution/1"),
    );

    // A discount that nobody agreed to is put back, one that was agreed to stays.
    done("record", "company/8", "--set", 'discounts={"Montelira": 40}', "--as", "manager-2");
    await eventually("the old discount", () => JSON.stringify(shown("company/8").records).includes('"Montelira":15'));
    expect(shown("company/8").history.map(({ by, cause }) => by ?? cause?.process)).toEqual([
      "manager-2",
      "discount-guard",
    ]);
    const asked = [
      "--set",
      "company=company/7",
      "--set",
      "brand=Bravante",
      "--set",
      "discount=12",
      "--set",
      "justification=Давно с нами",
    ];
    done("start", "discount-approval", ...asked, "--as", "manager-1");
    await task("Bravante");
    done("complete", "discount-approval/1", "--outcome", "approve", "--as", "head-2");
    await eventually("the discount", () => JSON.stringify(shown("company/7").records).includes('"Bravante":12'));
  }

  done("deploy");
  const server = serving(["serve"], options);
  await server.until('"msg":"working"');

  if (isWhole) await leadAndDiscount();

  // An invoice: approved, paid, its card closed.
  done("start", "invoice-approval", "--input", "invoice.json", "--as", "manager-2");
  await task("Счёт № 785");
  done("complete", "invoice-approval/1", "--outcome", "approve", "--as", "manager-1");
  await task("Оплатите счёт № 785");
  done("task", "claim", "invoice-approval/1", "--as", "accountant-1");
  const paid = ["--outcome", "paid", "--set", "paidOn=26.11.2026", "--set", "order=@пп.pdf"];
  done("complete", "invoice-approval/1", ...paid, "--as", "accountant-1");
  await eventually("the paid invoice", () => shown("invoice/502").records[0]?.["stage"] === "PAID");

  // Its papers: the payment order that was uploaded, the approval sheet that was made.
  const papers = [...run("show", "invoice-approval/1").out.matchAll(/(f-[0-9a-f]{10}) {2}(\S.*)/gu)];
  expect(papers.map(([, , name]) => name)).toEqual(
    expect.arrayContaining(["пп.pdf", expect.stringMatching(/^Лист согласования № 1/u)]),
  );
  const order = papers.find(([, , name]) => name === "пп.pdf")?.[1] ?? "";
  expect(run("record", "invoice/502").out).toContain(`пп.pdf ${order}`);
  expect(run("file", order, "--out", "-")).toMatchObject({ code: 0, out: "%PDF-1 платёж" });

  // Going live with what is in the cards already: totals of all companies, once each.
  const each = run("start", "company-total", "--each", "company");
  expect(each).toMatchObject({ code: 0, out: expect.stringContaining("13 records, 13 started") });
  await eventually("the lost total", () => JSON.stringify(shown("company/24").records).includes("95000.00"));

  expect(run("incidents").out).toContain("no open incidents");
  await eventually("the seals", () => run("registry", "verify").out.includes("0 unsealed"));
  expect(await server.end("SIGTERM")).toBe(0);
}

function files(options: RunOptions): void {
  const folder = options.in ?? "";
  const run = (...argv: readonly string[]): Ended => ordo(argv, options);
  expect(run("record", "export", "company", "--out", "companies.csv")).toMatchObject({ code: 0 });
  const text = readFileSync(join(folder, "companies.csv"), "utf8");
  expect(run("record", "import", "companies.csv")).toMatchObject({
    code: 0,
    out: "0 new, 0 changed, 13 the same, 0 wrong\n",
  });
  const lines = text.replace("Белый причал", "Белый причал плюс").trimEnd().split("\r\n");
  const [header = "", last = ""] = [lines[0], lines.at(-1)];
  const cells = header.split(";").map(() => "");
  cells[0] = "company/900";
  writeFileSync(join(folder, "mended.csv"), `${lines.join("\r\n")}\r\n${cells.join(";")}\r\n`);
  expect(last).not.toBe("");
  const refused = run("record", "import", "mended.csv", "--silent");
  expect(refused).toMatchObject({ code: 1, out: "0 new, 1 changed, 12 the same, 1 wrong\n" });
  expect(refused.talk).toMatch(/line \d+: company must have the field title/);
  expect(run("record", "company/7").out).not.toContain("плюс");
  expect(run("record", "import", "mended.csv", "--skip-wrong").talk).toContain("--events");
  expect(run("record", "import", "mended.csv", "--skip-wrong", "--silent")).toMatchObject({ code: 1 });
  expect(run("record", "company/7", "--history").out).toContain("Белый причал → Белый причал плюс");
  expect(run("record", "import", "mended.csv", "--skip-wrong", "--silent").out).toContain("0 changed, 13 the same");
  expect(run("list", "brands", "Bravante", "--set", "discount=6").talk).toContain("1 changed");
  expect(run("list", "brands", "--out", "brands.csv")).toMatchObject({ code: 0 });
  expect(run("list", "brands", "--import", "brands.csv").talk).toContain("0 added, 0 changed, 0 removed; 7 rows");
}

describe("the sample company with nothing else installed", () => {
  test("lead, company, discount, invoice and going live, on one SQLite file", async () => {
    const options = { in: companyOf() };
    await operate(options, true);
    files(options);
  }, 300_000);
});

const postgres = await sharedPostgres();
describe.skipIf(postgres.skip !== undefined)(
  `the sample company on PostgreSQL${postgres.skip === undefined ? "" : ` (${postgres.skip})`}`,
  () => {
    test("an invoice, and going live", async () => {
      if (postgres.skip !== undefined) return;
      const { url, drop } = await postgres.freshDatabase();
      const environment = { DATABASE_URL: url, REGISTRY_KEY: "0123456789abcdef0123456789abcdef" };
      try {
        await operate({ in: companyOf(POSTGRES), environment }, false);
      } finally {
        await drop();
      }
    }, 300_000);
  },
);
