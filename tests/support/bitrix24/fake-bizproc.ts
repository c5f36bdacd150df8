import { type Fields, listOf, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { type FakeCall, type FakeMethods, mapParam, param } from "./fake-method.ts";
import { isoOf } from "./fake-time.ts";
import type { FakeWorld } from "./fake-world.ts";

/** Workflows of the portal and robots that call an app. */
export const BIZPROC_METHODS: FakeMethods = {
  "bizproc.workflow.start": {
    scope: "bizproc",
    needs: "admin",
    run: (call, world) => {
      const templateId = numberOf(param(call, "TEMPLATE_ID"));
      if (templateId === 0) throw new Refusal("ERROR_WRONG_WORKFLOW_ID", "Empty TEMPLATE_ID");
      if (!world.templates.has(templateId)) throw new Refusal("ERROR_WRONG_WORKFLOW_ID", "Template not found");
      const document = listOf(param(call, "DOCUMENT_ID")).map(textOf);
      if (document.length !== 3) throw new Refusal("ERROR_DOCUMENT_NOT_FOUND", "Wrong DOCUMENT_ID!");
      const id = `${world.random.word(14)}.${world.random.between(10_000_000, 99_999_999)}`;
      world.workflows.push({ id, templateId, document, parameters: mapParam(call, "PARAMETERS") });
      return { result: id };
    },
  },
  "bizproc.workflow.instances": {
    scope: "bizproc",
    needs: "admin",
    run: (_, world) => ({
      result: world.workflows.map(({ id, templateId, document: [moduleId, entity, documentId] }) => ({
        ...{
          DOCUMENT_ID: documentId,
          ENTITY: entity,
          ID: id,
          MODIFIED: isoOf(world.now(), world.zone),
          STARTED: isoOf(world.now(), world.zone),
        },
        ...{ MODULE_ID: moduleId, OWNED_UNTIL: null, TEMPLATE_ID: String(templateId), STARTED_BY: "1" },
      })),
      total: world.workflows.length,
    }),
  },
  "bizproc.robot.add": { scope: "bizproc", needs: "admin app", run: addRobot },
  "bizproc.robot.list": {
    scope: "bizproc",
    needs: "admin app",
    run: (_, world) => ({ result: world.robots.map(({ CODE }) => CODE) }),
  },
  "bizproc.activity.add": { scope: "bizproc", needs: "admin app", run: addRobot },
  "bizproc.event.send": {
    scope: "bizproc",
    needs: "app",
    run: (call, world) => {
      const token = textOf(param(call, "event_token"));
      if (!world.eventTokens.has(token)) throw new Refusal("ACCESS_DENIED", "Access denied!", 403);
      world.eventTokens.delete(token);
      return { result: true };
    },
  },
  "bizproc.task.list": {
    scope: "bizproc",
    run: (call, world) => {
      const userId = numberOf(mapParam(call, "filter").USER_ID);
      if (userId !== 0 && userId !== call.caller.userId && !world.isAdmin(call.caller.userId))
        throw new Refusal("ACCESS_DENIED", "Access denied!");
      const rows = world.bizprocTasks.filter((task) => userId === 0 || numberOf(task.USER_ID) === userId);
      return { result: rows, total: rows.length };
    },
  },
  "bizproc.task.complete": {
    scope: "bizproc",
    run: (call, world) => {
      const task = world.bizprocTasks.find(({ ID }) => textOf(ID) === textOf(param(call, "TASK_ID")));
      if (![1, 2, 3, 4].includes(numberOf(param(call, "STATUS"))))
        throw new Refusal("ERROR_TASK_VALIDATION", "incorrect STATUS");
      if (task === undefined) throw new Refusal("ERROR_TASK_NOT_FOUND", "Task not found");
      // Only one's own: nobody can decide on behalf of another person.
      if (numberOf(task.USER_ID) !== call.caller.userId) throw new Refusal("ACCESS_DENIED", "Access denied!");
      world.bizprocTasks.splice(world.bizprocTasks.indexOf(task), 1);
      return { result: true };
    },
  },
};

function addRobot(call: FakeCall, world: FakeWorld): { result: true } {
  const code = textOf(param(call, "CODE"));
  if (code === "") throw new Refusal("ERROR_ACTIVITY_VALIDATION_FAILURE", "Empty activity code!");
  if (world.robots.some((one) => one.CODE === code))
    throw new Refusal("ERROR_ACTIVITY_ALREADY_INSTALLED", "Activity already installed!");
  world.robots.push({ ...(call.params as Fields), CODE: code, HANDLER: textOf(param(call, "HANDLER")) });
  return { result: true };
}
