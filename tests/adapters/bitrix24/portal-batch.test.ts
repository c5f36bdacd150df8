import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { batchQuery } from "../../../adapters/bitrix24/batch-query.ts";
import type { PortalParams, PortalValue } from "../../../adapters/bitrix24/portal.ts";
import { type Answerer, benchOf, how, json } from "./portal-bench.ts";

const get = (id: number) => ({ method: "crm.item.get", params: { entityTypeId: 2, id } });
const ids = (count: number) => Array.from({ length: count }, (_, place) => place + 1);

/** A portal that answers each command by its id. */
function batching(one: (id: number) => unknown): Answerer {
  return ({ params }) => {
    const commands = Object.entries(params["cmd"] as Record<string, string>);
    const result: Record<string, unknown> = {};
    const errors: Record<string, unknown> = {};
    for (const [name, query] of commands) {
      const answer = one(Number(new URLSearchParams(query.split("?")[1]).get("id")));
      if (answer instanceof Map) errors[name] = Object.fromEntries(answer);
      else result[name] = answer;
      if (answer instanceof Map && params["halt"] === 1) break;
    }
    const orEmpty = (map: Record<string, unknown>): unknown => (Object.keys(map).length === 0 ? [] : map);
    const totals = { result_total: [], result_next: [], result_time: [] };
    return json({ result: { result: orEmpty(result), result_error: orEmpty(errors), ...totals } });
  };
}
const error = (code: string | number) =>
  new Map<string, unknown>([
    ["error", code],
    ["error_description", "says"],
  ]);

test("calls go 50 a request, and answers stand in their order", async () => {
  const { portal, seen } = await benchOf(batching((id) => ({ item: { id } })));
  const answers = await portal.batch(ids(120).map(get), how());
  expect(answers.map((answer) => answer.kind === "done" && answer.result)).toEqual(
    ids(120).map((id) => ({ item: { id } })),
  );
  expect(seen.map(({ params }) => Object.keys(params["cmd"] as object).length)).toEqual([50, 50, 20]);
  expect(seen.every(({ params }) => Object.keys(params["cmd"] as object).every((name) => /^[a-z]/.test(name)))).toBe(
    true,
  );
});

test("a command that failed without a code is a failure", async () => {
  const { portal } = await benchOf(batching((id) => (id === 2 ? error("") : id === 3 ? error(0) : true)));
  expect(await portal.batch(ids(4).map(get), how({ effect: "write" }))).toMatchObject([
    { kind: "done" },
    { kind: "refused", code: "", says: "says" },
    { kind: "refused", code: "0" },
    { kind: "done" },
  ]);
});

test("with halt nothing behind a failure is executed, in this request and the next", async () => {
  const { portal, seen } = await benchOf(batching((id) => (id === 2 ? error("NOT_FOUND") : true)));
  const answers = await portal.batch(ids(60).map(get), { ...how({ effect: "write" }), halt: true });
  expect(answers.map((answer) => answer.kind)).toEqual(["done", "refused", ...ids(58).map(() => "unknown")]);
  expect(answers[59]).toMatchObject({ code: "BATCH_HALTED", sent: false });
  expect(seen).toHaveLength(1);
});

test("commands over the limit are sent again, those that were executed are not", async () => {
  const done: number[] = [];
  let refusals = 3;
  const { portal, seen } = await benchOf(
    batching((id) => {
      if (id % 2 === 0 && refusals-- > 0) return error("QUERY_LIMIT_EXCEEDED");
      done.push(id);
      return id;
    }),
  );
  const answers = await portal.batch(ids(6).map(get), how({ effect: "write" }));
  expect(answers.every(({ kind }) => kind === "done")).toBe(true);
  expect(done.toSorted((a, b) => a - b)).toEqual(ids(6));
  expect(seen).toHaveLength(2);
});

test("with halt the order stays when one is sent again", async () => {
  const done: number[] = [];
  let refusals = 1;
  const { portal } = await benchOf(
    batching((id) => {
      if (id === 2 && refusals-- > 0) return error("QUERY_LIMIT_EXCEEDED");
      done.push(id);
      return id;
    }),
  );
  const answers = await portal.batch(ids(70).map(get), { ...how({ effect: "write" }), halt: true });
  expect(answers.every(({ kind }) => kind === "done")).toBe(true);
  expect(done).toEqual(ids(70));
});

test("an answer without a word about a command leaves it unknown", async () => {
  const { portal } = await benchOf(() => json({ result: { result: [], result_error: [] } }));
  expect(await portal.batch([get(1)], how({ effect: "write" }))).toMatchObject([{ kind: "unknown", sent: true }]);
});

test("a batch that broke off is unknown for each of its commands and for no other", async () => {
  const { portal, seen } = await benchOf((_, count) =>
    count === 1 ? new Response("<html>", { status: 502 }) : json({ result: { result: { c50: 1 }, result_error: [] } }),
  );
  const answers = await portal.batch(ids(51).map(get), how({ effect: "write" }));
  expect(answers.slice(0, 50).every((one) => one.kind === "unknown" && one.sent)).toBe(true);
  expect(answers[50]).toMatchObject({ kind: "done", result: 1 });
  expect(seen).toHaveLength(2);
});

describe("what a query string cannot say is refused", () => {
  test.each<readonly [string, PortalParams]>([
    ["an empty list", { fields: { ufCrm_1: [] } }],
    ["an empty map", { fields: {} }],
    ["null", { fields: { opportunity: null } }],
    ["a file", { fileContent: ["a.txt", "QQ=="] }],
    ["a text that names another command", { fields: { title: "$result[c0][ID]" } }],
    ["a name with brackets", { "fields[title]": "A" }],
  ])("%s", async (_, params) => {
    const { portal, seen } = await benchOf(() => json({ result: {} }));
    const answers = await portal.batch([{ method: "crm.item.update", params }], how({ effect: "write" }));
    expect(answers).toMatchObject([{ kind: "refused", code: "BATCH_CANNOT_CARRY" }]);
    expect(seen).toHaveLength(0);
  });

  test.each(["batch", "disk.folder.uploadFile", "disk.file.uploadversion"])("%s", (method) => {
    expect(batchQuery({ method, params: {} })).toBeNull();
  });
});

test("whatever a batch carries, PHP reads as it was", () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.string({ unit: "binary" }));
  const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !/^__proto__$/.test(text));
  const { tree } = fc.letrec<{ tree: PortalValue }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 2 },
      leaf,
      fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
      fc.dictionary(name, tie("tree"), { minKeys: 1, maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4 }), (params) => {
      const query = batchQuery({ method: "m", params });
      if (query !== null) expect(readByPhp(query.slice(2))).toEqual(asTexts(params));
    }),
  );
});

/** `parse_str` in a few lines, written apart from our own parser. */
function readByPhp(query: string): unknown {
  const root = new Map<string, unknown>();
  for (const pair of query.split("&")) {
    const [rawKey = "", rawValue = ""] = pair.split("=");
    const [, first = "", rest = ""] = /^([^[]*)(.*)$/s.exec(decodeURIComponent(rawKey)) ?? [];
    const path = [first, ...[...rest.matchAll(/\[([^\]]*)\]/gs)].map(([, inner = ""]) => inner)];
    let at = root;
    for (const step of path.slice(0, -1)) {
      const inner = (at.get(step) as Map<string, unknown> | undefined) ?? new Map<string, unknown>();
      at.set(step, inner);
      at = inner;
    }
    at.set(path.at(-1) ?? "", decodeURIComponent(rawValue));
  }
  return root;
}

function asTexts(value: PortalValue): unknown {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value !== "object" || value === null) return String(value);
  return new Map(Object.entries(value).map(([key, inner]) => [key, asTexts(inner)]));
}
