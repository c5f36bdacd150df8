import type { FileKind } from "./file-kind.ts";
import { problem } from "./make-problem.ts";
import { checkMixedScript } from "./mixed-script.ts";
import { childOf, type Document, type Node } from "./node.ts";
import type { Problem } from "./problem.ts";
import { checkDoubleBraces } from "./shape/double-braces.ts";
import { checkNumberForms } from "./shape/number-form.ts";
import { Plain } from "./shape/plain.ts";
import { type Found, reword } from "./shape/reword.ts";
import { checkLines } from "./shape/scenario-lines.ts";
import { checkSteps } from "./shape/steps.ts";
import type { Validator } from "./validators/validator.ts";
import {
  calendar,
  catalog,
  config,
  directory,
  process,
  records,
  scenario,
  table,
} from "./validators/validators.generated.js";

/**
 * Checks that a document has the shape of its kind: known keys, required keys, the right kind of value everywhere.
 * Each step is checked as the kind its keyword names, so that one mistake gives one problem.
 *
 * @example checkShape(document, "process")
 */
export function checkShape(document: Document, kind: FileKind): readonly Problem[] {
  const plain = new Plain();
  const found: Found = { document, plain, problems: [] };
  if (document.root.kind !== "map") return [notMap(document, kind)];
  const validate = VALIDATORS[kind];
  if (!validate(plain.of(document.root))) reword(found, document.root, validate.errors ?? []);
  if (kind === "process") checkSteps(found, childOf(document.root, "do"));
  if (kind === "scenario") checkLines(found, childOf(document.root, "when"));
  const shape = found.problems;
  return [
    ...shape,
    ...withoutPlaces(shape, [
      ...checkNumberForms(document),
      ...checkMixedScript(document),
      ...(kind === "process" ? checkDoubleBraces(document) : []),
    ]),
  ];
}

const VALIDATORS: Readonly<Record<FileKind, Validator>> = {
  process,
  scenario,
  records,
  directory,
  catalog,
  calendar,
  config,
  table,
};

/** One place, one problem: what the shape check already said something about is left out. */
function withoutPlaces(said: readonly Problem[], more: readonly Problem[]): readonly Problem[] {
  return more.filter(
    ({ place }) => !said.some((other) => other.place.start < place.end && place.start < other.place.end),
  );
}

function notMap(document: Document, kind: FileKind): Problem {
  const { root } = document;
  const first = firstLine(document.text, root);
  return problem(document, {
    code: "not-a-map",
    at: { start: root.start, end: first },
    message: { ru: "Файл должен состоять из пар `ключ: значение`", en: "The file must consist of `key: value` pairs" },
    remedy: { ru: `Начните с ключа: ${FIRST_KEY[kind]}`, en: `Begin with a key: ${FIRST_KEY[kind]}` },
  });
}

function firstLine(text: string, node: Node): number {
  const end = text.indexOf("\n", node.start);
  return Math.max(node.start + 1, Math.min(node.end, end === -1 ? text.length : end));
}

const FIRST_KEY: Readonly<Record<FileKind, string>> = {
  process: "process: discount-approval",
  scenario: "scenario: …",
  records: "records:",
  directory: "users:",
  catalog: "records:",
  calendar: "zone: Europe/Moscow",
  config: "directory: directory.yaml",
  table: "inputs:",
};
