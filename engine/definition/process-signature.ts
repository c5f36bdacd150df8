import { inputFieldsOf } from "./compile-input.ts";
import type { ProcessSignature } from "./compiler.ts";
import { childOf, type Document, textOf } from "./node.ts";
import { outlineOf } from "./outline.ts";

/** What other processes must know of this one: its inputs for `run`, its output, the events it raises. */
export function signatureOf(document: Document): ProcessSignature | null {
  const id = textOf(childOf(document.root, "process"));
  if (id === undefined) return null;
  const output = childOf(document.root, "output");
  const emits = outlineOf(document).steps.filter((step) => step.kind === "emit");
  return {
    id,
    title: textOf(childOf(document.root, "title")) ?? id,
    inputs: inputFieldsOf(document),
    outputs: output?.kind === "map" ? output.entries.map((entry) => entry.name) : [],
    emits: emits.flatMap((step) => textOf(step.keyword.value) ?? []),
  };
}
