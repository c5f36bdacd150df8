import type { Field } from "../../engine/base/field.ts";
import type { Value } from "../../engine/base/value.ts";
import type { Task, TaskField } from "../../engine/instance/state.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";

/** The fields of a task's form as they are declared, with what stands in them at first. */
export function fieldsOfTask(
  { definition }: Pick<Shown, "definition">,
  task: Task,
): readonly { readonly field: Field; readonly value: Value }[] {
  const step = definition.steps.get(task.step);
  const own = step?.kind === "approval" || step?.kind === "userTask" ? step.form : [];
  return task.form.map((shown) => {
    const declared = (shown.edits ? definition.inputs : own).find(({ name }) => name === shown.name);
    return { field: declared ?? plainField(shown), value: shown.value };
  });
}

/** A field that the engine asks for by itself: who decides where nobody could be asked. */
function plainField({ name, type, title, required }: TaskField): Field {
  return {
    ...{ name, title, required, hidden: false, help: null, of: null, from: null, values: null },
    ...{ include: [], currency: null, min: null, max: null, default: undefined },
    type: FIELD_TYPES.has(type) ? (type as Field["type"]) : "text",
  };
}

const FIELD_TYPES: ReadonlySet<string> = new Set<Field["type"]>(["user", "text", "number", "date"]);
