import { instant } from "../../engine/base/instant.ts";
import { isList, isRecord, type RecordSnapshot, type Value, type ValueMap } from "../../engine/base/value.ts";
import { harmless } from "../../engine/definition/show-line.ts";
import { relativeText } from "../../engine/view/moment.ts";
import { plain } from "../../engine/view/plain.ts";
import { paint } from "../../engine/view/print-timeline.ts";
import { filesIn, shortFile } from "../../engine/view/short-file.ts";
import { textTable } from "../../engine/view/text-table.ts";
import type { RecordAnswer } from "../engine/record-orders.ts";
import { moreText } from "./list-page.ts";
import { localZone, type Page, pageOf, printJson, rowJson } from "./operate.ts";
import type { RecordOptions } from "./record.ts";
import type { ExitCode } from "./terminal.ts";
import type { WithRecords } from "./with-records.ts";

type Records = Extract<RecordAnswer, { readonly kind: "records" }>;
type About = NonNullable<Records["about"]>;

/** Prints records: a list, or one with its notes and, where wished, its history. @param isWritten after an edit: say so */
export async function tellRecords(
  answer: Records,
  at: WithRecords<RecordOptions>,
  isWritten: boolean,
): Promise<ExitCode> {
  const { options, terminal } = at;
  if (options.json) {
    printJson(terminal, recordsJson(answer));
    return 0;
  }
  const { records, changed, next = null, about, missing = [] } = answer;
  const page = await pageOf(at);
  const [only] = records;
  const isList = about === undefined && !isWritten;
  if (records.length === 0)
    terminal.print(terminal.pick({ ru: "Таких записей нет.", en: "There are no such records." }));
  else if (isList || only === undefined)
    terminal.print(records.map((one) => `${one.ref}  ${harmless(titleOf(one))}`).join("\n"));
  else printOne(only, at, page);
  if (about !== undefined) printAbout(about, at, page);
  moreText(next, terminal);
  for (const ref of missing)
    terminal.say(terminal.pick({ ru: `Обратите внимание: записи ${ref} нет.`, en: `Note: there is no ${ref}.` }));
  if (isWritten)
    terminal.say(
      changed
        ? terminal.pick({ ru: "Записано.", en: "Written." })
        : terminal.pick({ ru: "Ничего не изменилось.", en: "Nothing differs." }),
    );
  return 0;
}

/** As programs read it: instants in UTC, values as everywhere. */
function recordsJson({ records, changed, next = null, about, missing = [] }: Records) {
  const zone = localZone();
  return {
    ...{ records: records.map((one) => plain(one, zone)), changed, next, missing: [...missing] },
    revision: about?.revision ?? null,
    notes: (about?.notes ?? []).map(({ text, files, by, at }) => ({ text, files, by, ...(rowJson({ at }) as object) })),
    history: (about?.history ?? []).map(({ revision, at, by, cause, change, before, after }) => ({
      ...{ revision, ...(rowJson({ at }) as object), by, cause, change },
      ...{ before: plain(before, zone), after: plain(after, zone) },
    })),
  };
}

function printOne(only: RecordSnapshot, { catalog, terminal }: WithRecords<RecordOptions>, page: Page): void {
  const titles = catalog?.records[only.type]?.fields ?? {};
  terminal.print(paint("1", only.ref, page));
  const rows = Object.entries(only).filter(([field, value]) => field !== "ref" && value !== null);
  const lines = rows.map(([field, value]) => [
    { text: `  ${field}` },
    { text: titles[field]?.title ?? "", ansi: "2" },
    { text: harmless(valueText(value ?? null)) },
  ]);
  terminal.print(
    textTable([{ title: "" }, { title: "" }, { title: "", shrinks: true }], lines, page).replace(/^\s*\n/u, ""),
  );
}

function printAbout({ revision, notes, history }: About, at: WithRecords<RecordOptions>, page: Page): void {
  const { options, terminal } = at;
  const last = history.at(-1);
  const changed = last ? `, ${momentText(last.at, page)}, ${whoText(last, at)}` : "";
  terminal.print(
    paint("2", terminal.pick({ ru: `  версия ${revision}${changed}`, en: `  revision ${revision}${changed}` }), page),
  );
  for (const { text, files, by, at: moment } of notes) {
    const names = files.map(fileText).join(", ");
    terminal.print(
      `  ${paint("2", `${momentText(moment, page)}, ${by ?? "—"}:`, page)} ${harmless(text)}${names === "" ? "" : ` [${harmless(names)}]`}`,
    );
  }
  if (!options.history) return;
  terminal.print("");
  if (history.length === 0)
    terminal.print(terminal.pick({ ru: "  Запись ещё не меняли.", en: "  It was never changed." }));
  for (const past of history) {
    terminal.print(
      `  ${paint("1", `${past.revision}`, page)} ${terminal.pick(CHANGES[past.change])}, ${momentText(past.at, page)}, ${whoText(past, at)}`,
    );
    for (const [field, before, after] of differences(past.before, past.after))
      terminal.print(`      ${field}: ${harmless(valueText(before))} → ${harmless(valueText(after))}`);
  }
}

const CHANGES = {
  created: { ru: "создана", en: "created" },
  updated: { ru: "изменена", en: "changed" },
  deleted: { ru: "удалена", en: "deleted" },
} as const;

function differences(before: ValueMap, after: ValueMap): readonly (readonly [string, Value, Value])[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => [name, before[name] ?? null, after[name] ?? null]);
}

function whoText({ by, cause }: About["history"][number], { terminal }: WithRecords<RecordOptions>): string {
  const process = cause?.["process"];
  if (by !== null)
    return cause?.["import"] === true ? terminal.pick({ ru: `${by} (ввоз из файла)`, en: `${by} (import)` }) : by;
  if (typeof process === "string") return terminal.pick({ ru: `процесс ${process}`, en: `the process ${process}` });
  return terminal.pick({ ru: "неизвестно кто", en: "nobody known" });
}

function momentText(at: number, page: Page): string {
  return relativeText(instant(at), page.now, page.locale);
}

/** Its name, and what `ordo file` takes. */
function fileText(file: Value): string {
  const short = filesIn(file).map(({ reference }) => shortFile(reference))[0] ?? null;
  return short === null ? fileName(file) : `${fileName(file)} ${short}`;
}

function fileName(file: Value): string {
  if (typeof file === "string") return file;
  const { name = null } = (file ?? {}) as { readonly name?: Value };
  return typeof name === "string" ? name : JSON.stringify(file);
}

function titleOf(one: RecordSnapshot): string {
  const title = one["title"];
  return typeof title === "string" ? title : "";
}

function valueText(value: Value): string {
  if (value === null) return "—";
  if (isRecord(value)) return value.ref;
  if (isList(value) && value.length > 0 && filesIn(value).length === value.length)
    return value.map(fileText).join(", ");
  const shown = plain(value, localZone());
  return typeof shown === "string" ? shown : JSON.stringify(shown);
}
