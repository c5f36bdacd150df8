import { type Inner, isInnerMap, ownField } from "../value/inner.ts";
import { type Builtin, builtin } from "./signature.ts";

/**
 * People (language §3): references, built like `{ headOf: client }` in a file; they ask nobody. Who it is, is settled
 * when the task opens.
 */
export const PEOPLE_FUNCTIONS: readonly Builtin[] = [
  builtin("user(id: string): principal", ({ args }) => ({ user: args[0] ?? null })),
  builtin("group(id: string): principal", ({ args }) => ({ group: args[0] ?? null })),
  builtin("each of(group: string): principal", ({ args }) => ({ each: args[0] ?? null })),
  builtin("next of(group: string): principal", ({ args }) => ({ nextOf: args[0] ?? null })),
  builtin("head of(department: string): principal", ({ args }) => ({ headOf: args[0] ?? null })),
  builtin("manager of(user: string | context): principal", ({ args }) => ({ managerOf: userId(args[0] ?? null) })),
  builtin("is administrator(user: string | context): boolean", ({ args, context }) => {
    const user = userId(args[0] ?? null);
    return typeof user === "string" && context.people.administrators.includes(user);
  }),
];

/** A user's id, given as such or as `{ user: id }`. */
function userId(value: Inner): Inner {
  return isInnerMap(value) ? (ownField(value, "user") ?? null) : value;
}
