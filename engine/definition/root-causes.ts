import type { Subject } from "./checks/check.ts";
import { childOf } from "./node.ts";
import type { Problem } from "./problem.ts";
import { sortProblems } from "./sort-problems.ts";

/**
 * One cause, one problem: what follows from another problem is left out, what is said twice is said once, and a name
 * that is unknown in ten places is shown where it stands first. In the order of the files.
 *
 * @param shape of the document and its tables: what has the wrong shape is not judged any further
 * @param meaning everything else
 */
export function rootCauses(
  shape: readonly Problem[],
  meaning: readonly Problem[],
  subject: Subject,
): readonly Problem[] {
  const known = [...shape, ...meaning];
  const isBroken = known.some((one) => one.severity === "error" && isCause(one));
  const own = meaning.filter(
    (one) =>
      !shape.some((cause) => explains(cause, one)) &&
      !meaning.some((other) => saysBetter(other, one)) &&
      !(isBroken && CONSEQUENCES.has(one.code)) &&
      !isOfBrokenName(one, known, subject),
  );
  return sortProblems(grouped([...shape, ...own], subject));
}

/** Said of what a step or an expression leaves unused: no use of anything is known for sure while one is broken. */
const CONSEQUENCES: ReadonlySet<string> = new Set([
  "decision-unused",
  "fact-title",
  "ladder-unused",
  "outcomes-untested",
  "outcome-unhandled",
  "step-unreachable",
  "template-unused",
]);

const CAUSES: ReadonlySet<string> = new Set([
  "expression-syntax",
  "expression-choice",
  "outcome-exists",
  "step-without-kind",
  "two-kinds",
  "unknown-key",
  "value-type",
]);

function isCause(one: Problem): boolean {
  return CAUSES.has(one.code);
}

/** A name whose own declaration is broken: that it may be null, or is not there yet, follows. */
function isOfBrokenName(one: Problem, known: readonly Problem[], subject: Subject): boolean {
  if (!OF_A_NAME.has(one.code)) return false;
  const name = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(/[«"]([^»".]+)/u.exec(one.message.ru)?.[1] ?? "")?.[0];
  if (name === undefined) return false;
  if (known.some((cause) => cause.code === "name-reserved" && wordAt(cause, subject) === name)) return true;
  const input = childOf(subject.document.root, "input");
  const entry = input?.kind === "map" ? input.entries.find((each) => each.name === name) : undefined;
  return (
    entry !== undefined &&
    known.some(
      (cause) =>
        cause.code === "boolean-word" &&
        cause.place.file === subject.document.path &&
        entry.value.start <= cause.place.start &&
        cause.place.end <= entry.value.end,
    )
  );
}

const OF_A_NAME: ReadonlySet<string> = new Set(["variable-maybe-null", "value-maybe-null", "variable-not-yet"]);

/** Something with the wrong shape, on the same line and in the same place. */
function explains(cause: Problem, one: Problem): boolean {
  if (cause.severity !== "error" || cause.place.file !== one.place.file || cause.place.line !== cause.place.endLine)
    return false;
  return cause.place.start < one.place.end && one.place.start < cause.place.end;
}

/** What a check says of the same place in better words than the expression compiler: an outcome is also a choice. */
const BETTER: Readonly<Record<string, readonly string[]>> = {
  "expression-choice": ["outcome-exists"],
  "variable-maybe-null": ["variable-not-yet"],
  "input-missing": ["event-exists", "record-type-exists"],
  "fact-title": ["expression-unknown-name", "expression-syntax"],
  "variable-in-branch": ["variable-taken"],
  "person-written": ["double-braces"],
};

function saysBetter(better: Problem, one: Problem): boolean {
  if (!BETTER[one.code]?.includes(better.code) || better.place.file !== one.place.file) return false;
  return better.place.start < one.place.end && one.place.start < better.place.end;
}

/** Codes whose problems are about a word: the same word again is the same mistake. */
const ABOUT_A_WORD: ReadonlySet<string> = new Set(["expression-unknown-name", "expression-unknown-function"]);

function grouped(problems: readonly Problem[], subject: Subject): Problem[] {
  const first = new Map<string, number>();
  const kept: Problem[] = [];
  for (const one of sortProblems(problems)) {
    const word = ABOUT_A_WORD.has(one.code) ? wordAt(one, subject) : null;
    const key = word === null ? null : `${one.code} ${word}`;
    const at = key === null ? undefined : first.get(key);
    if (at === undefined) {
      if (key !== null) first.set(key, kept.length);
      kept.push(one);
      continue;
    }
    const before = kept[at] as Problem;
    const again = { place: one.place, message: { ru: "то же и здесь", en: "the same here" } };
    kept[at] = { ...before, related: [...(before.related ?? []), again] };
  }
  return kept;
}

function wordAt(one: Problem, subject: Subject): string | null {
  const files = [subject.document, ...subject.files];
  const file = files.find(({ path }) => path === one.place.file);
  return file ? file.text.slice(one.place.start, one.place.end) : null;
}
