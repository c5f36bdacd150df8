import { isMap, type Value } from "../../engine/base/value.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";
import { namedFiles } from "./named-files.ts";
import type { TaskShown } from "./task-schemas.ts";

const WORDS = {
  from: { ru: "От кого", en: "From" },
  subject: { ru: "Тема", en: "Subject" },
  text: { ru: "Письмо", en: "The letter" },
  files: { ru: "Вложения", en: "Attachments" },
};

/** What stands in the letters that an instance was started with: whoever decides about a letter has to read it. */
export function letterFacts({ instance, definition }: Shown, locale: "ru" | "en"): TaskShown["facts"] {
  const root = instance.scopes[""]?.variables ?? {};
  return definition.inputs
    .filter(({ type }) => type === "letter")
    .flatMap(({ name }) => factsOf(root[name], instance.id, locale));
}

function factsOf(letter: Value | undefined, instance: string, locale: "ru" | "en"): TaskShown["facts"] {
  if (!isMap(letter)) return [];
  const text = (key: "from" | "subject" | "text") => {
    const value = letter[key];
    const said = typeof value === "string" ? value.trim() : "";
    return said === "" ? [] : [{ title: WORDS[key][locale], text: said, record: null, files: [] }];
  };
  const files = [...namedFiles(letter["attachments"], instance)];
  return [
    ...(["from", "subject", "text"] as const).flatMap(text),
    ...(files.length === 0 ? [] : [{ title: WORDS.files[locale], text: "", record: null, files }]),
  ];
}
