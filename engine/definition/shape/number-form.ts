import { problem } from "../make-problem.ts";
import type { Document, Node, ScalarNode } from "../node.ts";
import type { Problem, Text } from "../problem.ts";

/**
 * Numbers that mean something else than they show: `+7…` and `007` lose characters (telephones, codes), `0x1F`, `0o17`,
 * `.inf` and `.nan` are no decimals.
 */
export function checkNumberForms(document: Document): Problem[] {
  const problems: Problem[] = [];
  visit(document.root, (node) => {
    const found = strangeForm(document, node);
    if (found !== null) problems.push(found);
  });
  return problems;
}

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

function visit(node: Node, see: (node: ScalarNode) => void): void {
  if (node.kind === "scalar") {
    if (typeof node.value === "number") see(node);
  } else if (node.kind === "list") for (const item of node.items) visit(item, see);
  else for (const { value } of node.entries) visit(value, see);
}

function strangeForm(document: Document, node: ScalarNode): Problem | null {
  if (DECIMAL.test(node.source)) return null;
  const quote = `"${node.source}"`;
  return problem(document, {
    code: "number-form",
    at: node,
    message: {
      ru: `«${node.source}» читается как число ${node.value}`,
      en: `"${node.source}" is read as the number ${node.value}`,
    },
    remedy: remedyOf(node, quote),
    ...(/^[+0]\d{5,}$/.test(node.source) ? { fix: [{ start: node.start, end: node.end, text: quote }] } : {}),
  });
}

function remedyOf(node: ScalarNode, quote: string): Text {
  if (!Number.isFinite(node.value))
    return {
      ru: `Если это текст, напишите ${quote}; бесконечности и «не числа» здесь нет`,
      en: `If it is text, write ${quote}; there is no infinity here`,
    };
  return {
    ru: `Если это текст (телефон, код), напишите ${quote}; если число — ${node.value}`,
    en: `If it is text (a telephone, a code), write ${quote}; if a number, ${node.value}`,
  };
}
