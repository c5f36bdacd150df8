import { claimPatternFault } from "../base/claim-pattern.ts";
import { childOf, type Node, textOf } from "./node.ts";
import {
  checkStep,
  entriesOf,
  type Found,
  idOf,
  itemsOf,
  meant,
  NO_FIELD,
  NO_PROCESS,
  say,
} from "./scenario-findings.ts";
import { checkMeant, checkUser } from "./scenario-people.ts";

/** What `expect`, `then` or an element of `never` claims. */
export function checkClaim(found: Found, node: Node | undefined): void {
  if (node?.kind !== "map") return;
  checkStep(found, childOf(node, "task"));
  checkMeant(found, childOf(node, "for"));
  checkUser(found, childOf(node, "assignee"));
  for (const item of itemsOf(childOf(node, "path")))
    if (textOf(item) !== "…" && textOf(item) !== "...") checkStep(found, item);
  for (const item of itemsOf(childOf(node, "tasks"))) {
    checkStep(found, childOf(item, "step") ?? childOf(item, "task"));
    checkMeant(found, childOf(item, "for"));
  }
  for (const item of [childOf(node, "message"), ...itemsOf(childOf(node, "messages"))])
    checkMeant(found, childOf(item, "to"));
  checkCounted(found, childOf(node, "instances"));
  checkRegistries(found, childOf(node, "registry"));
  for (const item of itemsOf(childOf(node, "never"))) checkClaim(found, item);
  for (const entry of node.entries) if (entry.name !== "never") checkPatterns(found, entry.value);
}

/** A process that is not there is started no times: a slip of the pen would hold for ever. */
function checkCounted(found: Found, node: Node | undefined): void {
  const known = [...found.plays.map(({ id }) => id), ...found.context.processes.map(idOf)];
  for (const entry of entriesOf(node)) {
    if (known.includes(entry.name)) continue;
    say(found, entry.key, {
      code: "scenario-process",
      severity: "warning",
      message: { ru: `Рядом нет процесса «${entry.name}»`, en: `There is no process "${entry.name}" beside it` },
      ...meant(found, entry.name, { at: entry.key, known, none: NO_PROCESS }),
    });
  }
}

/** So would a claim that a registry is empty into which nobody writes. */
function checkRegistries(found: Found, node: Node | undefined): void {
  const written = found.plays.flatMap(({ outline }) => outline.steps.filter(({ kind }) => kind === "record"));
  const given = entriesOf(childOf(childOf(found.document.root, "given"), "registry")).map(({ name }) => name);
  const known = [...new Set([...written.flatMap(({ keyword }) => textOf(keyword.value) ?? []), ...given])];
  for (const entry of node?.kind === "map" ? node.entries : []) {
    if (known.includes(entry.name)) continue;
    say(found, entry.key, {
      code: "scenario-registry",
      severity: "warning",
      message: {
        ru: `В реестр «${entry.name}» здесь никто не пишет`,
        en: `Nobody writes into the registry "${entry.name}" here`,
      },
      ...meant(found, entry.name, { at: entry.key, known, none: NO_FIELD }),
    });
  }
}

/** A text between slashes must be a regular expression. */
function checkPatterns(found: Found, node: Node): void {
  if (node.kind === "list") for (const item of node.items) checkPatterns(found, item);
  if (node.kind === "map") for (const entry of node.entries) checkPatterns(found, entry.value);
  const fault = claimPatternFault(textOf(node) ?? "");
  if (fault === null) return;
  say(found, node, {
    code: "scenario-pattern",
    message: {
      ru: `Это не регулярное выражение: ${cut(textOf(node) ?? "")}`,
      en: `This is no regular expression: ${cut(textOf(node) ?? "")}`,
    },
    remedy: {
      ru: `Закройте скобки, а перед ( [ * + ? . как текстом поставьте \\ (${fault})`,
      en: `Close the brackets, and put \\ before ( [ * + ? . that are meant as text (${fault})`,
    },
  });
}

const SHOWN_MAX = 50;

function cut(text: string): string {
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
