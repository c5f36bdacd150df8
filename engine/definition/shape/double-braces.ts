import { problem } from "../make-problem.ts";
import type { Document, Node, ScalarNode } from "../node.ts";
import type { Problem } from "../problem.ts";

/** `{{ x }}` inside a text: the notation of other tools, which would be sent to people as it stands. */
export function checkDoubleBraces(document: Document): Problem[] {
  const problems: Problem[] = [];
  visit(document.root, "", (node, text, key) => {
    // An unquoted value that begins so was reported when the text was read.
    if (node.style === "plain" && text.startsWith("{{")) return;
    for (const match of text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)) {
      const start = node.offsetOf(match.index);
      const end = node.offsetOf(match.index + match[0].length - 1) + 1;
      const inner = match[1] ?? "";
      const mended = BARE_KEYS.has(key) ? inner : `\${ ${inner} }`;
      problems.push(
        problem(document, {
          code: "double-braces",
          at: { start, end },
          message: {
            ru: "Выражение в `{{ }}`: здесь это просто текст",
            en: "An expression in `{{ }}`: here it is mere text",
          },
          remedy: { ru: `Напишите: ${mended}`, en: `Write: ${mended}` },
          ...(document.text.slice(start, end) === match[0] ? { fix: [{ start, end, text: mended }] } : {}),
        }),
      );
    }
  });
  return problems;
}

/** Keys that always hold FEEL: nothing stands around it there (language §1). */
const BARE_KEYS: ReadonlySet<string> = new Set([
  "if",
  "when",
  "while",
  "where",
  "holds",
  "in",
  "expression",
  "domain",
  "facts",
]);

type See = (node: ScalarNode, text: string, key: string) => void;

function visit(node: Node, key: string, see: See): void {
  if (node.kind === "scalar") {
    if (typeof node.value === "string" && node.value.includes("{{")) see(node, node.value, key);
  } else if (node.kind === "list") for (const item of node.items) visit(item, key, see);
  else for (const { name, value } of node.entries) visit(value, name, see);
}
