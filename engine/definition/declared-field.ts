import type { Field } from "../base/field.ts";
import { NUMBER } from "../expression/type.ts";
import { hasExpression, textNodesOf } from "./compile-field.ts";
import { compileTemplate, want } from "./compile-value.ts";
import { type Compiler, mention, note, rangeOf, type Spot, spotWith } from "./compiler.ts";
import { checkFieldValue } from "./field-value.ts";
import type { FormField } from "./model.ts";
import { childOf, type Node, textOf } from "./node.ts";
import type { OutlineStep } from "./outline.ts";
import type { Wanted } from "./survey.ts";

/** Notes what a field's declaration names: record types, a list, mailboxes, a department or group. */
export function mentionField(compiler: Compiler, node: Node, step: OutlineStep | null): void {
  const type = textOf(childOf(node, "type"));
  const of = childOf(node, "of");
  const department = childOf(of, "department");
  const group = childOf(of, "group");
  if (type === "record" || type === "records") {
    for (const one of textNodesOf(of)) mention(compiler, "recordType", textOf(one) as string, one, { step });
  }
  for (const [kind, one] of [
    ["department", department],
    ["group", group],
  ] as const) {
    const name = textOf(one);
    if (one && name !== undefined) mention(compiler, kind, name, one, { step });
  }
  const from = childOf(node, "from");
  const name = textOf(from);
  if (from && name?.startsWith("list:")) mention(compiler, "list", name.slice("list:".length), from, { step });
}

/** A field's `default` where it holds an expression; a literal one is checked and stays in the field. */
export function compileDefault(
  compiler: Compiler,
  field: Field,
  from: { readonly node: Node | undefined; readonly spot: Spot },
): FormField["defaultOf"] {
  const { node, spot } = from;
  if (!node) return null;
  const template = compileTemplate(compiler, node, spotWith(spot, { key: "default" }));
  if (template.kind === "expression") {
    want(compiler, template.expression.type, {
      wanted: field.type as Wanted,
      at: node,
      what: field.title,
      nullable: true,
    });
  } else if (template.kind === "literal" && field.type === "text" && typeof template.value === "number") {
    // Written into a CRM a number becomes text; as a value of the file it would stay a number.
    note(compiler, "wrong-type", rangeOf(node), { wanted: "text", found: NUMBER, what: field.title });
  } else if (template.kind === "literal") checkFieldValue(compiler, template, { field, at: node, nullable: true });
  return hasExpression(node) ? template : null;
}
