import { isList } from "../base/value.ts";
import { compileDuration } from "./compile-duration.ts";
import { textNodesOf, textsOf } from "./compile-field.ts";
import { compilePeople } from "./compile-people.ts";
import { compileCondition } from "./compile-value.ts";
import { type Compiler, mention, note, rangeOf } from "./compiler.ts";
import { isCron } from "./cron.ts";
import type { EventStart, FormStart, MessageStart, ScheduleStart, Start, Template } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import { inputsByType, requireInputs, type StartParts, spotAt, startParts } from "./start-parts.ts";
import { eventType, recordEventOf } from "./types-of-events.ts";
import { DATE_TIME, mapOf, OPEN_MAP } from "./types-of-fields.ts";

/** How the process may be started, in the order of the file. */
export function compileStarts(compiler: Compiler): readonly Start[] {
  const starts = childOf(compiler.document.root, "start");
  if (starts?.kind !== "list") return [];
  return starts.items.flatMap((node, index) => {
    const start = compileStart(compiler, node, index);
    return start ? [start] : [];
  });
}

/** Is every start a form? Then there is always somebody who started it. */
export function isStartedByPeopleOnly(root: Node): boolean {
  const starts = childOf(root, "start");
  return (
    starts?.kind === "list" &&
    starts.items.length > 0 &&
    starts.items.every((node) => childOf(node, "form") !== undefined)
  );
}

function compileStart(compiler: Compiler, node: Node, index: number): Start | null {
  const form = childOf(node, "form");
  if (form) return formStart(compiler, form, startParts(compiler, node, { index, event: null, whenLive: "answer" }));
  const event = childOf(node, "event");
  if (event) return eventStart(compiler, node, { index, names: textsOf(event), at: event });
  const message = childOf(node, "message");
  if (message) return messageStart(compiler, node, index);
  const schedule = childOf(node, "schedule");
  return schedule ? scheduleStart(compiler, node, index) : null;
}

function formStart(compiler: Compiler, form: Node, common: StartParts): FormStart {
  const groups = childOf(form, "candidateGroups");
  const users = childOf(form, "candidateUsers");
  for (const group of textNodesOf(groups)) mention(compiler, "group", textOf(group) as string, group);
  return {
    ...common,
    kind: "form",
    candidateUsers: users ? listed(compilePeople(compiler, users, spotAt(compiler, "candidateUsers", {}))) : [],
    candidateGroups: textsOf(groups),
  };
}

function eventStart(
  compiler: Compiler,
  node: Node,
  from: { readonly index: number; readonly names: readonly string[]; readonly at: Node },
): EventStart {
  const { names, at, index } = from;
  for (const one of textNodesOf(at)) mentionEvent(compiler, textOf(one) as string, one);
  const event = eventType(names, compiler.catalog);
  const common = startParts(compiler, node, { index, event, whenLive: "again" });
  const where = compileCondition(compiler, childOf(node, "where"), spotAt(compiler, "where", { event }));
  return { ...common, with: common.with ?? inputsByType(compiler, names, at), kind: "event", types: names, where };
}

function messageStart(compiler: Compiler, node: Node, index: number): MessageStart {
  const common = startParts(compiler, node, { index, event: OPEN_MAP, whenLive: "answer" });
  const where = compileCondition(compiler, childOf(node, "where"), spotAt(compiler, "where", { event: OPEN_MAP }));
  return { ...common, kind: "message", message: textOf(childOf(node, "message")) ?? "", where };
}

function scheduleStart(compiler: Compiler, node: Node, index: number): ScheduleStart {
  const schedule = childOf(node, "schedule");
  const cronNode = childOf(schedule, "cron");
  const cron = textOf(cronNode) ?? null;
  if (cronNode && cron !== null && !isCron(cron)) note(compiler, "cron", rangeOf(cronNode), { text: cron });
  const every = childOf(schedule, "every");
  const event = mapOf({ at: DATE_TIME });
  const common = startParts(compiler, node, { index, event, whenLive: "again" });
  if (!common.with && schedule) requireInputs(compiler, [], schedule);
  return {
    ...common,
    kind: "schedule",
    cron,
    every: every ? compileDuration(compiler, every, spotAt(compiler, "every", {})) : null,
  };
}

function mentionEvent(compiler: Compiler, name: string, at: Node): void {
  const event = recordEventOf(name);
  if (event) mention(compiler, "recordType", event.type, at);
  else if (name !== "mail.received") mention(compiler, "event", name, at);
}

function listed(template: Template): readonly Template[] {
  if (template.kind === "list") return template.items;
  if (template.kind === "literal" && isList(template.value))
    return template.value.map((value) => ({ kind: "literal", value }));
  return [template];
}
