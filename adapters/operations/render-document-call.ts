import type { InstanceId } from "../../engine/base/ids.ts";
import { refOf } from "../../engine/base/value.ts";
import type { Definition } from "../../engine/definition/model.ts";
import { type Rendered, renderDocument } from "../../engine/document/render-document.ts";
import type { CallOutcome } from "../../engine/instance/call-outcome.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import type { Instance } from "../../engine/instance/state.ts";
import type { OperationAdapter } from "../../engine/ports/crm.ts";
import type { Call } from "../../engine/ports/operations.ts";
import { DocumentTooLarge } from "../../engine/ports/printer.ts";
import { recordNotFound } from "../../engine/record/record-refusal.ts";
import { refusing, unknownOperation } from "../refusal.ts";
import type { OperationsParts } from "./create-operations.ts";

/** An instance with what a document about it may tell; null: there is no such instance. */
export type SheetOf = (instance: InstanceId) => Promise<{
  readonly definition: Definition;
  readonly instance: Instance;
  readonly history: readonly HistoryEvent[];
} | null>;

type DocumentParts = Omit<OperationsParts, "notifier" | "mail" | "http">;

/**
 * `document.render`: a document made from a template, as HTML or PDF, kept as a file and noted on a record. The same key is
 * the same file, as it was made first, and one note.
 */
export function documentOperation(parts: DocumentParts): OperationAdapter {
  return { isKeyed: () => true, perform: (call, signal) => render(call, parts, signal) };
}

async function render(call: Call, parts: DocumentParts, signal: AbortSignal): Promise<CallOutcome> {
  const { template, data, attachTo } = call.input;
  const format = call.input["format"] === "pdf" ? "pdf" : "html";
  if (call.operation !== "document.render") return unknownOperation(call.operation, parts.locale);
  const refuse = refusing(parts.locale);
  const record = refOf(attachTo ?? null);
  if (record !== null && (await parts.crm.look(record)) === null)
    return refuse("RECORD_NOT_FOUND", recordNotFound(record).says);
  const sheet = await parts.sheetOf(call.instance);
  if (!sheet)
    return refuse("INSTANCE_UNKNOWN", {
      ru: `Нет процесса ${call.instance}`,
      en: `There is no instance ${call.instance}`,
    });
  const { definition, instance, history } = sheet;
  const order = { template: String(template), format, data: data ?? null, instance, history } as const;
  const rendered = renderDocument(definition, order, await factsOf(parts));
  if (rendered.kind === "refused") return rendered;
  const name = `${rendered.name}.${format}`;
  const bytes = await bytesOf(rendered, format, parts);
  if ("kind" in bytes) return bytes;
  const file = { name, type: TYPES[format], bytes };
  const id = await parts.files.put(call.key, file);
  if (record !== null) {
    const noted = await note(call, { record, text: rendered.name, files: [{ name, id }] }, parts, signal);
    if (noted.kind !== "done") return noted;
  }
  return { kind: "done", output: { name, format, id } };
}

const TYPES = { html: "text/html; charset=utf-8", pdf: "application/pdf" } as const;

async function bytesOf(
  { html, model }: Extract<Rendered, { kind: "done" }>,
  format: "html" | "pdf",
  { printer, locale }: DocumentParts,
): Promise<Uint8Array | CallOutcome> {
  if (format === "html" || model === null) return new TextEncoder().encode(html);
  try {
    return await printer.pdf(model);
  } catch (error) {
    if (!(error instanceof DocumentTooLarge)) throw error;
    return refusing(locale)("DOCUMENT_TOO_LARGE", error.says);
  }
}

async function factsOf({ clock, people, lists, crm, locale }: DocumentParts) {
  return { now: clock.now(), people: await people.snapshot(), lists: { ...lists, ...(await crm.lists()) }, locale };
}

function note(call: Call, input: Call["input"], { crm }: DocumentParts, signal: AbortSignal): Promise<CallOutcome> {
  return crm.perform({ ...call, operation: "crm.note", input, key: `${call.key}/note` }, signal);
}
