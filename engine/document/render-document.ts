import { isMap, type Value, type ValueMap } from "../base/value.ts";
import type { Definition, MessageTemplate, Template } from "../definition/model.ts";
import type { EvaluationContext, Expression } from "../expression/expression.ts";
import { ExpressionError, incidentText, type RenderOptions, renderExpression } from "../expression/index.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Instance } from "../instance/state.ts";
import { type StartFacts, startContext, startReader } from "../runtime/start-context.ts";
import { approvalSheetHtml } from "./approval-sheet.ts";
import { escapeHtml } from "./escape-html.ts";
import { approvalSheetOf } from "./sheet-data.ts";

/** What a `document` step asks for. */
export interface DocumentOrder {
  /** A file of `templates/`, or `approval-sheet`. */
  readonly template: string;
  /** `{ values, sheet }` as the core worked them out. */
  readonly data: Value;
  readonly instance: Instance;
  readonly history: readonly HistoryEvent[];
}

export type Rendered =
  | { readonly kind: "done" /** For people, without extension. */; readonly name: string; readonly html: string }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

/** Renders a document as HTML: the approval sheet that ships with the product, or a template of the process. */
export function renderDocument(definition: Definition, order: DocumentOrder, facts: StartFacts): Rendered {
  const data = isMap(order.data) ? order.data : {};
  const sheet = isMap(data["sheet"]) ? data["sheet"] : {};
  const reader = startReader(definition, facts);
  const template = Object.hasOwn(definition.templates, order.template)
    ? definition.templates[order.template]
    : undefined;
  if (template) return custom(definition, template, { names: namesFor(order, data, sheet), facts, reader });
  if (order.template !== "approval-sheet")
    return { kind: "refused", code: "TEMPLATE_UNKNOWN", message: `There is no template ${order.template}` };
  const html = approvalSheetHtml(approvalSheetOf(sheet, { definition, history: order.history }, reader), facts.locale);
  const title = facts.locale === "ru" ? "Лист согласования" : "Approval sheet";
  return { kind: "done", name: `${title} № ${order.instance.number}`, html };
}

/** What a template may read: what `with` gives it, then the process's variables, `sheet` and `requester`. */
function namesFor({ instance }: DocumentOrder, data: ValueMap, sheet: ValueMap): ValueMap {
  const values = isMap(data["values"]) ? data["values"] : {};
  return { requester: instance.requester, ...instance.scopes[""]?.variables, sheet, ...values };
}

function custom(
  definition: Definition,
  template: MessageTemplate,
  { names, facts, reader }: { readonly names: ValueMap; readonly facts: StartFacts; readonly reader: RenderOptions },
): Rendered {
  const context = startContext(definition, facts, names);
  try {
    const name = template.subject === null ? template.name : unescaped(template.subject, context, reader);
    const html =
      template.format === "html"
        ? filled(template.body, context, reader)
        : page(name, unescaped(template.body, context, reader), facts.locale);
    return { kind: "done", name, html };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { kind: "refused", code: error.code, message: incidentText(error)[facts.locale] };
  }
}

/** The template's own text stands as it is, what is put into it is escaped. */
function filled(template: Template, context: EvaluationContext, reader: RenderOptions): string {
  const put = (expression: Expression): string => escapeHtml(shown(expression, context, reader));
  if (template.kind === "text")
    return template.parts.map((part) => (typeof part === "string" ? part : put(part))).join("");
  if (template.kind === "expression") return put(template.expression);
  return template.kind === "literal" ? String(template.value ?? "") : "";
}

function unescaped(template: Template, context: EvaluationContext, reader: RenderOptions): string {
  if (template.kind === "text")
    return template.parts.map((part) => (typeof part === "string" ? part : shown(part, context, reader))).join("");
  if (template.kind === "expression") return shown(template.expression, context, reader);
  return template.kind === "literal" ? String(template.value ?? "") : "";
}

function shown(expression: Expression, context: EvaluationContext, reader: RenderOptions): string {
  return renderExpression(expression, context, reader);
}

function page(title: string, text: string, locale: string): string {
  return `<!doctype html>\n<html lang="${locale}">\n<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>\n<body><pre style="white-space:pre-wrap">${escapeHtml(text)}</pre></body>\n</html>\n`;
}
