import { type Fields, listOf, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { type FakeCall, type FakeMethods, fieldsParam, mapParam, paged, param } from "./fake-method.ts";
import type { Actor } from "./fake-options.ts";
import { taskRow, taskShape } from "./fake-task-shape.ts";
import { instantOf, isoOf } from "./fake-time.ts";
import type { FakeTask, FakeWorld } from "./fake-world.ts";

export const TASK_STATUS = { pending: 2, inProgress: 3, control: 4, completed: 5, deferred: 6 } as const;
const SORTABLE = new Set(
  "ID TITLE DEADLINE PRIORITY STATUS CREATED_DATE CHANGED_DATE CLOSED_DATE RESPONSIBLE_ID CREATED_BY GROUP_ID".split(
    " ",
  ),
);

/** `tasks.task.*` of the old version: names sent in capitals, answered in camelCase, numbers as texts. */
export const TASK_METHODS: FakeMethods = {
  "tasks.task.add": {
    scope: "task",
    run: (call, world) => ({
      result: { task: taskShape(addTask(upperNames(fieldsParam(call)), call, world), null, world) },
    }),
  },
  "tasks.task.update": {
    scope: "task",
    run: (call, world) => {
      const task = taskFor(call, world);
      const sent = upperNames(fieldsParam(call));
      for (const [field, value] of Object.entries(sent))
        remember(task, field, task.values[field], value, call.actor, world);
      Object.assign(task.values, sent);
      touched(task, call.actor, world);
      return { result: { task: taskShape(task, null, world) } };
    },
  },
  "tasks.task.get": {
    scope: "task",
    run: (call, world) => {
      const select = param(call, "select");
      if (select !== undefined && !Array.isArray(select))
        throw new Refusal(
          "100",
          "Invalid value {} to match with parameter {select}. Should be value of type array. (internal error)",
        );
      return {
        result: {
          task: taskShape(taskFor(call, world), listOf(select).length === 0 ? null : listOf(select).map(textOf), world),
        },
      };
    },
  },
  "tasks.task.list": {
    scope: "task",
    run: (call, world) => {
      const order = Object.entries(mapParam(call, "order"));
      if (order.some(([name]) => !SORTABLE.has(name))) throw new Refusal("0", "Invalid sorting key (internal error)");
      const filter = mapParam(call, "filter");
      const rows = [...world.tasks.values()].filter((task) =>
        Object.entries(filter).every(([key, value]) => fits(task, key, value, world)),
      );
      const [[by, direction] = ["ID", "asc"]] = order;
      const sorted = rows.toSorted((a, b) =>
        by === "ID" ? a.id - b.id : textOf(a.values[by]).localeCompare(textOf(b.values[by]), "en") || a.id - b.id,
      );
      return paged(textOf(direction).toLowerCase() === "desc" ? sorted.toReversed() : sorted, call, (shownTasks) => ({
        tasks: shownTasks.map((task) =>
          taskRow(task, listOf(param(call, "select")).map(textOf), mapParam(call, "params"), world),
        ),
      }));
    },
  },
  "tasks.task.history.list": {
    scope: "task",
    run: (call, world) => {
      const filter = mapParam(call, "filter");
      const rows = taskFor(call, world).history.filter(
        ({ field }) => filter.FIELD === undefined || field === filter.FIELD,
      );
      return { result: { list: rows.map((row) => historyRow(row, world)) } };
    },
  },
  "tasks.task.complete": { scope: "task", run: (call, world) => moved(call, world, complete) },
  "tasks.task.approve": {
    scope: "task",
    run: (call, world) =>
      moved(call, world, (task) => (task.status === TASK_STATUS.control ? TASK_STATUS.completed : null)),
  },
  "tasks.task.disapprove": {
    scope: "task",
    run: (call, world) =>
      moved(call, world, (task) => (task.status === TASK_STATUS.control ? TASK_STATUS.pending : null)),
  },
  "tasks.task.start": {
    scope: "task",
    run: (call, world) =>
      moved(call, world, (task) => (task.status === TASK_STATUS.pending ? TASK_STATUS.inProgress : null)),
  },
  "tasks.task.renew": {
    scope: "task",
    run: (call, world) =>
      moved(call, world, (task) => (task.status >= TASK_STATUS.control ? TASK_STATUS.pending : null)),
  },
  "tasks.task.delete": {
    scope: "task",
    run: (call, world) => {
      const { id } = taskFor(call, world);
      world.tasks.delete(id);
      raiseTask("DELETE", id, call.actor, world);
      return { result: { task: true } };
    },
  },
};

/** `UF_CRM_TASK` of `ufCrmTask`: both are understood. */
function upperNames(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      /[a-z]/.test(name) ? name.replaceAll(/[A-Z]/g, "_$&").toUpperCase() : name,
      value,
    ]),
  );
}

/** Keeps a task and raises its event. @throws {Refusal} ERROR_CORE with HTML in its text */
export function addTask(values: Fields, call: Pick<FakeCall, "actor" | "caller">, world: FakeWorld): FakeTask {
  if (textOf(values.TITLE).trim() === "") throw new Refusal("ERROR_CORE", "Task title is not specified<br>");
  const responsible = numberOf(values.RESPONSIBLE_ID);
  if (responsible === 0) throw new Refusal("ERROR_CORE", "The responsible person is not specified<br>");
  if (!world.users.has(responsible))
    throw new Refusal("ERROR_CORE", 'The user specified in the "Responsible person" field was not found.<br>');
  const id = world.nextId("task", 3_000);
  const now = world.now();
  const task: FakeTask = {
    ...{ id, status: TASK_STATUS.pending, createdAt: now, changedAt: now, closedAt: null },
    changedBy: call.caller.userId,
    history: [],
    values: { CREATED_BY: call.caller.userId, ...values },
  };
  world.tasks.set(id, task);
  remember(task, "NEW", null, null, call.actor, world);
  raiseTask("ADD", id, call.actor, world);
  return task;
}

/** Somebody finishes a task. Where its creator wants to see the result it waits for his word. */
export function complete(task: FakeTask): number | null {
  if (task.status >= TASK_STATUS.control) return null;
  return task.values.TASK_CONTROL === "Y" ? TASK_STATUS.control : TASK_STATUS.completed;
}

/** Moves a task to a status. */
export function toStatus(task: FakeTask, status: number, actor: Actor, world: FakeWorld): void {
  remember(task, "STATUS", task.status, status, actor, world);
  task.status = status;
  task.closedAt = status >= TASK_STATUS.control ? world.now() : null;
  touched(task, actor, world);
}

function moved(call: FakeCall, world: FakeWorld, statusOf: (task: FakeTask) => number | null): { result: Fields } {
  const task = taskFor(call, world);
  const status = statusOf(task);
  if (status === null) throw new Refusal("0", "Action on the task is not allowed");
  toStatus(task, status, call.actor, world);
  return { result: { task: taskShape(task, null, world) } };
}

function touched(task: FakeTask, actor: Actor, world: FakeWorld): void {
  task.changedAt = world.now();
  task.changedBy = actor.userId;
  raiseTask("UPDATE", task.id, actor, world);
}

/** Raises the event of a task. */
export function raiseTask(verb: "ADD" | "UPDATE" | "DELETE", id: number, actor: Actor, world: FakeWorld): void {
  const [before, after] = [verb === "ADD" ? "undefined" : { ID: id }, verb === "DELETE" ? "undefined" : { ID: id }];
  world.raise(`ONTASK${verb}`, `task:${id}`, actor, {
    ...{ FIELDS_BEFORE: before, FIELDS_AFTER: after, IS_ACCESSIBLE_BEFORE: verb === "ADD" ? "N" : "undefined" },
    IS_ACCESSIBLE_AFTER: verb === "DELETE" ? "N" : "undefined",
  });
}

/** One code for no such task, no right and a wrong state alike. */
function taskFor(call: FakeCall, world: FakeWorld): FakeTask {
  const task = world.tasks.get(numberOf(param(call, "taskId")));
  if (task === undefined) throw new Refusal("0", "Action on the task is not allowed");
  return task;
}

function fits(task: FakeTask, key: string, expected: unknown, world: FakeWorld): boolean {
  const [, operator = "", name = ""] = /^(>=|<=|>|<|=|@|!|%)?(.*)$/.exec(key) ?? [];
  if (name.startsWith("::")) return true;
  const own: Fields = {
    ...{ ID: task.id, STATUS: task.status, REAL_STATUS: task.status },
    ...{ CREATED_DATE: isoOf(task.createdAt, world.zone), CHANGED_DATE: isoOf(task.changedAt, world.zone) },
  };
  const actual = own[name] ?? task.values[name];
  const at = (value: unknown): number => instantOf(textOf(value), world.zone) ?? numberOf(value);
  if (operator === ">") return at(actual) > at(expected);
  if (operator === ">=") return at(actual) >= at(expected);
  if (operator === "<") return at(actual) < at(expected);
  if (operator === "<=") return at(actual) <= at(expected);
  if (operator === "%") return textOf(actual).toLowerCase().includes(textOf(expected).toLowerCase());
  const values = Array.isArray(actual) ? actual.map(textOf) : [textOf(actual)];
  return listOf(expected).some((one) => values.includes(textOf(one))) !== (operator === "!");
}

/** Notes who changed what: tasks are the only things whose changes REST tells. */
function remember(task: FakeTask, field: string, from: unknown, to: unknown, actor: Actor, world: FakeWorld): void {
  const value = {
    from: from === undefined || from === null ? null : textOf(from),
    to: to === null ? null : textOf(to),
  };
  task.history.push({ id: world.nextId("taskHistory", 16_000), at: world.now(), field, value, userId: actor.userId });
}

function historyRow({ id, at, field, value, userId }: FakeTask["history"][number], world: FakeWorld): Fields {
  const user = world.users.get(userId);
  return {
    ...{ id, createdDate: isoOf(at, world.zone), field, value },
    user: {
      id: userId,
      name: user?.name ?? "",
      lastName: user?.lastName ?? "",
      secondName: "",
      login: user?.email ?? "",
    },
  };
}
