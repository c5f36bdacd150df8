import type { Field } from "../../engine/base/field.ts";
import type { Value, ValueMap } from "../../engine/base/value.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";

/** A field of a task's form as it is asked for. */
export interface AskedField {
  readonly name: string;
  readonly type: string;
  /** The whole declaration, where there is one: choices and their labels. */
  readonly declared: Field | null;
}

/** What names may be typed for. */
export interface Known {
  readonly people: DirectorySnapshot;
  readonly lists: Readonly<Record<string, readonly ValueMap[]>>;
}

/** What was typed, as the form wants it; undefined: nothing was typed, the field keeps what stands in it. */
export type Answered = { readonly value: Value | undefined } | { readonly wrong: Text };

/** Reads one typed line as a field's value. Whether it is allowed is the engine's question, this is only about its form. */
export function readAnswer(text: string, field: AskedField, known: Known): Answered {
  if (text === "") return { value: undefined };
  switch (field.type) {
    case "number":
      return numberOf(text);
    case "boolean":
      return booleanOf(text);
    case "date":
      return { value: dateOf(text) };
    case "money":
      return moneyOf(text, field.declared?.currency ?? null);
    case "user":
      return personOf(text, known);
    case "users":
      return listOf(text, (one) => personOf(one, known));
    case "choice":
      return { value: choiceOf(text, field, known) };
    case "files":
      return { value: text.split(",").map((name) => ({ name: name.trim() })) };
    case "list":
    case "records":
      return listOf(text, (one) => ({ value: one }));
    default:
      return { value: text };
  }
}

function numberOf(text: string): Answered {
  const number = Number(text.replaceAll(/[\s\u00a0]/g, "").replace(",", "."));
  return Number.isFinite(number)
    ? { value: number }
    : { wrong: { ru: "Нужно число, например 7,5", en: "A number is wanted, such as 7.5" } };
}

function booleanOf(text: string): Answered {
  if (/^(да|д|yes|y|true|1)$/i.test(text)) return { value: true };
  if (/^(нет|н|no|n|false|0)$/i.test(text)) return { value: false };
  return { wrong: { ru: "Ответьте да или нет", en: "Answer yes or no" } };
}

/** `25.11.2026` is what people type; the engine checks the rest. */
function dateOf(text: string): string {
  const found = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  return found ? `${found[3]}-${(found[2] ?? "").padStart(2, "0")}-${(found[1] ?? "").padStart(2, "0")}` : text;
}

function moneyOf(text: string, declared: string | null): Answered {
  const found = /^(-?[\d\s\u00a0]+(?:[.,]\d+)?)\s*([A-Za-z]{3}|₽|\$|€)?$/.exec(text);
  if (!found)
    return { wrong: { ru: "Пишите сумму и валюту: 100 000 RUB", en: "Write amount and currency: 100 000 RUB" } };
  const amount = (found[1] ?? "").replaceAll(/[\s\u00a0]/g, "").replace(",", ".");
  const signs: Readonly<Record<string, string>> = { "₽": "RUB", $: "USD", "€": "EUR" };
  const currency = found[2] === undefined ? (declared ?? "RUB") : (signs[found[2]] ?? found[2].toUpperCase());
  return { value: { amount, currency } };
}

/** A person by id, or by a part of the name that fits one alone. */
export function personOf(text: string, known: Pick<Known, "people">): Answered {
  const { users } = known.people;
  if (Object.hasOwn(users, text)) return { value: text };
  const fitting = Object.values(users).filter((person) =>
    person.name.toLocaleLowerCase("ru").includes(text.toLocaleLowerCase("ru")),
  );
  const [only] = fitting;
  if (only && fitting.length === 1) return { value: only.id };
  const names = fitting.length === 0 ? "" : `: ${fitting.map((person) => `${person.name} (${person.id})`).join(", ")}`;
  return fitting.length === 0
    ? {
        wrong: {
          ru: `Нет сотрудника «${text}»: введите id или часть имени`,
          en: `There is nobody called “${text}”: give an id or part of a name`,
        },
      }
    : { wrong: { ru: `Подходят несколько${names}`, en: `Several fit${names}` } };
}

/** A choice by its value, its label, or the label of its list's row. */
function choiceOf(text: string, { declared }: AskedField, known: Known): string {
  const labels = Object.entries(declared?.values ?? {});
  const own = labels.find(
    ([value, label]) => value === text || label.toLocaleLowerCase("ru") === text.toLocaleLowerCase("ru"),
  );
  if (own) return own[0];
  const rows = declared?.from?.startsWith("list:") ? (known.lists[declared.from.slice("list:".length)] ?? []) : [];
  const row = rows.find((one) => one["title"] === text);
  return typeof row?.["value"] === "string" ? row["value"] : text;
}

function listOf(text: string, read: (one: string) => Answered): Answered {
  const values: Value[] = [];
  for (const one of text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)) {
    const answered = read(one);
    if ("wrong" in answered) return answered;
    if (answered.value !== undefined) values.push(answered.value);
  }
  return { value: values };
}
