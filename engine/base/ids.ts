/**
 * Ids are branded strings: one kind cannot be passed where another is meant. Inside the core they are derived
 * (`instance/step#visit`), so that a replay yields the same ones; at the edge the shell makes them.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A process's id, kebab-case, the name of its folder: `lead-distribution`. */
export type ProcessId = Branded<"ProcessId">;
/** A step's id, kebab-case, unique in its process: `assign`. */
export type StepId = Branded<"StepId">;
/** One execution of a definition: `lead-distribution/1` in simulations, time-ordered ids in stores. */
export type InstanceId = Branded<"InstanceId">;
/** One visit of a step: `<instance>/<step>#<visit>`; blocks, branches and iterations have their own. */
export type ActivationId = Branded<"ActivationId">;
/** A task for a person: `<activation>/task:<seat or purpose>`. */
export type TaskId = Branded<"TaskId">;
/** `<activation or task>/timer:<purpose>:<n>` */
export type TimerId = Branded<"TimerId">;
/** One use of an operation, and its idempotency key towards the outside. */
export type CallId = Branded<"CallId">;
/** A person in the directory: `head-1`. */
export type UserId = Branded<"UserId">;
/** A command's own id; the same id twice is handled once. */
export type CommandId = Branded<"CommandId">;

/** Brands text that is known to be such an id. The only cast; grep for it when an id comes out wrong. */
export function id<T extends string>(text: string): T {
  return text as T;
}
