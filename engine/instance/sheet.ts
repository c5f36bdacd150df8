import type { ActivationId } from "../base/ids.ts";
import type { ValueMap } from "../base/value.ts";
import { isoText } from "../calendar/iso-text.ts";
import { nameOf, personOf } from "../people/lookup.ts";
import { attached } from "./attached.ts";
import type { Run } from "./run.ts";
import type { Decision } from "./state.ts";

/**
 * The data of the approval sheet («лист согласования»), from the history alone: who, when, on whose behalf, the word,
 * the comment, how long it waited, why this person. Names as they were when the sheet was made: it is the same for ever.
 */
export function sheetOf(run: SheetSource): ValueMap {
  const { definition, instance } = run;
  return {
    process: definition.title,
    number: instance.number,
    subject: instance.subject,
    requester: instance.requester === null ? null : nameOf(run.facts.people, instance.requester),
    startedAt: isoText(instance.startedAt, definition.calendar.zone),
    at: isoText(run.now, definition.calendar.zone),
    digest: definition.digest,
    decisions: instance.sheet.filter(isOnSheet).map((line) => lineOf(run, line)),
  };
}

/** The decisions of one approval that count, as its result holds them. */
export function decisionsOf(run: Run, id: ActivationId): readonly ValueMap[] {
  const { zone } = run.definition.calendar;
  return run.instance.sheet
    .filter((line) => line.activation === id && line.counts && line.seat !== null)
    .map((line) => ({
      ...line.form,
      by: line.by,
      onBehalfOf: line.onBehalfOf,
      // Only there where an administrator decided in his name.
      ...(line.overrideBy === undefined ? {} : { override: true, overrideBy: line.overrideBy }),
      outcome: line.outcome,
      at: { $type: "date and time", value: isoText(line.at, zone) },
      comment: line.comment,
    }));
}

/** What a sheet is made from: a run of the interpreter, or an instance that is only looked at. */
export interface SheetSource extends Pick<Run, "definition" | "instance" | "now"> {
  readonly facts: Pick<Run["facts"], "people">;
}

/** Decisions and what fell away; not questions, reworks and who was named. */
function isOnSheet({ purpose }: Decision): boolean {
  return purpose === "seat" || purpose === "work" || purpose === "skip";
}

function lineOf(run: SheetSource, line: Decision): ValueMap {
  const { calendar } = run.definition;
  // Of an instance that migrated, a step of its past may be gone.
  const step = run.definition.steps.get(line.step);
  const outcomes = step?.kind === "approval" || step?.kind === "userTask" ? step.outcomes : [];
  const person = line.by === null ? null : personOf(run.facts.people, line.by);
  return {
    step: line.step,
    task: line.task,
    skipped: line.purpose === "skip",
    seat: line.seat,
    round: line.round,
    by: line.by,
    name: line.by === null ? null : nameOf(run.facts.people, line.by),
    position: person?.position ?? null,
    onBehalfOf: line.onBehalfOf === null ? null : nameOf(run.facts.people, line.onBehalfOf),
    override: line.overrideBy !== undefined,
    overrideBy: line.overrideBy ? nameOf(run.facts.people, line.overrideBy) : null,
    outcome: line.outcome,
    done: outcomes.find((outcome) => outcome.name === line.outcome)?.done ?? line.outcome,
    comment: line.comment,
    ...attached(line.files),
    openedAt: isoText(line.openedAt, calendar.zone),
    at: isoText(line.at, calendar.zone),
    waitedMs: line.at - line.openedAt,
    workingMs: calendar.workingMs(line.openedAt, line.at),
    notes: line.notes.map((note) => note.ru),
    counts: line.counts,
  };
}
