import { problem } from "../make-problem.ts";
import { mixedWordOf } from "../mixed-script.ts";
import type { Problem, Text } from "../problem.ts";
import { durationMeant } from "./duration-words.ts";
import type { Finding } from "./reword.ts";

/** A text that has not the form its place demands. */
export function wrongText(finding: Finding): Problem {
  const { node, name, document, error, expects } = finding;
  const text = node.kind === "scalar" ? String(node.value) : "";
  if (text.trim() === "") {
    return problem(document, {
      code: "empty-text",
      at: { start: node.start, end: Math.max(node.end, node.start + 1) },
      message: { ru: `Текст для «${name}» пуст`, en: `The text for "${name}" is empty` },
      remedy: { ru: "Напишите его или удалите ключ", en: "Write it, or delete the key" },
    });
  }
  const shown = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
  const schema = error.schemaPath.slice(0, error.schemaPath.indexOf("/"));
  const [code, remedy] =
    schema === "duration" || schema === "repeat"
      ? (["wrong-duration", durationMeant(text)] as const)
      : schema === "id"
        ? (["wrong-id", idRemedy(text)] as const)
        : (["wrong-format", formatRemedy(expects)] as const);
  return problem(document, {
    code,
    at: node,
    message: {
      ru: `«${shown}» для «${name}» записано не так`,
      en: `"${shown}" for "${name}" is not written the right way`,
    },
    remedy,
  });
}

const SHOWN_MAX = 40;

function formatRemedy(expects: Text | null): Text {
  return expects === null
    ? { ru: "Сверьте с примером: ordo explain wrong-format", en: "See the example: ordo explain wrong-format" }
    : { ru: `Нужно: ${expects.ru}`, en: `Needed: ${expects.en}` };
}

/** An id as this text would be one, where its letters allow. */
function idRemedy(text: string): Text {
  if (mixedWordOf(text) !== null)
    return {
      ru: "В слове смешаны русские и латинские буквы: наберите его заново латиницей",
      en: "The word mixes Cyrillic and Latin letters: type it again in Latin",
    };
  const id = text
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[\s_.]+/g, "-");
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id)) return { ru: `Напишите: ${id}`, en: `Write: ${id}` };
  return {
    ru: "Латинские строчные буквы, цифры и дефис, например assign-manager; русское — в title",
    en: "Lower-case Latin letters, digits and hyphens, such as assign-manager; other languages go into title",
  };
}
