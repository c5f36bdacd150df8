import Type from "typebox";
import { id, type ProcessId } from "../../../engine/base/ids.ts";
import type { InboxTask } from "../../../engine/ports/inbox.ts";
import { taskAddress } from "../../task-address.ts";
import { Reply, route } from "../api-route.ts";
import { etagOf } from "../etag-of.ts";
import { choiceRows } from "../form-field.ts";
import { grantOf } from "../permissions.ts";
import { seesTask, shownTask, TASK_PARAMS } from "../seen-task.ts";
import { personShown } from "../settled-task.ts";
import { fieldsOfTask } from "../task-fields.ts";
import { taskPage } from "../task-page.ts";
import { INBOX_TASK, TASK } from "../task-schemas.ts";

const COUNT = Type.Union([Type.Object({ tasks: Type.Integer(), overdue: Type.Integer() }), Type.Null()]);

/** Reading the inbox. */
export const TASK_ROUTES = [
  route({
    method: "GET",
    path: "/api/tasks",
    area: "tasks",
    summary: {
      ru: "Открытые задания: мои, моей группы, моих людей, все; сначала просроченные.",
      en: "Open tasks: mine, my group's, my people's, all; overdue ones first.",
    },
    permission: "task.read",
    own: "filtered",
    query: Type.Object({
      list: Type.Enum(["mine", "group", "team", "all"], { default: "mine" }),
      process: Type.Optional(Type.String({ maxLength: 100 })),
      about: Type.Optional(Type.String({ maxLength: 200, description: "The record it is about: `lead/101`." })),
      text: Type.Optional(Type.String({ maxLength: 200 })),
      overdue: Type.Optional(Type.Boolean({ description: "Only overdue ones." })),
      limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
      after: Type.Optional(Type.String({ maxLength: 1_000 })),
    }),
    answer: Type.Object({ rows: Type.Array(INBOX_TASK), next: Type.Union([Type.String(), Type.Null()]) }),
    async handle({ service, viewer, query }) {
      const { list, process, about, text, overdue, limit, after } = query;
      const { useCases, assembled } = service;
      const page = await useCases.inbox({
        ...{ viewer, list, limit, after: after ?? null },
        ...(process === undefined ? {} : { process: id<ProcessId>(process) }),
        ...(about === undefined ? {} : { about }),
        ...(text === undefined || text.trim() === "" ? {} : { text: text.trim() }),
        ...(overdue === undefined ? {} : { overdue }),
      });
      const people = await useCases.people();
      const { current } = await assembled.engine.library.inForce();
      const now = useCases.now();
      const titleOf = (process: ProcessId): string => current.get(process)?.definition.title ?? process;
      return { rows: page.rows.map((row) => rowOf(row, { people, now, titleOf })), next: page.next };
    },
  }),
  route({
    method: "GET",
    path: "/api/tasks/counts",
    area: "tasks",
    summary: { ru: "Сколько заданий в каждом списке.", en: "How many tasks each list holds." },
    permission: "task.read",
    own: "filtered",
    answer: Type.Object(
      { mine: COUNT, group: COUNT, team: COUNT, all: COUNT },
      { $id: "TaskCounts", description: "Null: the list is not for this viewer. Each is counted to 1,000." },
    ),
    handle: async ({ service, viewer }) => await service.useCases.inboxCounts(viewer),
  }),
  route({
    method: "GET",
    path: "/api/tasks/:task",
    area: "tasks",
    summary: { ru: "Задание со всем, что нужно для решения.", en: "A task with all that deciding it needs." },
    permission: "task.read",
    own: seesTask,
    params: TASK_PARAMS,
    answer: TASK,
    async handle(call) {
      const { service, viewer, locale } = call;
      const { shown, task } = await shownTask(call);
      const fields = fieldsOfTask(shown, task).map(({ field }) => field);
      const rows = await choiceRows(service.assembled, shown.catalog, fields);
      const people = await service.useCases.people();
      const page = taskPage({
        ...{ shown, task, user: viewer.user, people, locale, rows, now: service.useCases.now() },
        operates: viewer.scopes === null && grantOf("task.reassign", viewer.roles) === "any",
      });
      return new Reply(page, { etag: etagOf(page, shown.row.revision) });
    },
  }),
] as const;

function rowOf(
  row: InboxTask,
  {
    people,
    now,
    titleOf,
  }: {
    readonly people: Parameters<typeof personShown>[0];
    readonly now: number;
    readonly titleOf: (process: ProcessId) => string;
  },
) {
  const iso = (at: number): string => new Date(at).toISOString();
  const { instance, process, number, subject, title, purpose, about, openedAt, dueAt, priority, suspended } = row;
  return {
    id: taskAddress(row.id),
    ...{ instance, process, processTitle: titleOf(process), number, subject, title, purpose, about, priority },
    assignee: personShown(people, row.assignee),
    candidates: row.candidates.map((one) => personShown(people, one)),
    onBehalfOf: personShown(people, row.onBehalfOf),
    openedAt: iso(openedAt),
    dueAt: dueAt === null ? null : iso(dueAt),
    isOverdue: dueAt !== null && dueAt <= now,
    isSuspended: suspended,
    outcomes: row.outcomes.map(({ name, title }) => ({ name, title })),
  };
}
