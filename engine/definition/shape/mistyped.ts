import { problem } from "../make-problem.ts";
import type { Node, ScalarNode } from "../node.ts";
import type { Edit, Problem, Text } from "../problem.ts";
import { durationMeant } from "./duration-words.ts";
import type { Finding } from "./reword.ts";

/** A value of another kind than belongs here: says what was found and what to write. */
export function mistyped(finding: Finding): Problem {
  const { node, name, document, expects, error } = finding;
  const wanted = expects ?? wantedBy(error.params["type"]);
  const special = node.kind === "scalar" ? scalarCase(finding, node) : null;
  if (special !== null) return special;
  return problem(document, {
    code: "wrong-type",
    at: head(node),
    message: {
      ru: `В «${name}» стоит ${describeNode(node).ru}, а нужно другое`,
      en: `"${name}" holds ${describeNode(node).en}, but something else is needed`,
    },
    remedy: { ru: `Нужно: ${wanted.ru}`, en: `Needed: ${wanted.en}` },
  });
}

function head(node: Node): { readonly start: number; readonly end: number } {
  if (node.kind === "map") return node.entries[0]?.key ?? { start: node.start, end: node.start + 1 };
  if (node.kind === "list")
    return node.items[0] !== undefined && node.items[0].kind === "scalar"
      ? node.items[0]
      : { start: node.start, end: node.start + 1 };
  return node;
}

/** What stands there, in words. */
export function describeNode(node: Node): Text {
  if (node.kind === "list") return { ru: "список", en: "a list" };
  if (node.kind === "map") return { ru: "карта", en: "a map" };
  if (node.value === null) return { ru: "пусто", en: "nothing" };
  if (typeof node.value === "boolean") return { ru: `«${node.source}»`, en: `"${node.source}"` };
  if (typeof node.value === "number") return { ru: `число ${node.source}`, en: `the number ${node.source}` };
  const text = node.value.length > SHOWN_MAX ? `${node.value.slice(0, SHOWN_MAX)}…` : node.value;
  return { ru: `текст «${text}»`, en: `the text "${text}"` };
}

const SHOWN_MAX = 30;

const WANTED: Readonly<Record<string, Text>> = {
  string: { ru: "текст", en: "text" },
  number: { ru: "число", en: "a number" },
  integer: { ru: "целое число", en: "a whole number" },
  boolean: { ru: "true или false", en: "true or false" },
  array: { ru: "список: [одно, другое] или строки с «- »", en: 'a list: [one, other] or lines with "- "' },
  object: { ru: "карта: { ключ: значение }", en: "a map: { key: value }" },
  null: { ru: "пусто", en: "nothing" },
};

function wantedBy(type: unknown): Text {
  const types = Array.isArray(type) ? type : String(type).split(",");
  const texts = types.map((one) => WANTED[String(one)] ?? { ru: "другое", en: "something else" });
  return { ru: texts.map(({ ru }) => ru).join(" или "), en: texts.map(({ en }) => en).join(" or ") };
}

/** Slips that have a better answer than «нужно другое». */
function scalarCase(finding: Finding, node: ScalarNode): Problem | null {
  const types = String(finding.error.params["type"] ?? "");
  const { expects } = finding;
  if (node.value === null && finding.error.keyword !== "enum") return missingValue(finding, node);
  if (types === "boolean" && typeof node.value === "string") return booleanWord(finding, node, node.value);
  if (
    expects?.en.startsWith("true") === true &&
    typeof node.value === "string" &&
    (YES.has(node.value.toLowerCase()) || NO.has(node.value.toLowerCase()))
  )
    return booleanWord(finding, node, node.value);
  if (/number|integer/.test(types) && typeof node.value === "string") return numberText(finding, node, node.value);
  if (types === "string" && typeof node.value !== "string") return unquotedText(finding, node);
  if (isDuration(finding) && typeof node.value === "number") return numberWithoutUnit(finding, node);
  return null;
}

function isDuration({ error }: Finding): boolean {
  return /^(?:duration|when|repeat|waitFor)\//.test(error.schemaPath);
}

function missingValue({ name, expects, error, document, node }: Finding, scalar: ScalarNode): Problem {
  const wanted = expects ?? wantedBy(error.params["type"]);
  // An empty value has no width: the key before it is shown.
  const at = scalar.end > scalar.start ? node : { start: Math.max(0, scalar.start - 1), end: scalar.start };
  return problem(document, {
    code: "missing-value",
    at,
    message: { ru: `У ключа «${name}» нет значения`, en: `The key "${name}" has no value` },
    remedy: { ru: `Нужно: ${wanted.ru}`, en: `Needed: ${wanted.en}` },
  });
}

const YES: ReadonlySet<string> = new Set(["yes", "y", "on", "да", "true", "истина", "1"]);
const NO: ReadonlySet<string> = new Set(["no", "n", "off", "нет", "false", "ложь", "0"]);

function booleanWord({ name, document }: Finding, node: ScalarNode, value: string): Problem {
  const word = value.trim().toLowerCase();
  const meant = YES.has(word) ? "true" : NO.has(word) ? "false" : null;
  return problem(document, {
    code: "boolean-word",
    at: node,
    message: {
      ru: `«${value.slice(0, SHOWN_MAX)}» для «${name}» — это текст, а не «да» или «нет»`,
      en: `"${value.slice(0, SHOWN_MAX)}" for "${name}" is text, not yes or no`,
    },
    remedy:
      meant === null
        ? { ru: "Напишите true или false", en: "Write true or false" }
        : { ru: `Напишите: ${meant}`, en: `Write: ${meant}` },
    ...(meant === null ? {} : { fix: [edit(node, meant)] }),
  });
}

function numberText({ name, document, error }: Finding, node: ScalarNode, value: string): Problem {
  const digits = value
    .trim()
    .replace(/[\s\u00A0\u202F]+(?=\d{3}(?:\D|$))/g, "")
    .replace(",", ".");
  const meant = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(digits) ? digits : null;
  return problem(document, {
    code: "number-text",
    at: node,
    message: {
      ru: `«${value.slice(0, SHOWN_MAX)}» для «${name}» — это текст, а нужно число`,
      en: `"${value.slice(0, SHOWN_MAX)}" for "${name}" is text, but a number is needed`,
    },
    remedy:
      meant === null
        ? DIGITS[error.params["type"] === "integer" ? "whole" : "any"]
        : { ru: `Напишите: ${meant}`, en: `Write: ${meant}` },
    ...(meant === null ? {} : { fix: [edit(node, meant)] }),
  });
}

const DIGITS: Readonly<Record<"whole" | "any", Text>> = {
  whole: { ru: "Напишите целое число цифрами: 3", en: "Write a whole number in digits: 3" },
  any: {
    ru: "Напишите число цифрами, дробь через точку: 7.5",
    en: "Write a number in digits, a fraction with a point: 7.5",
  },
};

function unquotedText({ name, document }: Finding, node: ScalarNode): Problem {
  const quote = `"${node.source}"`;
  return problem(document, {
    code: "text-without-quotes",
    at: node,
    message: {
      ru: `«${node.source}» для «${name}» YAML читает как ${typeof node.value === "number" ? "число" : "«да/нет»"}, а нужен текст`,
      en: `YAML reads "${node.source}" for "${name}" as ${typeof node.value === "number" ? "a number" : "true or false"}; text is needed`,
    },
    remedy: { ru: `Возьмите в кавычки: ${quote}`, en: `Quote it: ${quote}` },
    fix: [edit(node, quote)],
  });
}

function numberWithoutUnit({ name, document }: Finding, node: ScalarNode): Problem {
  return problem(document, {
    code: "wrong-duration",
    at: node,
    message: {
      ru: `«${node.source}» для «${name}» — число без единицы времени`,
      en: `"${node.source}" for "${name}" is a number without a unit of time`,
    },
    remedy: durationMeant(node.source),
  });
}

function edit(node: ScalarNode, text: string): Edit {
  return { start: node.start, end: node.end, text };
}
