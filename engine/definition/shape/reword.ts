import { isCertain, suggest } from "../../base/suggest.ts";
import { problem, type Range } from "../make-problem.ts";
import { lookAlikeOf } from "../mixed-script.ts";
import type { Document, Entry, MapNode, Node, ScalarNode } from "../node.ts";
import type { Edit, Problem, Text } from "../problem.ts";
import { CHOICES, EXPECTS, KEYS } from "../validators/hints.generated.ts";
import type { ShapeError } from "../validators/validator.ts";
import { mistyped } from "./mistyped.ts";
import { nameAt, nodeAt, type Plain } from "./plain.ts";
import { synonymOf } from "./synonyms.ts";
import { wrongText } from "./wrong-text.ts";

/** A document being checked, and what was found in it. */
export interface Found {
  readonly document: Document;
  readonly plain: Plain;
  readonly problems: Problem[];
}

/** A finding of a validator together with the node it is about. */
export interface Finding {
  readonly error: ShapeError;
  readonly node: Node;
  /** The key it stands under. */
  readonly name: string;
  /** What belongs here, if the schema says so. */
  readonly expects: Text | null;
  readonly document: Document;
}

/**
 * Says a validator's findings in our words. One cause gives one problem: what follows from another finding (the key
 * missing because it was misspelled, the rules of the wrong type of value) is left out.
 */
export function reword(found: Found, from: Node, all: readonly ShapeError[]): void {
  const errors = all.length > ERRORS_MAX ? all.slice(0, ERRORS_MAX) : all;
  const misspelled = new Set<string>();
  for (const error of errors) {
    if (error.keyword !== "additionalProperties") continue;
    const node = nodeAt(from, error.instancePath);
    const name = String(error.params["additionalProperty"]);
    const entry = node.kind === "map" ? node.entries.find((one) => one.name === name) : undefined;
    if (entry === undefined || node.kind !== "map") continue;
    const known = KEYS[parentPath(error.schemaPath)] ?? [];
    const glued = known.find((candidate) => entry.name.startsWith(`${candidate}:`));
    if (glued !== undefined) misspelled.add(`${error.instancePath} ${glued}`);
    const meant = glued === undefined ? meantBy(entry.name, node, known) : null;
    if (meant !== null) misspelled.add(`${error.instancePath} ${meant}`);
    unknownKey(found, entry, { meant, certain: meant !== null && isCertain(entry.name, meant, known), known });
  }
  const said = new Set<Node>();
  for (const error of errors) {
    const node = nodeAt(from, error.instancePath);
    if (isToldAlready(node)) continue;
    if (
      error.keyword === "required" &&
      misspelled.has(`${error.instancePath} ${String(error.params["missingProperty"])}`)
    )
      continue;
    const finding: Finding = {
      error,
      node,
      name: nameAt(error.instancePath),
      expects: expectsAt(error.schemaPath),
      document: found.document,
    };
    const one = problemOf(finding);
    if (one === null || (ONE_A_NODE.has(error.keyword) && said.has(node))) continue;
    if (ONE_A_NODE.has(error.keyword)) said.add(node);
    found.problems.push(one);
  }
  for (const [at, missing] of missingKeys(errors, misspelled))
    found.problems.push(missingProblem(found.document, { node: nodeAt(from, at), name: nameAt(at), missing }));
}

/** An alias, anchor or tag was told when the file was read; unquoted, nothing else begins so. What it stands for is not judged. */
function isToldAlready(node: Node): boolean {
  return node.kind === "scalar" && node.style === "plain" && /^[*&!]/.test(node.source);
}

/** Pointer of a map → the keys it lacks, those left out that are only misspelled. */
function missingKeys(
  errors: readonly ShapeError[],
  misspelled: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const lacking = errors
    .filter(({ keyword }) => keyword === "required")
    .map(({ instancePath, params }) => ({ instancePath, key: String(params["missingProperty"]) }))
    .filter(({ instancePath, key }) => !misspelled.has(`${instancePath} ${key}`));
  return new Map(
    [...Map.groupBy(lacking, ({ instancePath }) => instancePath)].map(([at, group]) => [
      at,
      group.map(({ key }) => key),
    ]),
  );
}

/** Of a map of 20,000 unknown keys the first are enough. */
const ERRORS_MAX = 100;

/** A value of the wrong kind breaks several rules at once; one of them is enough. */
const ONE_A_NODE: ReadonlySet<string> = new Set([
  "type",
  "enum",
  "pattern",
  "not",
  "minItems",
  "minProperties",
  "maxProperties",
  "minimum",
  "maximum",
  "exclusiveMinimum",
]);

function parentPath(schemaPath: string): string {
  return schemaPath.slice(0, schemaPath.lastIndexOf("/"));
}

/** What belongs in the place of a rule: said by the schema itself, or by the choice it is an alternative of. */
function expectsAt(schemaPath: string): Text | null {
  let path = parentPath(schemaPath);
  for (;;) {
    const expects = EXPECTS[path];
    if (expects !== undefined) return expects;
    if (!/\/(?:then|else|not)$/.test(path)) return null;
    path = parentPath(path);
  }
}

/** The key that an unknown one was meant to be; none that is in the map already. */
function meantBy(name: string, map: MapNode, known: readonly string[]): string | null {
  const free = known.filter((candidate) => !map.entries.some((entry) => entry.name === candidate));
  return suggest(name, free) ?? synonymOf(name, free);
}

/** A key that the place does not know. */
export function unknownKey(
  found: Found,
  entry: Entry,
  hint: { readonly meant: string | null; readonly certain: boolean; readonly known: readonly string[] },
): void {
  const { meant, certain, known } = hint;
  const glued = /^[\p{L}\w-]+:./u.test(entry.name);
  found.problems.push(
    problem(found.document, {
      code: "unknown-key",
      at: entry.key,
      message: {
        ru: `Здесь нет ключа «${shortened(entry.name)}»`,
        en: `There is no key "${shortened(entry.name)}" here`,
      },
      remedy: glued ? GLUED : meant === null ? listed(known) : meantOtherwise(entry.name, meant),
      ...fixOf(entry.key, { meant: certain ? meant : null, glued }),
    }),
  );
}

/** What was meant; and the letter of the other alphabet, where the two words look the same. */
function meantOtherwise(name: string, meant: string): Text {
  const letters = lookAlikeOf(name);
  return {
    ru: `Возможно, вы имели в виду «${meant}»?${letters ? ` ${letters.ru}` : ""}`,
    en: `Did you mean "${meant}"?${letters ? ` ${letters.en}` : ""}`,
  };
}

const GLUED: Text = {
  ru: "После двоеточия нужен пробел: { ключ: значение }",
  en: "A colon must be followed by a space: { key: value }",
};

function fixOf(
  key: ScalarNode,
  { meant, glued }: { readonly meant: string | null; readonly glued: boolean },
): { readonly fix?: readonly Edit[] } {
  if (meant !== null) return { fix: [{ start: key.start, end: key.end, text: meant }] };
  if (!glued || key.style !== "plain") return {};
  const after = key.start + key.source.indexOf(":") + 1;
  return { fix: [{ start: after, end: after, text: " " }] };
}

function listed(known: readonly string[]): Text {
  const names = known.length > LISTED_MAX ? [...known.slice(0, LISTED_MAX), "…"] : known;
  if (known.length === 0) return { ru: "Удалите его", en: "Delete it" };
  return {
    ru: `Удалите его или назовите иначе; здесь есть: ${names.join(", ")}`,
    en: `Delete it or name it otherwise; known here: ${names.join(", ")}`,
  };
}

const LISTED_MAX = 24;

/** Names in a message stay short. */
export function shortened(text: string): string {
  return text.length > NAME_SHOWN_MAX ? `${text.slice(0, NAME_SHOWN_MAX)}…` : text;
}

const NAME_SHOWN_MAX = 40;

function problemOf(finding: Finding): Problem | null {
  const { error } = finding;
  switch (error.keyword) {
    case "additionalProperties":
    case "if":
    case "required":
      return null;
    case "propertyNames":
      return wrongName(finding, String(error.params["propertyName"]));
    case "enum":
      return unknownWord(finding, error.params["allowedValues"] as readonly unknown[]);
    case "pattern":
      return finding.node.kind === "scalar" ? wrongText(finding) : null;
    case "type":
      return mistyped(finding);
    case "not":
      return unfit(finding);
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
      return outOfRange(finding);
    case "minItems":
    case "minProperties":
      return nothingHere(finding);
    default:
      return tooMany(finding);
  }
}

/** Where a map's problem is shown: at its first key, for the whole of it may be a page long. */
function headOf(node: Node): Range {
  if (node.kind === "map")
    return node.entries[0]?.key ?? { start: node.start, end: Math.max(node.end, node.start + 1) };
  if (node.kind === "list") return { start: node.start, end: node.start + 1 };
  return { start: node.start, end: Math.max(node.end, node.start + 1) };
}

interface Missing {
  readonly node: Node;
  readonly name: string;
  readonly missing: readonly string[];
}

function missingProblem(document: Document, { node, name, missing }: Missing): Problem {
  const where = ["", "do", "start"].includes(name) ? "" : shortened(name);
  const ru = missing.map((key) => `«${key}»`).join(", ");
  const en = missing.map((key) => `"${key}"`).join(", ");
  const one = missing.length === 1;
  const add = missing.map((key) => `${key}: …`).join(", ");
  return problem(document, {
    code: "missing-key",
    at: headOf(node),
    message: {
      ru: `${where === "" ? "Не" : `В «${where}» не`} хватает ${one ? "ключа" : "ключей"} ${ru}`,
      en: `The ${one ? "key" : "keys"} ${en} ${one ? "is" : "are"} missing${where === "" ? "" : ` in "${where}"`}`,
    },
    remedy: { ru: `Добавьте ${add}`, en: `Add ${add}` },
  });
}

function wrongName({ node, document, error }: Finding, name: string): Problem | null {
  const entry = node.kind === "map" ? node.entries.find((one) => one.name === name) : undefined;
  if (entry === undefined) return null;
  const expects =
    EXPECTS[error.schemaPath] ?? (error.schemaPath.endsWith("propertyNames") ? namesOf(error.schemaPath) : null);
  return problem(document, {
    code: "wrong-name",
    at: entry.key,
    message: { ru: `«${shortened(name)}» не годится как имя`, en: `"${shortened(name)}" does not do as a name` },
    remedy:
      expects === null
        ? { ru: "Назовите иначе", en: "Use another name" }
        : { ru: `Нужно: ${expects.ru}`, en: `Needed: ${expects.en}` },
  });
}

/** Names are ids where files and steps refer to them, else names of variables. */
function namesOf(schemaPath: string): Text | null {
  if (schemaPath.startsWith("directory/properties/users")) return EXPECTS["userId"] ?? null;
  if (/^(?:records|fileOrRecords)\/|\/records\/propertyNames/.test(schemaPath)) return EXPECTS["recordRef"] ?? null;
  return /^(?:ladders|decisions|directory|catalog)\b/.test(schemaPath)
    ? (EXPECTS["id"] ?? null)
    : (EXPECTS["name"] ?? null);
}

function unknownWord(finding: Finding, allowed: readonly unknown[]): Problem | null {
  const { node, name, document } = finding;
  const words = allowed.map(String);
  if (node.kind !== "scalar" || node.value === null || words.length < 2) return mistyped(finding);
  const given = typeof node.value === "string" ? node.value : node.source;
  const told = synonymOf(given, words);
  const meant = told ?? suggest(given, words);
  const certain = told === null && meant !== null && isCertain(given, meant, words);
  const list = words.join(", ");
  const few = words.length <= 6;
  return problem(document, {
    code: "unknown-word",
    at: node,
    message: {
      ru: `«${shortened(given)}» — не одно из слов для «${name}»`,
      en: `"${shortened(given)}" is not one of the words for "${name}"`,
    },
    remedy:
      meant === null
        ? { ru: `Выберите: ${list}`, en: `Choose: ${list}` }
        : {
            ru: `Возможно, вы имели в виду «${meant}»?${few ? ` (есть: ${list})` : ""}`,
            en: `Did you mean "${meant}"?${few ? ` (known: ${list})` : ""}`,
          },
    ...(certain ? { fix: [{ start: node.start, end: node.end, text: meant }] } : {}),
  });
}

/** None of the alternatives: the wrong kind of value, or a map with a misspelled deciding key. */
function unfit(finding: Finding): Problem {
  const { node, error, document } = finding;
  const choices = CHOICES[choicePath(error.schemaPath)] ?? [];
  if (node.kind === "map" && choices.length > 0) {
    for (const entry of node.entries) {
      const meant = suggest(entry.name, choices);
      if (meant === null) continue;
      const found: Found = { document, plain: undefined as never, problems: [] };
      unknownKey(found, entry, { meant, certain: isCertain(entry.name, meant, choices), known: choices });
      const [one] = found.problems;
      if (one !== undefined) return one;
    }
    return withoutChoice(finding, choices);
  }
  return mistyped(finding);
}

/** A map without the key that would say what it is. */
function withoutChoice({ node, document }: Finding, choices: readonly string[]): Problem {
  const list = choices.join(", ");
  return problem(document, {
    code: "missing-key",
    at: headOf(node),
    message: { ru: `Не хватает ключа: одного из ${list}`, en: `A key is missing: one of ${list}` },
    remedy: { ru: `Добавьте тот, что подходит: ${list}`, en: `Add the one that fits: ${list}` },
  });
}

function choicePath(schemaPath: string): string {
  return schemaPath.replace(/(?:\/(?:then|else|not))+$/, "");
}

function outOfRange({ node, name, error, document }: Finding): Problem {
  const limit = String(error.params["limit"]);
  const [ru, en] =
    error.keyword === "maximum"
      ? [`не больше ${limit}`, `at most ${limit}`]
      : error.keyword === "minimum"
        ? [`не меньше ${limit}`, `at least ${limit}`]
        : [`больше ${limit}`, `more than ${limit}`];
  return problem(document, {
    code: "out-of-range",
    at: node,
    message: {
      ru: `«${name}» здесь — ${node.kind === "scalar" ? node.source : ""}, а должно быть ${ru}`,
      en: `"${name}" is ${node.kind === "scalar" ? node.source : ""} here, but must be ${en}`,
    },
    remedy: { ru: `Поставьте значение ${ru}`, en: `Put a value of ${en}` },
  });
}

function nothingHere({ node, name, expects, document }: Finding): Problem {
  return problem(document, {
    code: "nothing-here",
    at: { start: node.start, end: Math.max(node.end, node.start + 1) },
    message: { ru: `В «${name}» ничего нет`, en: `There is nothing in "${name}"` },
    remedy:
      expects === null
        ? { ru: "Добавьте хотя бы одно значение или удалите ключ", en: "Add at least one value, or delete the key" }
        : { ru: `Нужно: ${expects.ru}`, en: `Needed: ${expects.en}` },
  });
}

function tooMany({ node, name, expects, document }: Finding): Problem {
  const second = node.kind === "map" ? node.entries[1]?.key : undefined;
  const keys = node.kind === "map" ? node.entries.map((entry) => entry.name).join(", ") : "";
  return problem(document, {
    code: "one-key-only",
    at: second ?? headOf(node),
    message: {
      ru: `В «${name}» может быть только один ключ, а здесь ${keys}`,
      en: `"${name}" takes one key only; here are ${keys}`,
    },
    remedy:
      expects === null
        ? { ru: "Оставьте один", en: "Keep one" }
        : { ru: `Оставьте один; нужно: ${expects.ru}`, en: `Keep one; needed: ${expects.en}` },
  });
}
