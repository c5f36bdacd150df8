import type { ActivationId } from "../../engine/base/ids.ts";
import type { HistoryEvent } from "../../engine/instance/event.ts";
import type { Task } from "../../engine/instance/state.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";

/**
 * Comments, questions and answers of a task and of all others of its step, the oldest first: of earlier rounds, of the
 * rework between them, and of other seats. What another iteration of a `for` says is of another matter.
 */
export function discussionOf({ history }: Shown, task: Task): Task["comments"] {
  const mine = placeOf(history, task.activation);
  const places = new Map(
    history.flatMap((event) =>
      event.kind === "taskOpened" && event.step === task.step
        ? [[event.task.id, placeOf(history, event.task.activation)] as const]
        : [],
    ),
  );
  return history.flatMap((event) => {
    if (event.kind !== "commentAdded" || event.step !== task.step || places.get(event.task) !== mine) return [];
    const { by, at, text, files } = event;
    return [{ by, at, text, ...(files === undefined ? {} : { files }) }];
  });
}

/** In which iterations a visit stood, from outside in: `item:2`; empty outside of them. */
function placeOf(history: readonly HistoryEvent[], activation: ActivationId): string {
  const lanes: string[] = [];
  let at: ActivationId | null = activation;
  while (at !== null) {
    const name: ActivationId = at;
    const entered = history.findLast((event) => event.kind === "stepEntered" && event.activation === name);
    if (entered?.kind !== "stepEntered") break;
    if (entered.lane.startsWith("item:")) lanes.unshift(entered.lane);
    at = entered.parent;
  }
  return lanes.join("/");
}
