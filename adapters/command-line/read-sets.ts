import type { Value, ValueMap } from "../../engine/base/value.ts";
import type { DirectorySnapshot } from "../../engine/people/directory.ts";
import { wrongUse } from "../complaint.ts";
import { parseExact } from "./exact-json.ts";
import { readAnswer } from "./read-answer.ts";

export interface ReadSets {
  /** Fields of the form: their types say how a value is read. One that is not among them is read as JSON, else as text. */
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  readonly people: DirectorySnapshot;
}

/**
 * Values given as `name=value`. JSON (`{…}`, `[…]`, `"…"`) is taken as it stands; else the field's type reads it: `7,5`,
 * `да`, `25.11.2026`, `100 000 RUB`, a part of a person's name.
 *
 * @throws {Complaint} for one without `=`, and for a value that the type cannot read
 */
export function readSets(sets: readonly string[], known: ReadSets): ValueMap {
  return Object.fromEntries(sets.map((set) => pairOf(set, known)));
}

function pairOf(set: string, known: ReadSets): readonly [string, Value] {
  const at = set.indexOf("=");
  if (at < 1) {
    throw wrongUse(
      { ru: `--set ${set}: нет имени или знака «=».`, en: `--set ${set}: a name or the "=" is missing.` },
      { ru: "Пишите --set поле=значение.", en: "Write --set field=value." },
    );
  }
  const [name, text] = [set.slice(0, at).trim(), set.slice(at + 1).trim()];
  return [name, valueOf(name, text, known)];
}

function valueOf(name: string, text: string, { fields, people }: ReadSets): Value {
  if (/^[[{"]/.test(text)) {
    const json = jsonOf(text);
    if (json !== undefined) return json;
  }
  if (text === "null" || text === "") return null;
  const field = fields.find((one) => one.name === name);
  if (!field) return /^(true|false|-?\d+(\.\d+)?)$/.test(text) ? (jsonOf(text) ?? text) : text;
  const read = readAnswer(text, { name, type: field.type, declared: null }, { people, lists: {} });
  if ("value" in read) return read.value ?? null;
  throw wrongUse(
    { ru: `--set ${name}: ${read.wrong.ru}`, en: `--set ${name}: ${read.wrong.en}` },
    { ru: "Значение можно дать и как JSON: --set поле='{ … }'.", en: "JSON will do too: --set field='{ … }'." },
  );
}

function jsonOf(text: string): Value | undefined {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
