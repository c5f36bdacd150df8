import Type from "typebox";
import type { Shown } from "../../../engine/runtime/use-cases.ts";
import { plainEvent } from "../../../engine/view/plain.ts";
import { instanceAt, taskAddress } from "../../task-address.ts";
import { Reply, route } from "../api-route.ts";
import type { Service } from "../api-service.ts";
import { INCIDENT, incidentsShown } from "../incident-shown.ts";
import { isoOf } from "../iso-of.ts";
import { TIMELINE_LINE, timelineOf, VARIABLE, variablesOf, WHY, whyOf } from "../operated-page.ts";
import { filterOf, INSTANCE_FILTER, OPERATED_ROW, operatedRows } from "../operated-row.ts";
import { notFound } from "../problem.ts";

const PAGE = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  after: Type.Optional(Type.String({ maxLength: 500 })),
};
const NEXT = Type.Union([Type.String(), Type.Null()]);
const ONE = Type.Object({ instance: Type.String({ minLength: 1, maxLength: 200 }) });
/** Events of a page of the raw history. */
const EVENTS = 200;
/** Instances as operators look at them. */
export const OPERATIONS_ROUTES = [
  route({
    method: "GET",
    path: "/api/operations/instances",
    area: "operations",
    summary: {
      ru: "Начатые процессы по фильтрам, новые первыми.",
      en: "Instances by filters, the newest first.",
    },
    permission: "operations.read",
    query: Type.Object({ ...INSTANCE_FILTER, ...PAGE }, { additionalProperties: false }),
    answer: Type.Object({ rows: Type.Array(OPERATED_ROW), next: NEXT }),
    async handle({ service, query, locale }) {
      const { limit = 50, after = null, ...filter } = query;
      const { rows, next } = await service.useCases.instances(filterOf(filter), { limit, after });
      return { rows: await operatedRows(service, rows, locale), next };
    },
  }),
  route({
    method: "GET",
    path: "/api/operations/instances/:instance",
    area: "operations",
    summary: {
      ru: "Один начатый процесс: что было словами, почему стоит, данные, задания, сбои.",
      en: "One instance: what happened in words, why it stands, its data, tasks and incidents.",
    },
    permission: "operations.read",
    params: ONE,
    answer: Type.Object(
      {
        row: OPERATED_ROW,
        timeline: Type.Array(TIMELINE_LINE),
        variables: Type.Array(VARIABLE),
        why: WHY,
        incidents: Type.Array(INCIDENT),
        tasks: Type.Array(
          Type.Object({
            id: Type.String(),
            title: Type.String(),
            step: Type.String(),
            assignee: Type.Union([Type.String(), Type.Null()]),
            candidates: Type.Array(Type.String()),
            dueAt: NEXT,
          }),
        ),
      },
      { $id: "OperatedPage" },
    ),
    async handle({ service, params, locale }) {
      const shown = await shownOf(service, params.instance);
      const people = await service.useCases.people();
      const nameOf = (user: string): string => people.users[user]?.name ?? user;
      const { rows } = await service.useCases.incidents({ instance: shown.row.id, limit: 200 });
      const [row] = await operatedRows(service, [shown.row], locale);
      if (row === undefined) throw noInstance();
      const reading = { people, locale, now: service.useCases.now() };
      return new Reply({
        row,
        timeline: timelineOf(shown, reading),
        variables: variablesOf(shown, reading),
        why: whyOf(shown, reading),
        incidents: await incidentsShown(service, rows, locale),
        tasks: Object.values(shown.instance.tasks).map((task) => ({
          id: taskAddress(task.id),
          ...{ title: task.title, step: task.step, candidates: task.candidates.map(nameOf) },
          assignee: task.assignee === null ? null : nameOf(task.assignee),
          dueAt: task.dueAt === null ? null : isoOf(task.dueAt),
        })),
      });
    },
  }),
  route({
    method: "GET",
    path: "/api/operations/instances/:instance/history",
    area: "operations",
    summary: { ru: "История, как она хранится, событие за событием.", en: "The history as it is stored." },
    permission: "operations.read",
    params: ONE,
    query: Type.Object(
      { from: Type.Optional(Type.Integer({ minimum: 1, description: "First sequence wanted." })) },
      { additionalProperties: false },
    ),
    answer: Type.Object({
      rows: Type.Array(
        Type.Object({
          sequence: Type.Integer(),
          kind: Type.String(),
          at: Type.String(),
          actor: NEXT,
          event: Type.Unknown(),
        }),
      ),
      next: Type.Union([Type.Integer(), Type.Null()]),
    }),
    async handle({ service, params, query }) {
      const { definition, history } = await shownOf(service, params.instance);
      const from = query.from ?? 1;
      const left = history.filter(({ sequence }) => sequence >= from);
      return {
        rows: left.slice(0, EVENTS).map((event) => ({
          ...{ sequence: event.sequence, kind: event.kind, at: isoOf(event.at), actor: event.actor },
          event: plainEvent(event, definition.calendar.zone),
        })),
        next: left[EVENTS]?.sequence ?? null,
      };
    },
  }),
] as const;

/** The instance of an address. @throws {Problem} `NOT_FOUND` */
export async function shownOf({ useCases }: Pick<Service, "useCases">, address: string): Promise<Shown> {
  const shown = await useCases.show(instanceAt(address));
  if (shown === null) throw noInstance();
  return shown;
}

function noInstance() {
  return notFound({ ru: "Такого процесса нет", en: "There is no such instance" });
}
