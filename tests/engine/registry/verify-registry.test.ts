import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { id, type UserId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Value } from "../../../engine/base/value.ts";
import type { SealedRow } from "../../../engine/ports/registries.ts";
import { chainOf, rowDigest } from "../../../engine/registry/commitment.ts";
import { erasureKey } from "../../../engine/registry/erasure.ts";
import { sealRows } from "../../../engine/registry/seal-rows.ts";
import { FINDINGS_MAX, verifyRegistry } from "../../../engine/registry/verify-registry.ts";
import { chance, KEY, NOON, orderOf, rowAt, sealedRows, someRows } from "./registry-rows.fixture.ts";

const RUNS = 150;

describe("a registry that nobody touched", () => {
  test("verifies, in however many batches it was sealed", () => {
    fc.assert(
      fc.property(someRows, fc.nat(12), (rows, cut) => {
        const first = sealedRows(rows.slice(0, cut));
        const second = sealedRows(rows.slice(cut), first.head);
        const heads = [first.head, second.head].filter((head) => head !== null);
        const verified = verifyRegistry(orderOf(heads), [...first.rows, ...second.rows]);
        expect(verified).toMatchObject({ sealed: rows.length, unsealed: 0, breaches: 0, findings: [] });
      }),
      { numRuns: RUNS },
    );
  });

  test("verifies whatever order the database kept the keys of its maps in", () => {
    const { rows, head } = sealedRows([rowAt(1, { b: { y: 1, x: 2 }, a: "1" })]);
    const turned = rows.map((row) => ({ ...row, entry: { a: "1", b: { x: 2, y: 1 } }, salts: backwards(row.salts) }));
    expect(verifyRegistry(orderOf([head]), turned).breaches).toBe(0);
  });

  test("is empty and sound before the first row", () => {
    expect(verifyRegistry(orderOf([]), [])).toMatchObject({ sealed: 0, breaches: 0 });
  });

  test("says which rows wait for their seal, and that is no breach", () => {
    const { rows, head } = sealedRows([rowAt(1)]);
    const waiting: SealedRow = { ...rowAt(2), seal: null, salts: {}, erased: [] };
    const verified = verifyRegistry(orderOf([head]), [...rows, waiting]);
    expect(verified).toMatchObject({ sealed: 1, unsealed: 1, breaches: 0 });
    expect(verified.findings.map(({ kind, says }) => [kind, says.ru])).toEqual([
      ["unsealed", "Ещё не опечатано: 1 строка, старшая — 2026-11-23T12:00:02Z"],
    ]);
  });

  function backwards<T>(map: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
    return Object.fromEntries(Object.entries(map).reverse());
  }
});

describe("whoever changes a registry without the key is found", () => {
  /** Ways to spoil one row; each gives the row, and nothing where the way does not fit it. */
  const SPOILS: readonly (readonly [string, (row: SealedRow) => SealedRow | null])[] = [
    ["a value", (row) => spoilField(row, (value) => (value === "x" ? "y" : "x"))],
    ["a field that is new", (row) => ({ ...row, entry: { ...row.entry, новое: 1 } })],
    ["a field that is gone", (row) => ({ ...row, entry: Object.fromEntries(Object.entries(row.entry).slice(1)) })],
    ["the actor", (row) => ({ ...row, actor: id<UserId>("somebody-else") })],
    ["the step", (row) => ({ ...row, step: "other" })],
    ["the time", (row) => ({ ...row, at: instant(row.at + 1) })],
    ["the event", (row) => ({ ...row, sequence: row.sequence + 100 })],
    ["a salt", (row) => ({ ...row, salts: { ...row.salts, $step: "0".repeat(32) } })],
    ["an erasure that hides a value", (row) => spoilErased(row)],
    ["the digest", (row) => withSeal(row, { digest: "ab".repeat(32) })],
    ["the chain", (row) => withSeal(row, { chain: "cd".repeat(32) })],
    ["rubbish in the chain", (row) => withSeal(row, { chain: "no hex at all" })],
    ["everything, resealed with another key", (row) => resealed(row)],
  ];

  test.each(SPOILS)("one change is found: %s", (_what, spoil) => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, choice) => {
        const sealed = sealedRows(rows);
        const at = choice % rows.length;
        const spoiled = spoil(sealed.rows[at] as SealedRow);
        if (spoiled === null) return;
        const verified = verifyRegistry(orderOf([sealed.head]), sealed.rows.with(at, spoiled));
        expect(verified.breaches).toBeGreaterThan(0);
        expect(verified.findings.some((finding) => finding.number === at + 1 || finding.number === null)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test("a change of a value names the row and the field", () => {
    const { rows, head } = sealedRows([rowAt(1), rowAt(2), rowAt(3)]);
    const changed = rows.with(1, { ...(rows[1] as SealedRow), entry: { discount: 99 } });
    const { findings } = verifyRegistry(orderOf([head]), changed);
    expect(findings.map(({ number, says }) => [number, says.en])).toEqual([
      [2, "Row 2 was changed after it was sealed: discount"],
    ]);
  });

  test("one removed row is found, wherever it stood", () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, choice) => {
        const { rows: sealed, head } = sealedRows(rows);
        const at = choice % rows.length;
        const { findings } = verifyRegistry(orderOf([head]), sealed.toSpliced(at, 1));
        expect(findings.map((finding) => finding.kind)).toEqual([at === rows.length - 1 ? "cutOff" : "removed"]);
      }),
      { numRuns: RUNS },
    );
  });

  test("a removal hidden by numbering the rest anew is found", () => {
    const { rows, head } = sealedRows([1, 2, 3, 4].map((sequence) => rowAt(sequence)));
    const hidden = rows.toSpliced(1, 1).map((row, place) => withSeal(row, { number: place + 1 }));
    const { findings } = verifyRegistry(orderOf([head]), hidden);
    expect(findings.map(({ kind, number, says }) => [kind, number, says.en])).toEqual([
      ["reordered", 2, "Row 2 does not stand in its place: its number is 3"],
      ["reordered", 3, "Row 3 does not stand in its place: its number is 4"],
      ["cutOff", null, expect.stringContaining("3 sealed rows, and there were 4")],
    ]);
  });

  test("two rows that changed places are found, and where they belong", () => {
    fc.assert(
      fc.property(someRows, fc.nat(), fc.nat(), (rows, one, other) => {
        const { rows: sealed, head } = sealedRows(rows);
        const [from, to] = [one % rows.length, other % rows.length];
        if (from === to) return;
        const [moved, met] = [sealed[from] as SealedRow, sealed[to] as SealedRow];
        const swapped = sealed
          .with(to, withSeal(moved, { number: to + 1 }))
          .with(from, withSeal(met, { number: from + 1 }));
        const { findings } = verifyRegistry(orderOf([head]), swapped);
        const reordered = findings.filter(({ kind }) => kind === "reordered");
        expect(reordered.map(({ number }) => number)).toEqual([from + 1, to + 1].sort((a, b) => a - b));
      }),
      { numRuns: RUNS },
    );
  });

  test("an end that was cut off, its head with it, shows at a head kept outside", () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, choice) => {
        const keep = choice % rows.length;
        const [all, fewer] = [sealedRows(rows), sealedRows(rows.slice(0, keep))];
        const { findings } = verifyRegistry(orderOf([fewer.head, all.head].filter(Boolean)), all.rows.slice(0, keep));
        expect(findings.map(({ kind }) => kind)).toEqual(["cutOff"]);
      }),
      { numRuns: RUNS },
    );
  });

  test("a chain written anew by somebody who has the key shows at a head kept outside", () => {
    const before = sealedRows([rowAt(1), rowAt(2)]);
    const anew = sealedRows([rowAt(1, { discount: 50 }), rowAt(2)]);
    const { findings } = verifyRegistry(orderOf([before.head]), anew.rows);
    expect(findings.map(({ kind, says }) => [kind, says.en])).toEqual([
      ["forged", expect.stringContaining("The chain was rewritten: the head kept at 2026-11-24")],
    ]);
  });

  test("a row appended without the key is found", () => {
    const { rows, head } = sealedRows([rowAt(1)]);
    const foreign = sealRows(head, [rowAt(2)], { key: new Uint8Array(32), randomBytes: chance("x"), at: NOON });
    const added = foreign.sealings.map(({ row, seal, salts }) => ({ ...row, seal, salts, erased: [] }));
    const { findings } = verifyRegistry(orderOf([head]), [...rows, ...added]);
    expect(findings.map(({ kind, number }) => [kind, number])).toEqual([["forged", 2]]);
  });

  test("of very many findings a bounded number is listed and all are counted", () => {
    const { rows, head } = sealedRows(Array.from({ length: FINDINGS_MAX + 10 }, (_, place) => rowAt(place + 1)));
    const verified = verifyRegistry(
      orderOf([head]),
      rows.map((row) => ({ ...row, step: "other" })),
    );
    expect([verified.findings.length, verified.breaches]).toEqual([FINDINGS_MAX, FINDINGS_MAX + 10]);
  });

  function spoilField(row: SealedRow, other: (value: Value | undefined) => Value): SealedRow {
    const name = Object.keys(row.entry)[0] as string;
    return { ...row, entry: { ...row.entry, [name]: other(row.entry[name]) } };
  }

  function spoilErased(row: SealedRow): SealedRow {
    const name = Object.keys(row.entry)[0] as string;
    return { ...row, entry: { ...row.entry, [name]: "something else" }, erased: [name] };
  }

  function resealed(row: SealedRow): SealedRow {
    const number = row.seal?.number ?? 0;
    const digest = rowDigest({ ...row, at: NOON }, { number, commitments: row.seal?.commitments ?? {} });
    return withSeal({ ...row, at: NOON }, { digest, chain: chainOf(new Uint8Array(32), null, digest) });
  }
});

describe("erasing a person", () => {
  /** As the store erases: values and salts go, the names and the commitments stay. */
  function erase(row: SealedRow, fields: readonly string[]): SealedRow {
    const without = <T>(map: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
      Object.fromEntries(Object.entries(map).filter(([name]) => !fields.includes(name)));
    const actor = fields.includes("$actor") ? null : row.actor;
    return { ...row, actor, entry: without(row.entry), salts: without(row.salts), erased: [...fields] };
  }

  test("any fields of any row can go and the chain still verifies", () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, choice) => {
        const { rows: sealed, head } = sealedRows(rows);
        const at = choice % rows.length;
        const row = sealed[at] as SealedRow;
        const fields = ["$actor", ...Object.keys(row.entry).slice(choice % 2)];
        const recorded = new Set(fields.map((field) => erasureKey(row, field)));
        const verified = verifyRegistry(orderOf([head], recorded), sealed.with(at, erase(row, fields)));
        expect(verified).toMatchObject({ breaches: 0, erased: 1 });
        expect(verified.findings.map(({ kind, number, isBreach }) => [kind, number, isBreach])).toEqual([
          ["erased", at + 1, false],
        ]);
      }),
      { numRuns: RUNS },
    );
  });

  test("an erasure that nothing records is a breach", () => {
    const { rows, head } = sealedRows([rowAt(1)]);
    const { findings } = verifyRegistry(
      orderOf([head]),
      rows.map((row) => erase(row, ["discount"])),
    );
    expect(findings.map(({ kind, isBreach, says }) => [kind, isBreach, says.en])).toEqual([
      ["erased", true, "Row 1: data was erased (discount), but nothing records it"],
    ]);
  });

  test("what is left of an erased field says nothing of its value", () => {
    const [one, other] = ["yes", "no"].map((answer) =>
      sealRows(null, [rowAt(1, { answer })], { key: KEY, randomBytes: chance(answer), at: NOON }),
    );
    expect(JSON.stringify(one?.sealings[0]?.seal)).not.toContain("yes");
    expect(one?.sealings[0]?.seal.commitments["answer"]).not.toBe(other?.sealings[0]?.seal.commitments["answer"]);
  });
});

function withSeal(row: SealedRow, seal: Partial<NonNullable<SealedRow["seal"]>>): SealedRow {
  return { ...row, seal: { ...(row.seal as NonNullable<SealedRow["seal"]>), ...seal } };
}
