import type { Field } from "../base/field.ts";
import { fieldsOf } from "./compile-field.ts";
import type { Compiler, Spot } from "./compiler.ts";
import { compileDefault, mentionField } from "./declared-field.ts";
import { declareType } from "./env.ts";
import type { Input } from "./model.ts";
import { childOf, type Document } from "./node.ts";
import { typeOfInput } from "./types-of-fields.ts";

/** The declared inputs of a process. */
export function inputFieldsOf(document: Document): readonly Field[] {
  return fieldsOf(childOf(document.root, "input")).map(({ field }) => field);
}

/** The inputs of the model; their types become known to everything that reads them. */
export function compileInputs(compiler: Compiler): readonly Input[] {
  const { body } = compiler.outline;
  const spot: Spot = { step: null, list: body, state: compiler.flow.entering(body), extra: {}, key: "default" };
  const declared = fieldsOf(childOf(compiler.document.root, "input"));
  for (const { field } of declared) {
    declareType(compiler, compiler.variables.visible(field.name, body), typeOfInput(field, compiler.catalog));
  }
  return declared.map(({ field, entry }) => {
    mentionField(compiler, entry.value, null);
    return { ...field, defaultOf: compileDefault(compiler, field, { node: childOf(entry.value, "default"), spot }) };
  });
}
