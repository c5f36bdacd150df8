import type { Value } from "../base/value.ts";
import { compileEntry } from "./compile-entry.ts";
import { nearest } from "./nearest.ts";
import { literalEntry } from "./output-entry.ts";
import type { OutputColumn, OutputEntry } from "./table-model.ts";
import { cellAt, isTextCell, type OutputSource, type RuleSource, type ThenCell } from "./table-source.ts";
import { entryWork, reporter, type TableWork } from "./table-work.ts";
import { keyOfValue } from "./value-key.ts";

/** Compiles a column on the right: a value for each rule, the default, the declared order. */
export function compileOutput(source: OutputSource, work: TableWork, isOrdered: boolean): OutputColumn {
  const { field } = source;
  const known = knownValues(source, work);
  const compile = (cell: ThenCell, rule: number | null): OutputEntry => {
    const entry = compileEntry(cell, field, entryWork(work, field.name, rule));
    for (const name of entry.names) work.names.add(name);
    checkKnown(cell, { entry, known, rule }, { source, work });
    return entry;
  };
  return {
    output: { name: field.name, field },
    entries: work.source.rules.map((rule, at) => {
      const cell = rule.then[field.name];
      return cell ? compile(cell, at + 1) : missing(rule, { source, work, at });
    }),
    default: source.default && compile(source.default, null),
    ranks: isOrdered && source.values ? new Map(source.values.map((value, rank) => [keyOfValue(value), rank])) : null,
  };
}

/** The values that the column may hold, where they are a closed list. */
function knownValues({ field, values }: OutputSource, work: TableWork): readonly string[] | null {
  if (field.type !== "choice") return null;
  if (values) return values.map((value: Value) => String(value));
  if (field.values) return Object.keys(field.values);
  return field.from === null ? null : work.options.domainOf(field.from);
}

function checkKnown(
  cell: ThenCell,
  found: { readonly entry: OutputEntry; readonly known: readonly string[] | null; readonly rule: number | null },
  { source, work }: { readonly source: OutputSource; readonly work: TableWork },
): void {
  const value = found.entry.literal;
  if (!found.known || typeof value !== "string" || found.known.includes(value)) return;
  const meant = nearest(value, found.known);
  const shown = isTextCell(cell) ? cell : { ...cellAt("", cell.start), end: cell.end };
  reporter(work, { rule: found.rule, column: source.field.name })(shown, {
    code: "table-value-unknown",
    from: 0,
    to: Math.max(1, isTextCell(cell) ? cell.text.length : cell.end - cell.start),
    message: { ru: `Нет такого значения: «${value}»`, en: `There is no such value: "${value}"` },
    remedy: meant
      ? { ru: `Возможно, вы имели в виду «${meant}»?`, en: `Did you mean "${meant}"?` }
      : {
          ru: `Выберите: ${found.known.slice(0, 8).join(", ")}`,
          en: `Choose one of: ${found.known.slice(0, 8).join(", ")}`,
        },
  });
}

function missing(
  rule: RuleSource,
  { source, work, at }: { readonly source: OutputSource; readonly work: TableWork; readonly at: number },
): OutputEntry {
  work.problems.push({
    code: "table-output-missing",
    severity: "error",
    start: rule.place.start,
    end: rule.place.end,
    rule: at + 1,
    column: source.field.name,
    message: {
      ru: `У правила ${at + 1} нет значения «${source.field.name}»`,
      en: `Rule ${at + 1} has no value for "${source.field.name}"`,
    },
    remedy: {
      ru: "Впишите значение; если его и не должно быть, напишите null",
      en: "Write the value, or `null` where there is none on purpose",
    },
  });
  return literalEntry(rule.place, null, "");
}
