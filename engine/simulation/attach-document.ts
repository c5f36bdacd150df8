import type { Instant } from "../base/instant.ts";
import { refOf } from "../base/value.ts";
import { renderDocument } from "../document/render-document.ts";
import type { CallOutcome } from "../instance/call-outcome.ts";
import type { Effect } from "../instance/effects.ts";
import type { World } from "./world.ts";
import type { Host } from "./world-parts.ts";

/** A document that a step rendered. */
export interface RenderedDocument {
  readonly id: string;
  readonly at: Instant;
  readonly name: string;
  readonly template: string;
  readonly format: "html" | "pdf";
  readonly instance: string;
  readonly step: string | null;
  readonly attachedTo: string | null;
  readonly html: string;
}

/** Renders a document and attaches it to a record as a note with a file. A simulation keeps HTML whatever the format. */
export function attachDocument(world: World, host: Host, effect: Effect & { kind: "call" }): CallOutcome {
  const { template, format, data, attachTo } = effect.input;
  const attachedTo = refOf(attachTo ?? null);
  if (attachedTo !== null && !world.book.has(attachedTo))
    return { kind: "refused", code: "RECORD_NOT_FOUND", message: `There is no record ${attachedTo}` };
  const rendered = renderDocument(
    host.definition,
    {
      template: String(template),
      format: format === "pdf" ? "pdf" : "html",
      data: data ?? null,
      instance: host.instance,
      history: host.history,
    },
    world.startFacts,
  );
  if (rendered.kind === "refused") return rendered;
  const id = `document-${world.documents.length + 1}`;
  const name = `${rendered.name}.${format === "pdf" ? "pdf" : "html"}`;
  const step = world.stepOf(host.instance.calls[effect.call]?.activation ?? null, host);
  world.documents.push({
    id,
    at: world.now,
    name,
    template: String(template),
    format: format === "pdf" ? "pdf" : "html",
    instance: host.id,
    step,
    attachedTo,
    html: rendered.html,
  });
  if (attachedTo !== null) world.book.addNote(attachedTo, { text: rendered.name, files: [{ name, id }] });
  return { kind: "done", output: { name, format: format ?? "html", id } };
}
