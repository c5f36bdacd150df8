import { describe, expect, test } from "vitest";
import { paceOf, perMinuteOf } from "../../../adapters/command-line/pace.ts";
import { readFilter, readRecords } from "../../../adapters/command-line/read-filter.ts";
import { Complaint } from "../../../adapters/complaint.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import { exampleCatalog, examplePeople } from "../../support/example-company.ts";

const WORDS = { catalog: exampleCatalog(), people: examplePeople() };

describe("a filter as it is typed", () => {
  const READ: readonly (readonly [type: string, text: string, filter: ValueMap])[] = [
    ["lead", "stage=NEW", { stage: "NEW" }],
    ["lead", "stage!=NEW", { stage: { not: "NEW" } }],
    ["lead", "stage=NEW,WORK", { stage: { in: ["NEW", "WORK"] } }],
    ["lead", "stage!=NEW,WORK", { stage: { not: ["NEW", "WORK"] } }],
    ["lead", "stageKind=open score>=7,5", { stageKind: "open", score: { atLeast: 7.5 } }],
    ["lead", "score > 1 score < 5", { score: { above: 1, below: 5 } }],
    ["lead", "title~кофе машина", { title: { contains: "кофе машина" } }],
    ["lead", 'title="a stage=b, c" stage=NEW', { title: "a stage=b, c", stage: "NEW" }],
    ["lead", "title=Да, так и есть", { title: "Да, так и есть" }],
    ["lead", "phone=", { phone: { empty: true } }],
    ["lead", "phone!=", { phone: { empty: false } }],
    ["lead", "company=company/7", { company: "company/7" }],
    ["lead", "company=7", { company: "company/7" }],
    ["lead", "stage=в работе", { stage: "WORK" }],
    ["lead", "responsible=Белова", { responsible: "manager-1" }],
    ["deal", "amount>=100 000", { amount: { atLeast: 100_000 } }],
    ["deal", "amount=100 RUB", { amount: { amount: "100", currency: "RUB" } }],
    ["company", "linked=company/8", { linked: "company/8" }],
    ["invoice", "paidOn<=25.11.2026", { paidOn: { atMost: "2026-11-25" } }],
    ["lead", '{"score":{"above":5}}', { score: { above: 5 } }],
  ];
  for (const [type, text, filter] of READ)
    test(text, () => {
      expect(readFilter(type, [text], WORDS)).toEqual(filter);
    });

  test("several are one, and without a catalogue every field will do", () => {
    expect(readFilter("lead", ["stage=NEW", "score>1"], WORDS)).toEqual({ stage: "NEW", score: { above: 1 } });
    expect(readFilter("thing", ["color=red,blue"], { ...WORDS, catalog: null })).toEqual({
      color: { in: ["red", "blue"] },
    });
  });

  test("a type and which of its records", () => {
    expect(readRecords("company", WORDS)).toEqual({ type: "company", filter: {} });
    expect(readRecords(" deal  stageKind=open,first ", WORDS)).toEqual({
      type: "deal",
      filter: { stageKind: { in: ["open", "first"] } },
    });
  });

  const REFUSED: readonly (readonly [() => unknown, remedy: string])[] = [
    [() => readRecords("compani", WORDS), "Did you mean company?"],
    [() => readFilter("lead", ["stag=NEW"], WORDS), "Did you mean stage?"],
    [() => readFilter("lead", ["stage=НЕТ"], WORDS), "There are: NEW"],
    [() => readRecords("lead stage=NWE", WORDS), "Did you mean NEW?"],
    [() => readFilter("lead", ["NEW"], WORDS), "Write: stage=NEW"],
    [() => readFilter("lead", ["{stage: NEW}"], WORDS), "Write: stage=NEW"],
    [() => readFilter("lead", ["score>много"], WORDS), "Mend the value"],
    [() => perMinuteOf("fast"), "--rate 5/s"],
    [() => perMinuteOf("0/s"), "--rate 5/s"],
  ];
  for (const [read, remedy] of REFUSED)
    test(`is refused: ${remedy} (${String(read).slice(6, 60)})`, () => {
      let thrown: unknown;
      try {
        read();
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(Complaint);
      expect((thrown as Complaint).remedy.en).toContain(remedy);
    });
});

describe("a pace", () => {
  test("is so many a second or a minute", () => {
    expect([perMinuteOf("5/s"), perMinuteOf("100/m"), perMinuteOf("2/с")]).toEqual([300, 100, 120]);
  });

  test("never allows more than its rate since it began, and does not lose what a slow step took", async () => {
    let now = 0;
    const waited: number[] = [];
    const pause = async (ms: number): Promise<void> => {
      waited.push(ms);
      now += ms;
    };
    const pace = paceOf(600, () => now, pause);
    expect(pace.count).toBe(5);
    const { signal } = new AbortController();
    now += 100;
    await pace.after(5, signal);
    expect(now).toBe(500);
    now += 700;
    await pace.after(5, signal);
    expect(now).toBe(1_200);
    await pace.after(5, signal);
    expect([now, waited]).toEqual([1_500, [400, 300]]);
  });

  test("goes as fast as it can where nobody asked for one, and stops where it is told", async () => {
    const stopped = new AbortController();
    stopped.abort();
    const pause = (): Promise<void> => Promise.reject(new Error("waited"));
    await paceOf(null, () => 0, pause).after(100, new AbortController().signal);
    await paceOf(1, () => 0, pause).after(100, stopped.signal);
    expect(paceOf(1, () => 0, pause).count).toBe(1);
  });
});
