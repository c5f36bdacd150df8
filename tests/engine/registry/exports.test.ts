import { describe, expect, test } from "vitest";
import { type InstanceId, id } from "../../../engine/base/ids.ts";
import type { HistoryEvent } from "../../../engine/instance/event.ts";
import { cellWords } from "../../../engine/registry/cell-words.ts";
import { columnsOf, registryCsv } from "../../../engine/registry/export-csv.ts";
import { xesLog } from "../../../engine/registry/export-xes.ts";
import { played } from "../instance/process-of.ts";
import { rowAt, sealedRows } from "./registry-rows.fixture.ts";

/** Reads CSV as RFC 4180 has it. */
function cellsOf(csv: string, separator = ","): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const pattern = new RegExp(`(?:"((?:[^"]|"")*)"|([^"\\r\\n${separator}]*))(${separator}|\\r\\n)`, "gy");
  for (const [, quoted, plain, end] of csv.matchAll(pattern)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}

describe("a registry as CSV", () => {
  const csv = (entry: Parameters<typeof rowAt>[1], more = {}): string => {
    const { rows } = sealedRows([rowAt(1, entry)]);
    return [...registryCsv(rows, { columns: columnsOf(rows), ...more })].join("");
  };

  test("has a header, a line for each row, and reads back as it was", () => {
    const entry = { company: 'ООО "Ёлка", Москва', note: "две\r\nстроки", sum: { amount: "10.50", currency: "RUB" } };
    expect(cellsOf(csv(entry))).toEqual([
      ["number", "at", "process", "instance", "step", "actor", "company", "note", "sum"],
      [
        "1",
        "2026-11-23T12:00:01.000Z",
        "discount-approval",
        "i-1",
        "write",
        "head-1",
        ...Object.values({
          ...entry,
          sum: "10.50 RUB",
        }),
      ],
    ]);
  });

  test.each(["=HYPERLINK(1)", "+1", "-1+2", "@sum", "\tx", "\rx"])("%j is no formula", (text) => {
    expect(cellsOf(csv({ text }))[1]?.at(-1)).toBe(`'${text}`);
  });

  test("numbers stay numbers, dates stay dates, lists and maps are told in words, nothing is empty", () => {
    const entry = {
      less: -5,
      long: { $type: "number", value: "-12345678901234567890" },
      day: { $type: "date", value: "2026-11-23" },
      list: ["a", 1],
      map: { b: 1, a: null },
      yes: true,
      nothing: null,
    } as const;
    const values = cellsOf(csv(entry))[1]?.slice(6);
    expect(values).toEqual([...["-5", "-12345678901234567890", "2026-11-23"], ...["a; 1", "b: 1", "true", ""]]);
  });

  test("a list of decisions is read by people: one a line, no id of a type", () => {
    const at = { $type: "date and time", value: "2026-12-01T01:28:26.409+03:00" };
    const decisions = [
      { by: "head-2", onBehalfOf: "head-1", outcome: "rework", at, comment: "много" },
      { by: null, onBehalfOf: null, outcome: "approve", at, comment: null },
    ];
    const names = { "head-1": "Анна", "head-2": "Вера" };
    expect(cellWords(decisions, { names, locale: "ru" })).toBe(
      "Вера (за: Анна) — возвращено на доработку, 01.12.2026 01:28: много\nпо истечении срока — согласовано, 01.12.2026 01:28",
    );
    expect(cellsOf(csv({ decisions }))[1]?.at(-1)).toBe(
      "head-2 (for: head-1) — sent back, 2026-12-01 01:28: много\nby the clock — approved, 2026-12-01 01:28",
    );
  });

  test("may have a byte order mark and another separator", () => {
    const text = csv({ a: "x;y" }, { bom: true, separator: ";" });
    expect(text.startsWith("\uFEFFnumber;")).toBe(true);
    expect(cellsOf(text.slice(1), ";")[1]?.at(-1)).toBe("x;y");
  });

  test("missing and erased values are empty, and columns are those of the catalog where it is given", () => {
    const { rows } = sealedRows([rowAt(1, { b: 1 }), rowAt(2, { a: "2" })]);
    const columns = [{ name: "a", title: "Первое" }];
    expect(cellsOf([...registryCsv(rows, { columns })].join("")).map((row) => row.at(-1))).toEqual(["Первое", "", "2"]);
    expect(columnsOf(rows).map(({ name }) => name)).toEqual(["b", "a"]);
  });
});

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
}

/** A strict reader of the XML that XES needs: well-formed, one root, only elements with attributes. */
function elementsOf(xml: string): Element {
  const [declaration, ...rest] = xml.split("?>");
  expect(declaration).toBe('<?xml version="1.0" encoding="UTF-8"');
  const root: Element = { name: "", attributes: {}, children: [] };
  const open = [root];
  let end = 0;
  const text = rest.join("?>");
  for (const match of text.matchAll(/\s*<(\/?)([\w:]+)((?:\s+[\w.:]+="[^"<]*")*)\s*(\/?)>/gy)) {
    const [whole, closing, name = "", attributes = "", selfClosing] = match;
    end = match.index + whole.length;
    if (closing === "/") expect(open.pop()?.name).toBe(name);
    else {
      const pairs = [...attributes.matchAll(/([\w.:]+)="([^"]*)"/g)].map(([, key, value]) => [key, plain(value ?? "")]);
      const element: Element = { name, attributes: Object.fromEntries(pairs), children: [] };
      open.at(-1)?.children.push(element);
      if (selfClosing !== "/") open.push(element);
    }
  }
  expect([text.slice(end).trim(), open.length, root.children.length]).toEqual(["", 1, 1]);
  return root.children[0] as Element;
}

function plain(value: string): string {
  expect(value).not.toMatch(/&(?!(?:amp|lt|gt|quot|#9|#10|#13);)/);
  const words: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#9": "\t", "#10": "\n" };
  return value.replace(/&([\w#]+);/g, (_, word: string) => words[word] ?? "\r");
}

describe("histories as XES", () => {
  const play = played(
    "  - id: work\n    userTask: Сделайте\n    assignee: user-2\n    timeout: { after: { days: 9 }, then: end }",
  );
  const task = Object.values(play.instance?.tasks ?? {})[0];
  if (task !== undefined)
    play.tell({ kind: "complete", task: task.id, outcome: null, form: {}, comment: null }, "user-2");
  const attributesOf = (element: Element | undefined): Readonly<Record<string, string>> =>
    Object.fromEntries((element?.children ?? []).map(({ attributes }) => [attributes["key"], attributes["value"]]));

  test("a trace for each instance, an event for each step and task, by whom and when", () => {
    const log = elementsOf([...xesLog([play.history])].join(""));
    expect([log.name, log.attributes["xes.version"]]).toEqual(["log", "1849-2016"]);
    const traces = log.children.filter(({ name }) => name === "trace");
    expect(traces.map((trace) => attributesOf(trace)["concept:name"])).toEqual(["under-test/1"]);
    const events = traces[0]?.children.filter(({ name }) => name === "event").map(attributesOf) ?? [];
    expect(
      events.map((event) => [event["concept:name"], event["lifecycle:transition"], event["org:resource"]]),
    ).toEqual([
      ["under-test", "start", "user-1"],
      ["work", "start", "user-1"],
      ["work/work", "assign", "user-1"],
      ["work/work", "complete", "user-2"],
      ["work", "complete", "user-2"],
      ["under-test", "complete", "user-2"],
    ]);
    for (const event of events) {
      expect(new Date(event["time:timestamp"] ?? "").toISOString()).toBe(event["time:timestamp"]);
      expect(event["concept:instance"]).toBeTruthy();
    }
    const order = log.children.map(({ name }) => name).filter((name, place, all) => name !== all[place - 1]);
    expect(order).toEqual(["extension", "global", "classifier", "string", "trace"]);
  });

  test("whatever an id holds, the log is well-formed", () => {
    const odd = id<InstanceId>('i"<&>\u0001\n\uD800');
    const [first] = play.history.map((event) => ({ ...event, instance: odd }) as HistoryEvent);
    const log = elementsOf([...xesLog([[first as HistoryEvent]])].join(""));
    const trace = log.children.find(({ name }) => name === "trace");
    expect(attributesOf(trace)["ordo:instance"]).toBe('i"<&>\uFFFD\n\uFFFD');
  });

  test("a history without a beginning is left out", () => {
    expect([...xesLog([[], play.history.slice(1)])].join("")).not.toContain("<trace>");
  });
});
