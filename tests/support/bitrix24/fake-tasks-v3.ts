import { type Fields, isFields, listOf, numberOf, textOf } from "./fake-answer.ts";
import type { FakeCall, FakeMethods } from "./fake-method.ts";
import { addTask, raiseTask } from "./fake-tasks.ts";
import { instantOf, isoOf } from "./fake-time.ts";
import { paginated, refusalV3, requiredV3 } from "./fake-v3.ts";
import type { FakeTask, FakeWorld } from "./fake-world.ts";

/** Names of REST 3.0 → names under which a task is kept. */
const NAMES: Readonly<Record<string, string>> = {
  title: "TITLE",
  description: "DESCRIPTION",
  creatorId: "CREATED_BY",
  responsibleId: "RESPONSIBLE_ID",
  deadline: "DEADLINE",
  groupId: "GROUP_ID",
  crmItemIds: "UF_CRM_TASK",
  fileIds: "UF_TASK_WEBDAV_FILES",
  needsControl: "TASK_CONTROL",
  xmlId: "XML_ID",
  priority: "PRIORITY",
};
const STATUSES: Readonly<Record<number, string>> = {
  2: "pending",
  3: "in_progress",
  4: "supposedly_completed",
  5: "completed",
  6: "deferred",
};

/** Tasks of REST 3.0: numbers are numbers, and an `Idempotency-Key` makes adding safe. */
export const TASK_V3_METHODS: FakeMethods = {
  "tasks.task.add": {
    scope: "task",
    run: (call, world) => ({ result: { item: shown(add(call, world), null, world) } }),
  },
  "tasks.task.update": {
    scope: "task",
    run: (call, world) => {
      const task = taskFor(call, world);
      Object.assign(task.values, kept(fieldsOf(call)));
      task.changedAt = world.now();
      raiseTask("UPDATE", task.id, call.actor, world);
      return { result: { result: true } };
    },
  },
  "tasks.task.get": {
    scope: "task",
    run: (call, world) => {
      const select = listOf(call.params.select).map(textOf);
      return { result: { item: shown(taskFor(call, world), select.length === 0 ? null : select, world) } };
    },
  },
  "tasks.task.list": {
    scope: "task",
    run: (call, world) => {
      const select = listOf(call.params.select).map(textOf);
      const conditions = listOf(call.params.filter).filter(Array.isArray) as unknown[][];
      const rows = [...world.tasks.values()].filter(({ id }) => conditions.every((condition) => meets(id, condition)));
      const isDescending = isFields(call.params.order) && textOf(call.params.order.id).toUpperCase() === "DESC";
      const page = paginated(isDescending ? rows.toReversed() : rows, call.params.pagination, {
        limit: 50,
        max: 1_000,
      });
      return { result: { items: page.map((task) => shown(task, select.length === 0 ? ["id"] : select, world)) } };
    },
  },
  "tasks.task.delete": {
    scope: "task",
    run: (call, world) => {
      const { id } = taskFor(call, world);
      world.tasks.delete(id);
      raiseTask("DELETE", id, call.actor, world);
      return { result: { result: true } };
    },
  },
  "tasks.task.field.list": {
    scope: "task",
    run: () => ({
      result: {
        items: Object.keys({ id: "", ...NAMES }).map((name) => ({
          ...{
            name,
            type: name.endsWith("Id") || name === "id" ? "int" : "string",
            filterable: name === "id",
            sortable: name !== "crmItemIds",
          },
        })),
      },
    }),
  },
};

function fieldsOf(call: FakeCall): Fields {
  const { fields } = call.params;
  if (!isFields(fields)) throw requiredV3("fields");
  return fields;
}

function add(call: FakeCall, world: FakeWorld): FakeTask {
  const fields = fieldsOf(call);
  for (const name of ["title", "creatorId", "responsibleId"]) if (textOf(fields[name]) === "") throw requiredV3(name);
  if (fields.deadline !== undefined && instantOf(textOf(fields.deadline), world.zone) === null)
    throw refusalV3(
      "VALIDATION_REQUESTVALIDATION",
      "The `deadline` field requires a `DateTime` data type for this request",
      400,
      "deadline",
    );
  if (!world.users.has(numberOf(fields.responsibleId)))
    throw refusalV3(
      "VALIDATION_REQUESTVALIDATION",
      'The user specified in the "Executor" field was not found',
      400,
      "responsibleId",
    );
  return addTask(kept(fields), call, world);
}

/** Unknown names are passed over. */
function kept(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const upper = NAMES[name];
      return upper === undefined ? [] : [[upper, name === "needsControl" ? (value === true ? "Y" : "N") : value]];
    }),
  );
}

function taskFor(call: FakeCall, world: FakeWorld): FakeTask {
  if (call.params.id === undefined) throw requiredV3("id");
  const task = world.tasks.get(numberOf(call.params.id));
  if (task === undefined) throw refusalV3("ENTITYNOTFOUND", `Record with ID = \`${textOf(call.params.id)}\` not found`);
  return task;
}

/** Tasks can be filtered by their id only. */
function meets(id: number, [field, second, third]: readonly unknown[]): boolean {
  if (field !== "id")
    throw refusalV3(
      "VALIDATION_REQUESTVALIDATION",
      `In DTO \`TaskDto\`, the \`${textOf(field)}\` field requires the \`Filterable\` attribute for such a request`,
      400,
      textOf(field),
    );
  const [operator, value] = third === undefined ? ["=", second] : [textOf(second), third];
  const values = listOf(value).map(numberOf);
  const first = values[0] ?? 0;
  switch (operator) {
    case ">":
      return id > first;
    case ">=":
      return id >= first;
    case "<":
      return id < first;
    case "<=":
      return id <= first;
    case "!=":
      return id !== first;
    default:
      return values.includes(id);
  }
}

function shown(task: FakeTask, select: readonly string[] | null, world: FakeWorld): Fields {
  const { values } = task;
  const date = (ms: number | null): string | null => (ms === null ? null : isoOf(ms, world.zone));
  const all: Fields = {
    ...{ id: task.id, title: textOf(values.TITLE), description: textOf(values.DESCRIPTION) },
    ...{ creatorId: numberOf(values.CREATED_BY), responsibleId: numberOf(values.RESPONSIBLE_ID) },
    ...{ deadline: date(instantOf(textOf(values.DEADLINE), world.zone)), needsControl: values.TASK_CONTROL === "Y" },
    ...{
      fileIds: listOf(values.UF_TASK_WEBDAV_FILES).length === 0 ? null : listOf(values.UF_TASK_WEBDAV_FILES),
      checklist: [],
    },
    ...{
      priority: "average",
      status: STATUSES[task.status] ?? "pending",
      parentId: null,
      created: date(task.createdAt),
    },
    ...{ changed: date(task.changedAt), closed: date(task.closedAt), activity: date(task.changedAt), mark: "none" },
    ...{ xmlId: values.XML_ID === undefined ? null : textOf(values.XML_ID), crmItemIds: listOf(values.UF_CRM_TASK) },
    link: `/company/personal/user/${textOf(values.RESPONSIBLE_ID)}/tasks/task/view/${task.id}/`,
  };
  // An unknown name is left out in silence; related people are given whole.
  return select === null ? all : Object.fromEntries(Object.entries(all).filter(([name]) => select.includes(name)));
}
