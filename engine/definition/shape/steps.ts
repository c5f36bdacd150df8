import { isCertain, suggest } from "../../base/suggest.ts";
import { problem } from "../make-problem.ts";
import { childOf, type Entry, type ListNode, type MapNode, type Node } from "../node.ts";
import { CHOICES, KEYS } from "../validators/hints.generated.ts";
import type { ShapeError, Validator } from "../validators/validator.ts";
import * as validators from "../validators/validators.generated.js";
import { type Found, reword, unknownKey } from "./reword.ts";
import { synonymOf } from "./synonyms.ts";

/** The words that make a step what it is; `for` stands before the `do` it needs. */
const KEYWORDS: readonly string[] = CHOICES["step"] ?? [];
const COMMON: ReadonlySet<string> = new Set(["id", "title", "if", "then", "timeout"]);

const VALIDATORS: Readonly<Record<string, Validator>> = {
  set: validators.stepSet,
  call: validators.stepCall,
  notify: validators.stepNotify,
  userTask: validators.stepUserTask,
  approval: validators.stepApproval,
  decision: validators.stepDecision,
  switch: validators.stepSwitch,
  for: validators.stepFor,
  fork: validators.stepFork,
  do: validators.stepDo,
  wait: validators.stepWait,
  listen: validators.stepListen,
  emit: validators.stepEmit,
  record: validators.stepRecord,
  document: validators.stepDocument,
  run: validators.stepRun,
  try: validators.stepTry,
  raise: validators.stepRaise,
};

/** Checks each step of a list, and the steps inside it. The depth of a document is bounded where it is read. */
export function checkSteps(found: Found, list: Node | undefined): void {
  if (list?.kind !== "list") return;
  for (const item of list.items) {
    if (item.kind === "map") checkStep(found, item);
    else notStep(found, item);
  }
}

function checkStep(found: Found, written: MapNode): void {
  const meant = meantStep(found, written);
  const step = meant?.step ?? written;
  const validate = meant === null ? undefined : VALIDATORS[meant.keyword];
  if (meant !== null && validate !== undefined && !validate(found.plain.of(step)))
    reword(found, step, withoutOtherKinds(step, meant.keyword, validate.errors ?? []));
  for (const list of listsIn(step)) checkSteps(found, list);
}

/** A second keyword was named already as the second kind; it is not an unknown key besides. */
function withoutOtherKinds(step: MapNode, keyword: string, errors: readonly ShapeError[]): readonly ShapeError[] {
  const kinds = step.entries.map(({ name }) => name).filter((name) => name !== keyword && KEYWORDS.includes(name));
  const others = new Set(kinds.flatMap((kind) => KEYS[`step-${kind}`] ?? []));
  return errors.filter(
    (error) =>
      error.instancePath !== "" ||
      error.keyword !== "additionalProperties" ||
      !others.has(String(error.params["additionalProperty"])),
  );
}

interface MeantStep {
  readonly keyword: string;
  /** The step, with a misspelled keyword put right, so that the rest of it is checked too. */
  readonly step: MapNode;
}

/** The step by its keyword; a problem where it has none (then perhaps the one that was meant), or several. */
function meantStep(found: Found, step: MapNode): MeantStep | null {
  const present = KEYWORDS.filter((word) => step.entries.some(({ name }) => name === word));
  const [keyword] = present;
  if (keyword === undefined) return misspelledStep(found, step);
  const own = new Set(KEYS[`step-${keyword}`] ?? []);
  const second = step.entries.find(({ name }) => name !== keyword && present.includes(name) && !own.has(name));
  if (second !== undefined) severalKinds(found, step, { keyword, second });
  return { keyword, step };
}

function misspelledStep(found: Found, step: MapNode): MeantStep | null {
  const strange = step.entries.filter(({ name }) => !COMMON.has(name));
  for (const entry of strange) {
    const meant = suggest(entry.name, KEYWORDS) ?? synonymOf(entry.name, KEYWORDS);
    if (meant === null) continue;
    unknownKey(found, entry, { meant, certain: isCertain(entry.name, meant, KEYWORDS), known: KEYWORDS });
    return {
      keyword: meant,
      step: { ...step, entries: step.entries.map((one) => (one === entry ? { ...one, name: meant } : one)) },
    };
  }
  noKind(found, step);
  return null;
}

function noKind(found: Found, step: MapNode): void {
  const id = childOf(step, "id");
  found.problems.push(
    problem(found.document, {
      code: "step-without-kind",
      at: id ?? step.entries[0]?.key ?? step,
      message: {
        ru: "У шага нет вида: не сказано, что он делает",
        en: "The step has no kind: nothing says what it does",
      },
      remedy: {
        ru: `Добавьте одно из слов: ${KEYWORDS.join(", ")}`,
        en: `Add one of the words: ${KEYWORDS.join(", ")}`,
      },
    }),
  );
}

function severalKinds(
  found: Found,
  step: MapNode,
  { keyword, second }: { readonly keyword: string; readonly second: Entry },
): void {
  const first = step.entries.find(({ name }) => name === keyword);
  const [earlier, later] =
    first !== undefined && first.key.start < second.key.start ? [first, second] : [second, first ?? second];
  found.problems.push(
    problem(found.document, {
      code: "step-with-several-kinds",
      at: later.key,
      message: {
        ru: `У шага ровно один вид, а здесь и «${earlier.name}», и «${later.name}»`,
        en: `A step has exactly one kind; here are both "${earlier.name}" and "${later.name}"`,
      },
      remedy: {
        ru: `Сделайте два шага, каждый со своим id: один с ${earlier.name}, другой с ${later.name}`,
        en: `Make two steps, each with its id: one with ${earlier.name}, one with ${later.name}`,
      },
      related: [{ at: earlier.key, message: { ru: "первый вид", en: "the first kind" } }],
    }),
  );
}

function notStep(found: Found, item: Node): void {
  found.problems.push(
    problem(found.document, {
      code: "wrong-type",
      at: item,
      message: { ru: "Здесь нужен шаг: карта с id и видом", en: "A step is needed here: a map with an id and a kind" },
      remedy: {
        ru: "Напишите - { id: tell, notify: …, text: … } или ключи в столбик",
        en: "Write - { id: tell, notify: …, text: … }, or the keys one below the other",
      },
    }),
  );
}

/** The lists of steps inside a step, whatever its kind. */
function listsIn(step: MapNode): readonly (ListNode | Node | undefined)[] {
  const lists: (Node | undefined)[] = [
    childOf(step, "do"),
    childOf(step, "try"),
    childOf(childOf(step, "timeout"), "do"),
  ];
  const fork = childOf(step, "fork");
  if (fork?.kind === "map") lists.push(...fork.entries.map(({ value }) => value));
  for (const name of ["switch", "catch"]) {
    const cases = childOf(step, name);
    if (cases?.kind === "list") lists.push(...cases.items.map((item) => childOf(item, "do")));
  }
  return lists;
}
