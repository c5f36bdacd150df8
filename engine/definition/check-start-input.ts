import type { Field } from "../base/field.ts";
import { problem } from "./make-problem.ts";
import { childOf, type Document, entryOf } from "./node.ts";
import type { Problem } from "./problem.ts";
import { wrongValue } from "./wrong-value.ts";

/** Checks what a scenario fills in the form with: values of their types, within their bounds, none missing that is required. */
export function checkStartInput(document: Document, fields: readonly Field[]): readonly Problem[] {
  const start = childOf(document.root, "start");
  const input = entryOf(start ?? document.root, "input");
  if (start?.kind !== "map" || input?.value.kind !== "map") return [];
  const wrong = input.value.entries.flatMap(({ name, value }) => {
    const field = fields.find((one) => one.name === name);
    const words = field ? wrongValue(field, value) : null;
    return words ? [problem(document, { code: "scenario-value", at: value, ...words })] : [];
  });
  const given = input.value.entries.map(({ name }) => name);
  const missing = fields.filter((one) => one.required && one.default === undefined && !given.includes(one.name));
  // A slip in its name has been told already; an event brings its inputs itself.
  const isTold = given.some((name) => !fields.some((field) => field.name === name));
  if (missing.length === 0 || isTold || !start.entries.every(({ name }) => FORM_KEYS.includes(name))) return wrong;
  const names = missing.map((field) => field.name).join(", ");
  const lacking = problem(document, {
    code: "scenario-value",
    at: input.key,
    message: { ru: `Не заданы обязательные входы: ${names}`, en: `Required inputs are not given: ${names}` },
    remedy: {
      ru: "Добавьте их; если отказ и проверяется, добавьте rejected",
      en: "Add them; if the refusal is what is tested, add `rejected`",
    },
  });
  return [...wrong, lacking];
}

/** Keys of a start by a form. */
const FORM_KEYS: readonly string[] = ["input", "by"];
