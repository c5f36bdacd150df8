import { type Instant, instant } from "../base/instant.ts";
import { isMap, type Value, type ValueMap } from "../base/value.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Definition, MessageTemplate, Template } from "../definition/model.ts";
import type { Text } from "../definition/problem.ts";
import type { EvaluationContext } from "../expression/expression.ts";
import { ExpressionError, incidentText, instantOf, type RenderOptions, renderExpression } from "../expression/index.ts";
import type { HistoryEvent } from "../instance/event.ts";
import type { Instance } from "../instance/state.ts";
import { type StartFacts, startContext, startReader } from "../runtime/start-context.ts";
import { approvalSheetModel } from "./approval-sheet.ts";
import { documentHtml } from "./document-html.ts";
import type { Block, DocumentModel } from "./document-model.ts";
import { escapeHtml } from "./escape-html.ts";
import { fileName } from "./file-name.ts";
import { putValue } from "./put-value.ts";
import { approvalSheetOf } from "./sheet-data.ts";
import { type TemplatePart, templateBlocks } from "./template-blocks.ts";

/** What a `document` step asks for. */
export interface DocumentOrder {
  /** A file of `templates/`, or `approval-sheet`. */
  readonly template: string;
  readonly format: "html" | "pdf";
  /** `{ values, sheet }` as the core worked them out. */
  readonly data: Value;
  readonly instance: Instance;
  readonly history: readonly HistoryEvent[];
}

export type Rendered =
  | {
      readonly kind: "done" /** A file's name, without extension. */;
      readonly name: string;
      readonly html: string /** What a printer makes a PDF of; null: the template is HTML itself. */;
      readonly model: DocumentModel | null;
    }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

/**
 * Makes a document: the approval sheet that ships with the product, or a template of the process. The same history makes
 * the same document: `now()` in a template is when the step asked for it.
 */
export function renderDocument(definition: Definition, order: DocumentOrder, facts: StartFacts): Rendered {
  const data = isMap(order.data) ? order.data : {};
  const sheet = isMap(data["sheet"]) ? data["sheet"] : {};
  const at = { ...facts, now: askedAt(sheet, definition) ?? facts.now };
  const template = Object.hasOwn(definition.templates, order.template)
    ? definition.templates[order.template]
    : undefined;
  if (template) return custom(template, { definition, order, names: namesFor(order, data, sheet), facts: at });
  if (order.template !== "approval-sheet")
    return refused("TEMPLATE_UNKNOWN", facts, {
      ru: `Нет шаблона ${order.template}`,
      en: `There is no template ${order.template}`,
    });
  const reader = startReader(definition, at);
  const model = approvalSheetModel(
    approvalSheetOf(sheet, { definition, history: order.history }, reader),
    facts.locale,
  );
  return { kind: "done", name: fileName(model.kind ?? model.title), html: documentHtml(model), model };
}

function askedAt(sheet: ValueMap, { calendar }: Definition): Instant | null {
  const at = instantOf(sheet["at"] ?? null, calendar.zone);
  return at === null ? null : instant(at);
}

/** What a template may read: what `with` gives it, then the process's variables, `sheet` and `requester`. */
function namesFor({ instance }: DocumentOrder, data: ValueMap, sheet: ValueMap): ValueMap {
  const values = isMap(data["values"]) ? data["values"] : {};
  return { requester: instance.requester, ...instance.scopes[""]?.variables, sheet, ...values };
}

interface Making {
  readonly definition: Definition;
  readonly order: DocumentOrder;
  readonly names: ValueMap;
  readonly facts: StartFacts;
}

function custom(template: MessageTemplate, making: Making): Rendered {
  const { definition, order, names, facts } = making;
  if (template.format === "html" && order.format === "pdf")
    return refused("TEMPLATE_NOT_PRINTABLE", facts, {
      ru: `Шаблон ${template.name} — HTML, PDF из него не печатается: напишите его как ${template.name}.md или укажите format: html`,
      en: `The template ${template.name} is HTML, which is not printed as PDF: write it as ${template.name}.md, or say format: html`,
    });
  const context = startContext(definition, facts, names);
  const reader = startReader(definition, facts);
  try {
    const subject = template.subject === null ? null : textOf(template.subject, context, reader);
    if (template.format === "html") {
      const html = filled(template.body, context, reader);
      return { kind: "done", name: fileName(subject ?? template.name), html, model: null };
    }
    const model = modelOf(templateBlocks(partsOf(template.body, context, reader)), { ...making, template, subject });
    return { kind: "done", name: fileName(model.title), html: documentHtml(model), model };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return refused(error.code, facts, incidentText(error));
  }
}

function refused(code: string, { locale }: StartFacts, says: Text): Rendered {
  return { kind: "refused", code, message: says[locale] };
}

/** Without a subject the first heading is the title. */
function modelOf(
  blocks: readonly Block[],
  of: Making & { readonly template: MessageTemplate; readonly subject: string | null },
): DocumentModel {
  const { definition, order, facts, template, subject } = of;
  const [first, ...others] = blocks;
  const isTitled = subject === null && first?.kind === "heading";
  const title = subject ?? (first?.kind === "heading" ? first.text : template.name);
  const number = `${definition.title} № ${order.instance.number}`;
  return {
    locale: facts.locale,
    kind: null,
    title,
    madeAt: isoText(facts.now, definition.calendar.zone),
    footer: `${number} · ${facts.locale === "ru" ? "версия" : "version"} ${definition.digest.slice(0, 12)}`,
    blocks: isTitled ? others : blocks,
  };
}

function partsOf(body: Template, context: EvaluationContext, reader: RenderOptions): readonly TemplatePart[] {
  if (body.kind === "text")
    return body.parts.map((part) => (typeof part === "string" ? part : putValue(part, context, reader)));
  if (body.kind === "expression") return [putValue(body.expression, context, reader)];
  return [body.kind === "literal" ? String(body.value ?? "") : ""];
}

/** The template's own text stands as it is, what is put into it is escaped. */
function filled(template: Template, context: EvaluationContext, reader: RenderOptions): string {
  return joined(template, (part) => escapeHtml(renderExpression(part, context, reader)));
}

function textOf(template: Template, context: EvaluationContext, reader: RenderOptions): string {
  return joined(template, (part) => renderExpression(part, context, reader));
}

function joined(template: Template, put: (part: Parameters<typeof renderExpression>[0]) => string): string {
  if (template.kind === "text")
    return template.parts.map((part) => (typeof part === "string" ? part : put(part))).join("");
  if (template.kind === "expression") return put(template.expression);
  return template.kind === "literal" ? String(template.value ?? "") : "";
}
