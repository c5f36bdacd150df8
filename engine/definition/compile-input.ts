import type { Field } from "../base/field.ts";
import { ANY } from "../expression/type.ts";
import { titleOfTypes } from "./comparable-fields.ts";
import { fieldsOf, hasKnownType, textNodesOf } from "./compile-field.ts";
import { type Compiler, note, type Spot } from "./compiler.ts";
import { compileDefault, mentionField } from "./declared-field.ts";
import { declareType } from "./env.ts";
import { fieldsOfTypes } from "./field-value.ts";
import type { Input } from "./model.ts";
import { childOf, type Document, type Node, textOf } from "./node.ts";
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
  for (const { field, entry } of declared) {
    const type = hasKnownType(entry.value) ? typeOfInput(field, compiler.catalog) : ANY;
    declareType(compiler, compiler.variables.visible(field.name, body), type);
  }
  return declared.map(({ field, entry }) => {
    mentionField(compiler, entry.value, null);
    checkInclude(compiler, field, entry.value);
    return { ...field, defaultOf: compileDefault(compiler, field, { node: childOf(entry.value, "default"), spot }) };
  });
}

/** `include` names fields that hold records; what follows a dot is the related record's own. */
function checkInclude(compiler: Compiler, field: Field, node: Node): void {
  for (const one of textNodesOf(childOf(node, "include"))) {
    let types: readonly string[] = Array.isArray(field.of) ? (field.of as readonly string[]) : [];
    for (const name of (textOf(one) as string).split(".")) {
      const fields = fieldsOfTypes(compiler.catalog, types);
      if (!fields) break;
      const related = Object.values(fields).filter((other) => other.type === "record" || other.type === "records");
      const found = related.find((other) => other.name === name);
      if (!found) {
        note(compiler, "unknown-field", one, {
          name,
          fields: related.map((other) => other.name),
          of: titleOfTypes(compiler, types),
        });
        break;
      }
      types = Array.isArray(found.of) ? (found.of as readonly string[]) : [];
    }
  }
}
