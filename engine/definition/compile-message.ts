import { wordPattern } from "../base/word-pattern.ts";
import type { Type } from "../expression/type.ts";
import { textsOf } from "./compile-field.ts";
import type { CompiledStep } from "./compile-kind.ts";
import { compilePeople } from "./compile-people.ts";
import { compileMapping, compileTemplate, compileText, typeOfTemplate, want } from "./compile-value.ts";
import { type Compiler, mention, note, spotOf, spotWith } from "./compiler.ts";
import { compileMessageTemplate, templateNamed } from "./message-template.ts";
import type { DocumentStep, Mapping, NotifyStep, StepCommon } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import type { OutlineStep } from "./outline.ts";
import { FILE } from "./types-of-fields.ts";
import { notifyType } from "./types-of-steps.ts";

/** The document that ships with the product. */
export const APPROVAL_SHEET = "approval-sheet";

/** One message to a person, a record's contact or a group. */
export function compileNotify(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const spot = spotOf(compiler, step, "notify");
  const at = (name: string) => childOf(step.node, name);
  const under = (key: string) => spotWith(spot, { key });
  const channels = at("channels");
  const isAll = textOf(channels) === "all";
  const values = compileMapping(compiler, at("with"), under("with"));
  const template = useTemplate(compiler, step, { name: textOf(at("template")), values });
  const from = at("from");
  const replyTo = at("replyTo");
  const unreachable = textOf(at("unreachable"));
  mentionMailbox(compiler, from, step);
  const made: NotifyStep = {
    ...common,
    kind: "notify",
    to: compilePeople(compiler, step.keyword.value, under("notify"), { record: true }),
    channels: isAll ? [] : textsOf(channels),
    all: isAll,
    from: from ? compileTemplate(compiler, from, under("from")) : null,
    replyTo: replyTo ? compileTemplate(compiler, replyTo, under("replyTo")) : null,
    subject: compileText(compiler, at("subject"), under("subject")),
    text: compileText(compiler, at("text"), under("text")),
    template,
    with: values,
    unreachable: unreachable === "task" || unreachable === "continue" ? unreachable : "incident",
  };
  return { step: made, type: notifyType() };
}

/** A document rendered from a template and attached to a record. */
export function compileDocument(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const spot = spotOf(compiler, step, "document");
  const value = step.keyword.value;
  const own = childOf(step.node, "template") ?? childOf(value, "template") ?? value;
  const name = textOf(own) ?? APPROVAL_SHEET;
  const values = compileMapping(compiler, childOf(step.node, "with"), spotWith(spot, { key: "with" }));
  if (name !== APPROVAL_SHEET) useTemplate(compiler, step, { name, values });
  const format = childOf(step.node, "format");
  const isHtml = /\.html?$/u.test(templateNamed(compiler, name)?.path ?? "");
  if (format && isHtml && textOf(format) === "pdf") note(compiler, "template-not-printable", format, { name });
  const attachTo = childOf(step.node, "attachTo");
  const record = attachTo ? compileTemplate(compiler, attachTo, spotWith(spot, { key: "attachTo" })) : null;
  if (attachTo && record) want(compiler, typeOfTemplate(record), { wanted: "record", at: attachTo, what: "attachTo" });
  const made: DocumentStep = {
    ...common,
    kind: "document",
    template: name,
    with: values,
    attachTo: record,
    format: textOf(format) === "pdf" ? "pdf" : "html",
  };
  return { step: made, type: FILE };
}

/** A bare word as sender is a mailbox; an address or an expression is taken as it is. */
function mentionMailbox(compiler: Compiler, node: Node | undefined, step: OutlineStep): void {
  const name = textOf(node);
  if (node && name !== undefined && MAILBOX(name).test(name)) mention(compiler, "mailbox", name, node, { step });
}

const MAILBOX = wordPattern("^[\\p{L}\\p{N}_-]+$");

/** Checks a template against what its reader sees: the step's variables, and `with` before them. */
function useTemplate(
  compiler: Compiler,
  step: OutlineStep,
  use: { readonly name: string | undefined; readonly values: Mapping },
): string | null {
  const { name, values } = use;
  if (name === undefined) return null;
  const node = childOf(step.node, "template") ?? step.keyword.value;
  mention(compiler, "template", name, node, { step });
  const extra: Record<string, Type> = Object.fromEntries(
    values.map((entry) => [entry.name, typeOfTemplate(entry.value)]),
  );
  const spot = spotWith(spotOf(compiler, step, "template"), { extra });
  const made = compileMessageTemplate(compiler, name, spot);
  if (made && !compiler.messages.has(name)) compiler.messages.set(name, made);
  return name;
}
