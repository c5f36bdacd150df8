import type { Text } from "../../engine/definition/problem.ts";

/** `ordo account invite …`: a command of the command line. `ordo.yaml` is none. */
const COMMAND = /(?<![\p{L}\p{N}./-])ordo [a-z]/u;

/** Where nothing is left to say: whoever has the machine knows what to do. */
const OTHERWISE: Text = {
  ru: "Обратитесь к администратору: это делают на машине, где работает Ordo.",
  en: "Ask the administrator: it is done on the machine that Ordo runs on.",
};

/**
 * A text for people at a screen. Whoever reads it there has no command line: commands of it are taken out, with the
 * sentence where it says nothing without them. A source that has something better for screens says so itself
 * (`Refusal.onScreen`).
 */
export function screenText(text: Text): Text {
  if (!COMMAND.test(text.ru) && !COMMAND.test(text.en)) return text;
  const [ru, en] = [withoutCommands(text.ru), withoutCommands(text.en)];
  return ru === "" || en === "" ? OTHERWISE : { ru, en };
}

function withoutCommands(text: string): string {
  return text
    .replace(/\s*\([^()]*\)/g, (aside) => (COMMAND.test(aside) ? "" : aside))
    .split(/(?<=[.;!?])\s+/)
    .flatMap((sentence) => {
      if (!COMMAND.test(sentence)) return [sentence];
      const colon = sentence.search(/:\s/);
      const before = colon < 0 ? "" : sentence.slice(0, colon);
      // One word and a colon ("Then: …") say nothing without what follows.
      return !before.includes(" ") || COMMAND.test(before) ? [] : [`${before}.`];
    })
    .map((sentence) => sentence.charAt(0).toUpperCase() + sentence.slice(1))
    .join(" ")
    .replace(/;$/, ".");
}
