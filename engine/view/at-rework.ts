import type { ActivationId } from "../base/ids.ts";
import type { Instance } from "../instance/state.ts";

/** Is the request of this approval with its author, to be corrected and sent again? */
export function isAtRework({ tasks }: Pick<Instance, "tasks">, activation: ActivationId): boolean {
  return Object.values(tasks).some((task) => task.activation === activation && task.purpose === "rework");
}
