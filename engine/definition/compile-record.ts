import type { Field } from "../base/field.ts";
import { id as brand, type ProcessId } from "../base/ids.ts";
import { ANY, NULL, type Type } from "../expression/type.ts";
import type { CompiledStep } from "./compile-kind.ts";
import { compileTemplate } from "./compile-value.ts";
import { type Compiler, mention, note, spotOf, spotWith } from "./compiler.ts";
import { checkFieldValue } from "./field-value.ts";
import { isGiven } from "./is-given.ts";
import type { Mapping, StepCommon } from "./model.ts";
import { childOf, textOf } from "./node.ts";
import { REGISTRY_FIELDS } from "./operations.ts";
import type { OutlineStep } from "./outline.ts";
import { mapOf, OPEN_MAP } from "./types-of-fields.ts";

/** Appends a row to a registry: every column named must be one of the registry's. */
export function compileRecord(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const registry = textOf(step.keyword.value) ?? "";
  mention(compiler, "registry", registry, step.keyword.value, { step });
  const known = compiler.catalog?.registries[registry];
  const spot = spotOf(compiler, step, "entry");
  const node = childOf(step.node, "entry");
  const entry: Mapping = (node?.kind === "map" ? node.entries : []).map((one) => {
    const value = compileTemplate(compiler, one.value, spotWith(spot, { key: one.name }));
    const column = known?.columns[one.name];
    if (known && Object.hasOwn(REGISTRY_FIELDS, one.name) && !column)
      note(compiler, "read-only-field", one.key, { name: one.name });
    else if (known && !column)
      note(compiler, "unknown-column", one.key, {
        name: one.name,
        columns: Object.keys(known.columns),
        registry: known.title,
      });
    else if (column) checkFieldValue(compiler, value, { field: column, at: one.value, nullable: !column.required });
    return { name: one.name, value };
  });
  const missing = Object.values(known?.columns ?? {}).filter(
    (column) => column.required && !entry.some((one) => one.name === column.name),
  );
  for (const column of missing)
    note(compiler, "missing-column", step.keyword.value, { name: column.name, title: column.title, registry });
  return { step: { ...common, kind: "record", registry, entry }, type: OPEN_MAP };
}

/** Starts another process: its inputs are checked against that process's own declaration. */
export function compileRun(compiler: Compiler, step: OutlineStep, common: StepCommon): CompiledStep {
  const value = step.keyword.value;
  const name = textOf(value) ?? "";
  mention(compiler, "process", name, value, { step });
  const other = compiler.processes.find((process) => process.id === name);
  const values = compileInputMapping(compiler, step, other ? { inputs: other.inputs, process: other.id } : null);
  const awaits = childOf(step.node, "await");
  const isAwaited = awaits?.kind === "scalar" && awaits.value === true;
  const key = childOf(step.node, "key");
  const outputs: Type = other ? mapOf(Object.fromEntries(other.outputs.map((output) => [output, ANY]))) : ANY;
  return {
    step: {
      ...common,
      kind: "run",
      process: brand<ProcessId>(name),
      with: values,
      await: isAwaited,
      key: key ? compileTemplate(compiler, key, spotOf(compiler, step, "key")) : null,
    },
    type: isAwaited ? outputs : other ? NULL : ANY,
  };
}

function compileInputMapping(
  compiler: Compiler,
  step: OutlineStep,
  other: { readonly inputs: readonly Field[]; readonly process: string } | null,
): Mapping {
  const node = childOf(step.node, "with");
  const spot = spotOf(compiler, step, "with");
  const entries = node?.kind === "map" ? node.entries : [];
  const made = entries.map((entry) => {
    const value = compileTemplate(compiler, entry.value, spotWith(spot, { key: entry.name }));
    const input = other?.inputs.find((one) => one.name === entry.name);
    if (input) checkFieldValue(compiler, value, { field: input, at: entry.value, nullable: !input.required });
    else if (other)
      note(compiler, "unknown-input", entry.key, {
        name: entry.name,
        inputs: other.inputs.map((one) => one.name),
        process: other.process,
      });
    return { name: entry.name, value };
  });
  for (const input of other?.inputs ?? []) {
    const given = entries.map((entry) => entry.name);
    const known = (other?.inputs ?? []).map((one) => one.name);
    if (other && input.required && input.default === undefined && !isGiven(input.name, given, known)) {
      note(compiler, "missing-input", step.keyword.value, { name: input.name, process: other.process });
    }
  }
  return made;
}
