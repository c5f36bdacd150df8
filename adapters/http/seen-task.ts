import Type from "typebox";
import type { TaskId } from "../../engine/base/ids.ts";
import type { Task } from "../../engine/instance/state.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";
import { taskAt } from "../task-address.ts";
import type { Call } from "./api-route.ts";
import { notFound } from "./problem.ts";
import { taskIn } from "./task-page.ts";

/** An address of a task. */
export const TASK_PARAMS = Type.Object({ task: Type.String({ minLength: 1, maxLength: 300 }) });

type OfTask = Pick<Call<{ readonly task: string }, unknown, unknown>, "service" | "viewer" | "params">;

/** May the viewer see the instance of the task, whether it is open or not? */
export async function seesTask({ service, viewer, params }: OfTask): Promise<boolean> {
  const instance = await service.assembled.store.queries.instanceOfTask(taskAt(params.task));
  return instance !== null && (await service.useCases.maySee(viewer, instance));
}

/** The task with its instance. @throws {Problem} `NOT_FOUND` */
export async function shownTask({ service, viewer, params }: OfTask): Promise<{
  readonly shown: Shown;
  readonly task: Task;
}> {
  const name: TaskId = taskAt(params.task);
  const instance = await service.assembled.store.queries.instanceOfTask(name);
  const shown = instance === null ? null : await service.useCases.showTo(viewer, instance);
  const task = shown === null ? null : taskIn(shown, name);
  if (shown === null || task === null) throw notFound({ ru: "Такого задания нет", en: "There is no such task" });
  return { shown, task };
}
