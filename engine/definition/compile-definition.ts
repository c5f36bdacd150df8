import { id as brand, type ProcessId, type StepId } from "../base/ids.ts";
import type { Type } from "../expression/type.ts";
import type { ProcessSource } from "./compile.ts";
import type { Pass } from "./compile-pass.ts";
import type { Compiler } from "./compiler.ts";
import { digestOf } from "./digest.ts";
import { typeAt } from "./env.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { Definition, Step } from "./model.ts";
import { childOf, textOf } from "./node.ts";

/** The calendar of a process that names none. */
export const DEFAULT_CALENDAR = "ru-office";

/** Puts the compiled parts together. Only for a process without errors. */
export function assembleDefinition(source: ProcessSource, pass: Pass): Definition | null {
  const { root } = source.document;
  const { compiler, parts } = pass;
  const calendar = source.calendars(textOf(childOf(root, "calendar")) ?? DEFAULT_CALENDAR);
  if (!calendar) return null;
  const body = freezeDeep({
    process: brand<ProcessId>(textOf(childOf(root, "process")) ?? ""),
    title: textOf(childOf(root, "title")) ?? "",
    calendar,
    ...parts,
    decisions: Object.fromEntries(compiler.tables),
    steps: stepsOf(compiler),
    templates: Object.fromEntries(compiler.messages),
    types: rootTypes(compiler),
  });
  let digest: string | null = null;
  return Object.freeze({
    ...body,
    // Only a version that runs needs one; a check asks for none.
    get digest() {
      digest ??= digestOf(root, source.files);
      return digest;
    },
  });
}

function stepsOf(compiler: Compiler): ReadonlyMap<StepId, Step> {
  return new Map([...compiler.made.values()].map((step) => [step.id, step]));
}

/** Types of the variables that live as long as the process. */
function rootTypes(compiler: Compiler): Readonly<Record<string, Type>> {
  const { body } = compiler.outline;
  const state = compiler.flow.ending();
  const own = compiler.variables.all.filter((variable) => variable.scope === body);
  return Object.fromEntries(own.map((variable) => [variable.name, typeAt(compiler, variable, state)]));
}
