import { type Fields, isFields, listOf, numberOf, Refusal, textOf } from "./fake-answer.ts";
import { type FakeCall, type FakeMethods, fieldsParam, mapParam, paged, param } from "./fake-method.ts";
import type { Actor } from "./fake-options.ts";
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
      result: { task: shown(addTask(upperNames(fieldsParam(call)), call, world), null, world) },
    }),
  },
  "tasks.task.update": {
    scope: "task",
    run: (call, world) => {
      const task = taskFor(call, world);
      Object.assign(task.values, upperNames(fieldsParam(call)));
      touched(task, call.actor, world);
      return { result: { task: shown(task, null, world) } };
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
      return { result: { task: shown(taskFor(call, world), selected(select), world) } };
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
        tasks: shownTasks.map((task) => shown(task, selected(param(call, "select")), world)),
      }));
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
      raise("DELETE", id, call.actor, world);
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
  const task = {
    ...{ id, status: TASK_STATUS.pending, createdAt: now, changedAt: now, closedAt: null },
    values: { CREATED_BY: call.caller.userId, ...values },
  };
  world.tasks.set(id, task);
  raise("ADD", id, call.actor, world);
  return task;
}

/** Somebody finishes a task. Where its creator wants to see the result it waits for his word. */
export function complete(task: FakeTask): number | null {
  if (task.status >= TASK_STATUS.control) return null;
  return task.values.TASK_CONTROL === "Y" ? TASK_STATUS.control : TASK_STATUS.completed;
}

/** Moves a task to a status. */
export function toStatus(task: FakeTask, status: number, actor: Actor, world: FakeWorld): void {
  task.status = status;
  task.closedAt = status >= TASK_STATUS.control ? world.now() : null;
  touched(task, actor, world);
}

function moved(call: FakeCall, world: FakeWorld, statusOf: (task: FakeTask) => number | null): { result: Fields } {
  const task = taskFor(call, world);
  const status = statusOf(task);
  if (status === null) throw new Refusal("0", "Action on the task is not allowed");
  toStatus(task, status, call.actor, world);
  return { result: { task: shown(task, null, world) } };
}

function touched(task: FakeTask, actor: Actor, world: FakeWorld): void {
  task.changedAt = world.now();
  raise("UPDATE", task.id, actor, world);
}

function raise(verb: "ADD" | "UPDATE" | "DELETE", id: number, actor: Actor, world: FakeWorld): void {
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
  const actual = { ID: task.id, STATUS: task.status, REAL_STATUS: task.status }[name] ?? task.values[name];
  const at = (value: unknown): number => instantOf(textOf(value), world.zone) ?? numberOf(value);
  if (operator === ">") return at(actual) > at(expected);
  if (operator === ">=") return at(actual) >= at(expected);
  if (operator === "<") return at(actual) < at(expected);
  if (operator === "<=") return at(actual) <= at(expected);
  if (operator === "%") return textOf(actual).toLowerCase().includes(textOf(expected).toLowerCase());
  const values = Array.isArray(actual) ? actual.map(textOf) : [textOf(actual)];
  return listOf(expected).some((one) => values.includes(textOf(one))) !== (operator === "!");
}

function selected(select: unknown): ReadonlySet<string> | null {
  const names = listOf(select).map(textOf);
  return names.length === 0 || names.includes("*") ? null : new Set([...names, "ID"]);
}

/** A task as it is answered. Bindings to CRM and files only where they are named. */
function shown(task: FakeTask, select: ReadonlySet<string> | null, world: FakeWorld): Fields {
  const { values } = task;
  const date = (ms: number | null): string | null => (ms === null ? null : isoOf(ms, world.zone));
  const person = (id: unknown): Fields => {
    const user = world.users.get(numberOf(id));
    const name = user === undefined ? "" : `${user.name} ${user.lastName}`;
    return {
      id: textOf(id),
      name,
      link: `/company/personal/user/${textOf(id)}/`,
      icon: "/bitrix/images/tasks/default_avatar.png",
      workPosition: user?.position ?? "",
    };
  };
  const people = (list: unknown): unknown => {
    const entries = listOf(list).map((id) => [textOf(id), person(id)]);
    return entries.length === 0 ? [] : Object.fromEntries(entries);
  };
  const deadlineAt = instantOf(textOf(values.DEADLINE), world.zone);
  const all: Record<string, readonly [name: string, value: unknown]> = {
    ID: ["id", String(task.id)],
    PARENT_ID: ["parentId", values.PARENT_ID === undefined ? null : textOf(values.PARENT_ID)],
    TITLE: ["title", textOf(values.TITLE)],
    DESCRIPTION: ["description", textOf(values.DESCRIPTION)],
    MARK: ["mark", null],
    PRIORITY: ["priority", textOf(values.PRIORITY) || "1"],
    STATUS: ["status", String(task.status)],
    SUB_STATUS: ["subStatus", String(task.status)],
    GROUP_ID: ["groupId", textOf(values.GROUP_ID) || "0"],
    CREATED_BY: ["createdBy", textOf(values.CREATED_BY)],
    CREATED_DATE: ["createdDate", date(task.createdAt)],
    RESPONSIBLE_ID: ["responsibleId", textOf(values.RESPONSIBLE_ID)],
    CHANGED_DATE: ["changedDate", date(task.changedAt)],
    CLOSED_DATE: ["closedDate", date(task.closedAt)],
    DEADLINE: ["deadline", date(deadlineAt)],
    TASK_CONTROL: ["taskControl", textOf(values.TASK_CONTROL) || "N"],
    XML_ID: ["xmlId", values.XML_ID === undefined ? null : textOf(values.XML_ID)],
    DESCRIPTION_IN_BBCODE: ["descriptionInBbcode", "Y"],
    AUDITORS: ["auditors", listOf(values.AUDITORS).map(textOf)],
    ACCOMPLICES: ["accomplices", listOf(values.ACCOMPLICES).map(textOf)],
    CHECKLIST: ["checklist", []],
    UF_CRM_TASK: ["ufCrmTask", listOf(values.UF_CRM_TASK).length === 0 ? false : listOf(values.UF_CRM_TASK)],
    UF_TASK_WEBDAV_FILES: [
      "ufTaskWebdavFiles",
      listOf(values.UF_TASK_WEBDAV_FILES).length === 0 ? false : listOf(values.UF_TASK_WEBDAV_FILES),
    ],
  };
  const entries = Object.entries(all)
    .filter(([name]) => (select === null ? !name.startsWith("UF_") : select.has(name)))
    .map(([, entry]) => entry);
  const around = {
    ...{ group: [], creator: person(values.CREATED_BY), responsible: person(values.RESPONSIBLE_ID) },
    ...{ accomplicesData: people(values.ACCOMPLICES), auditorsData: people(values.AUDITORS) },
  };
  return {
    ...Object.fromEntries(entries),
    ...(select === null || isFields(select) ? around : { group: [], responsible: around.responsible }),
  };
}
