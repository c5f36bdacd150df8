import { isCertain, suggest } from "../../base/suggest.ts";
import { problem } from "../make-problem.ts";
import type { MapNode, Node } from "../node.ts";
import { CHOICES } from "../validators/hints.generated.ts";
import type { Validator } from "../validators/validator.ts";
import * as validators from "../validators/validators.generated.js";
import { type Found, reword, unknownKey } from "./reword.ts";

const KEYWORDS: readonly string[] = CHOICES["line"] ?? [];

/** Lines that need nothing but their word: `- cancel`. */
const BARE: ReadonlySet<string> = new Set(["cancel", "suspend", "resume", "retry"]);

/** `add-approver` → `lineAddApprover` */
function validatorOf(keyword: string): Validator | undefined {
  const name = `line-${keyword}`.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return (validators as Readonly<Record<string, Validator>>)[name];
}

/** Checks each line of a scenario's `when` as what its first word says. */
export function checkLines(found: Found, list: Node | undefined): void {
  if (list?.kind !== "list") return;
  for (const item of list.items) {
    if (item.kind === "map") checkLine(found, item);
    else if (item.kind !== "scalar" || !BARE.has(String(item.value))) notLine(found, item);
  }
}

function checkLine(found: Found, line: MapNode): void {
  const keyword = KEYWORDS.find((word) => line.entries.some(({ name }) => name === word));
  if (keyword === undefined) return noKeyword(found, line);
  const validate = validatorOf(keyword);
  if (validate !== undefined && !validate(found.plain.of(line))) reword(found, line, validate.errors ?? []);
}

function noKeyword(found: Found, line: MapNode): void {
  for (const entry of line.entries) {
    const meant = suggest(entry.name, KEYWORDS);
    if (meant !== null)
      return unknownKey(found, entry, { meant, certain: isCertain(entry.name, meant, KEYWORDS), known: KEYWORDS });
  }
  found.problems.push(
    problem(found.document, {
      code: "line-without-action",
      at: line.entries[0]?.key ?? line,
      message: {
        ru: "Не сказано, что происходит в этой строке сценария",
        en: "Nothing says what happens in this line of the scenario",
      },
      remedy: {
        ru: `Начните её с одного из слов: ${KEYWORDS.join(", ")}`,
        en: `Begin it with one of the words: ${KEYWORDS.join(", ")}`,
      },
    }),
  );
}

function notLine(found: Found, item: Node): void {
  found.problems.push(
    problem(found.document, {
      code: "wrong-type",
      at: item,
      message: {
        ru: "Строка сценария — карта, например «- complete: assign»",
        en: 'A line of a scenario is a map, such as "- complete: assign"',
      },
      remedy: {
        ru: "Напишите слово, двоеточие и значение: - wait: { hours: 1 }",
        en: "Write a word, a colon and a value: - wait: { hours: 1 }",
      },
    }),
  );
}
