import { afterAll, beforeAll, expect, test } from "vitest";
import { checkDrafts } from "../../adapters/doctor/check-drafts.ts";
import { type Caller, type ServedCompany, servedCompany } from "../support/served-company.ts";

let company: ServedCompany;
let analyst: Caller;
let other: Caller;

beforeAll(async () => {
  company = await servedCompany("source: store");
  analyst = await company.person("admin-1", "analyst");
  other = await company.person("head-1", "analyst");
});
afterAll(() => company.close());

const PROCESS = "invoice-approval";
const DRAFT = `/api/processes/${PROCESS}/draft`;
type Files = readonly { readonly path: string; readonly text: string }[];

async function source(): Promise<{ readonly files: Files; readonly revision: number }> {
  return (await analyst.call("GET", `/api/processes/${PROCESS}/files`)).json();
}

function titled(files: Files, title: string): Files {
  return files.map(({ path, text }) => ({
    path,
    text: path === "process.yaml" ? text.replace(/^title: .*/m, `title: ${title}`) : text,
  }));
}

test("a draft begins with the version in force, is saved by whoever saw the last one, deployed, and discarded", async () => {
  const before = await source();
  expect(before.revision).toBe(0);
  expect(before.files.filter(({ path }) => path.startsWith("scenarios/")).length).toBeGreaterThan(3);

  const saved = await analyst.call("PUT", DRAFT, { seen: 0, files: titled(before.files, "Счёт из базы") });
  expect(saved.json()).toMatchObject({ revision: 1, editedBy: { id: "admin-1" } });
  const late = await other.call("PUT", DRAFT, { seen: 0, files: titled(before.files, "Чужой счёт") });
  expect(late.statusCode).toBe(412);
  expect(late.json()).toMatchObject({ code: "CHANGED_MEANWHILE", revision: 1 });
  expect((await source()).files.find(({ path }) => path === "process.yaml")?.text).toContain("title: Счёт из базы");

  const { configuration, processes } = company.service;
  const drafts = await processes.drafts.all();
  const current = async () => await company.assembled.store.versions.current();
  expect(checkDrafts(configuration, drafts, await current())).toMatchObject([{ check: "drift", status: "warning" }]);

  const { rows } = (await analyst.call("GET", "/api/processes")).json();
  const changed = rows.filter(({ drift }: { drift: string }) => drift !== "same");
  expect(changed).toMatchObject([{ process: PROCESS, drift: "changed", draft: { editedBy: { id: "admin-1" } } }]);

  const plan = (await analyst.call("POST", "/api/processes/plan", { processes: [PROCESS] })).json();
  const deployed = await analyst.call("POST", "/api/processes/deploy", { processes: [PROCESS], plan: plan.digest });
  expect(deployed.statusCode).toBe(200);
  expect(checkDrafts(configuration, drafts, await current())).toMatchObject([{ check: "drift", status: "ok" }]);

  const gone = await analyst.call("DELETE", `${DRAFT}?seen=1`);
  expect(gone.statusCode).toBe(204);
  const after = await source();
  expect(after.revision).toBe(0);
  expect(after.files.find(({ path }) => path === "process.yaml")?.text).toContain("title: Счёт из базы");
  expect(after.files.map(({ path }) => path).sort()).toEqual(before.files.map(({ path }) => path).sort());
});

test("a version of before becomes the draft again, with its scenarios", async () => {
  const { versions } = (await analyst.call("GET", `/api/processes/${PROCESS}`)).json();
  const first = versions.find(({ number }: { number: number }) => number === 1);
  const begun = await analyst.call("POST", `${DRAFT}/from-version`, { seen: 0, version: first.digest });
  expect(begun.json()).toMatchObject({ revision: 1 });
  const { files } = await source();
  expect(files.find(({ path }) => path === "process.yaml")?.text).not.toContain("Счёт из базы");
  expect(files.some(({ path }) => path.startsWith("scenarios/"))).toBe(true);
});

test("a new process is a draft of its own; a draft without process.yaml, or with a foreign path, is none", async () => {
  const text = "process: fresh\ntitle: Новый\ndo:\n  - notify: { to: [manager-1], text: Готово }\n";
  const url = "/api/processes/fresh/draft";
  expect((await analyst.call("PUT", url, { seen: 0, files: [{ path: "README.md", text }] })).statusCode).toBe(400);
  const escaping = [
    { path: "process.yaml", text },
    { path: "../ordo.yaml", text },
  ];
  expect((await analyst.call("PUT", url, { seen: 0, files: escaping })).statusCode).toBe(400);
  expect((await analyst.call("PUT", url, { seen: 0, files: [{ path: "process.yaml", text }] })).statusCode).toBe(200);
  const { rows } = (await analyst.call("GET", "/api/processes")).json();
  const row = rows.find(({ process }: { process: string }) => process === "fresh");
  expect(["new", "broken"]).toContain(row.drift);
  expect(row.version).toBeNull();
});
