import type { CellTest, Point } from "./cell-test.ts";
import { isoOfDayNumber } from "./day-number.ts";
import { textOfExact } from "./exact.ts";
import type { Column, TableModel } from "./table-model.ts";

/** A rule as one line, its tests then its values: `менеджер | <= 100000 → user ivanov`. Equal lines decide alike. */
export function ruleText(model: TableModel, rule: number): string {
  const tests = model.columns.map((column) => testText(column, column.tests[rule]));
  const values = model.outputs.map(({ entries }) => entries[rule]?.text ?? "");
  return `${tests.join(" | ")} → ${values.join(" | ")}`;
}

function testText(column: Column, test: CellTest | undefined): string {
  if (test === undefined || test.kind === "any") return "-";
  if (test.kind === "computed") return test.text;
  const parts = test.kind === "values" ? [...test.values] : test.ranges.map((range) => rangeText(column, range));
  const text = [...parts, ...(test.null ? ["null"] : [])].join(", ");
  return test.not ? `not(${text})` : text;
}

function rangeText(column: Column, { low, high }: Extract<CellTest, { kind: "ranges" }>["ranges"][number]): string {
  if (low && high) {
    const [from, to] = [pointText(column, low.point), pointText(column, high.point)];
    return from === to ? from : `${low.closed ? "[" : "("}${from}..${to}${high.closed ? "]" : ")"}`;
  }
  if (low) return `${low.closed ? ">=" : ">"} ${pointText(column, low.point)}`;
  return high ? `${high.closed ? "<=" : "<"} ${pointText(column, high.point)}` : "-";
}

function pointText({ kind }: Column, { exact }: Point): string {
  const digits = textOfExact(exact);
  return kind === "date" ? isoOfDayNumber(Number(digits)) : digits;
}
