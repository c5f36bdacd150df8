import { isList, isMap, type Value, type ValueMap } from "../base/value.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Definition } from "../definition/model.ts";
import { type RenderOptions, renderValue } from "../expression/index.ts";
import type { HistoryEvent } from "../instance/event.ts";
import { nameOf } from "../people/lookup.ts";
import type { ApprovalSheet, SheetLine, SheetRule } from "./approval-sheet.ts";
import type { Fact } from "./document-model.ts";

/**
 * The data of an approval sheet: the lines as the core worked them out (`sheet` of a `document` step), the facts that the
 * approvers saw and the rules that chose them, from the history.
 */
export function approvalSheetOf(
  sheet: ValueMap,
  source: { readonly definition: Definition; readonly history: readonly HistoryEvent[] },
  reader: RenderOptions,
): ApprovalSheet {
  const lines = isList(sheet["decisions"]) ? sheet["decisions"].filter(isMap) : [];
  return {
    process: text(sheet["process"]),
    number: number(sheet["number"]),
    subject: text(sheet["subject"]),
    requester: textOrNull(sheet["requester"]),
    startedAt: text(sheet["startedAt"]),
    madeAt: text(sheet["at"]),
    digest: text(sheet["digest"]),
    facts: factsOf(source.history),
    rules: rulesOf(source, reader),
    lines: lines.map((line) => lineOf(line, source.history)),
    comments: commentsOf(source, reader),
  };
}

/** Comments, questions and answers with files: who decided could look into these, too. */
function commentsOf(
  { definition, history }: { readonly definition: Definition; readonly history: readonly HistoryEvent[] },
  { people }: RenderOptions,
): ApprovalSheet["comments"] {
  return history.flatMap((event) => {
    if (event.kind !== "commentAdded" || event.files === undefined || event.files.length === 0) return [];
    const { by, at, text: words, files } = event;
    const when = isoText(at, definition.calendar.zone);
    return [{ name: nameOf(people, by), at: when, text: words, files: files.map(nameOfFile) }];
  });
}

/** What the approvers saw beside the buttons, as the last of them saw it. */
function factsOf(history: readonly HistoryEvent[]): ApprovalSheet["facts"] {
  const opened = history.findLast(
    (event) => event.kind === "taskOpened" && event.task.seat !== null && event.task.purpose === "seat",
  );
  return opened?.kind === "taskOpened"
    ? opened.task.facts.map(({ title, text: shown }) => ({ title, text: shown }))
    : [];
}

/** The last evaluation of each decision step: after rework only the last one chose anybody. */
function rulesOf(
  { definition, history }: { readonly definition: Definition; readonly history: readonly HistoryEvent[] },
  reader: RenderOptions,
): readonly SheetRule[] {
  const last = new Map<string, SheetRule>();
  for (const event of history) {
    if (event.kind !== "stepCompleted" || event.decision === null) continue;
    const { table, matched, inputs, outputs } = event.decision;
    const fields = definition.decisions[table]?.inputs ?? [];
    const shown = fields.map(({ name, field }) => ({
      title: field.title,
      text: shownValue(inputs[name] ?? null, reader),
    }));
    last.set(event.step, { matched, inputs: shown, because: textOrNull(outputs["why"]) });
  }
  return [...last.values()];
}

function lineOf(line: ValueMap, history: readonly HistoryEvent[]): SheetLine {
  const of = text(line["step"]);
  const asked = askedIn(line, history);
  return {
    of,
    step: asked?.title ?? of,
    facts: asked?.facts ?? [],
    round: number(line["round"]),
    name: textOrNull(line["name"]),
    position: textOrNull(line["position"]),
    onBehalfOf: textOrNull(line["onBehalfOf"]),
    override: line["override"] === true ? { by: textOrNull(line["overrideBy"]) } : null,
    done: text(line["done"]),
    comment: textOrNull(line["comment"]),
    files: isList(line["files"]) ? line["files"].map(nameOfFile) : [],
    at: text(line["at"]),
    waitedMs: number(line["waitedMs"]),
    workingMs: number(line["workingMs"]),
    notes: isList(line["notes"]) ? line["notes"].map(text) : [],
    counts: line["counts"] !== false,
    isSkipped: line["skipped"] === true,
  };
}

/** What was asked, as it was then: the task; of a seat that nobody was asked for, the visit of the step. */
function askedIn(
  line: ValueMap,
  history: readonly HistoryEvent[],
): { readonly title: string; readonly facts: readonly Fact[] } | null {
  const task = line["task"];
  const opened = history.find((event) => event.kind === "taskOpened" && event.task.id === task);
  if (opened?.kind === "taskOpened") {
    const { title, facts } = opened.task;
    return { title, facts: facts.map((fact) => ({ title: fact.title, text: fact.text })) };
  }
  const visits = history.filter((event) => event.kind === "stepEntered").filter(({ step }) => step === line["step"]);
  const entered = visits.find(({ seats, round }) => seats !== null && round === line["round"]) ?? visits.at(-1);
  return entered === undefined ? null : { title: entered.title, facts: [] };
}

function shownValue(value: Value, reader: RenderOptions): string {
  if (value === null) return "—";
  try {
    return renderValue(value, { kind: "any" }, reader);
  } catch {
    return JSON.stringify(value);
  }
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function nameOfFile(file: Value): string {
  return isMap(file) ? text(file["name"]) : text(file);
}

function textOrNull(value: Value | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function number(value: Value | undefined): number {
  return typeof value === "number" ? value : 0;
}
