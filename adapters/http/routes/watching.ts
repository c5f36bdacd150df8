import Type from "typebox";
import { type InstanceId, id, type ProcessId } from "../../../engine/base/ids.ts";
import { instant } from "../../../engine/base/instant.ts";
import type { Template } from "../../../engine/definition/model.ts";
import { readiness } from "../../engine/readiness.ts";
import { instanceAt } from "../../task-address.ts";
import { route } from "../api-route.ts";
import type { Service } from "../api-service.ts";
import { isoOf } from "../iso-of.ts";
import { instantAt } from "../operated-row.ts";

const NEXT = Type.Union([Type.String(), Type.Null()]);
const HOUR_MS = 3_600_000;
/** A chart holds no more points than can be told apart. */
const POINTS_MAX = 720;

const SAMPLE = Type.Object(
  {
    at: Type.String(),
    instances: Type.Record(Type.String(), Type.Integer()),
    tasks: Type.Integer(),
    overdue: Type.Integer(),
    timers: Type.Integer(),
    timersLate: Type.Integer(),
    latestSeconds: Type.Integer({ description: "How late the oldest timer is." }),
    outbox: Type.Record(Type.String(), Type.Integer()),
    incidents: Type.Integer(),
    unsealed: Type.Integer({ description: "Rows of registries that wait for their seal." }),
  },
  { $id: "MetricSample" },
);

/** What operators watch: where work waits, timers, queues, workers, figures. */
export const WATCHING_ROUTES = [
  route({
    method: "GET",
    path: "/api/operations/steps",
    area: "operations",
    summary: { ru: "Сколько начатых процессов стоит на каком шаге.", en: "How many instances wait at which step." },
    permission: "operations.read",
    query: Type.Object({ process: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false }),
    answer: Type.Object({
      rows: Type.Array(
        Type.Object(
          {
            process: Type.String(),
            title: Type.String(),
            step: Type.String(),
            stepTitle: Type.String(),
            instances: Type.Integer(),
            tokens: Type.Integer(),
            incidents: Type.Integer(),
          },
          { $id: "StepCount" },
        ),
      ),
    }),
    async handle({ service, viewer, query }) {
      const { process } = query;
      const counts = await service.useCases.stepCounts(viewer, process === undefined ? null : id<ProcessId>(process));
      const titles = await stepTitles(service);
      return {
        rows: counts.map((row) => ({
          ...row,
          title: titles.get(row.process)?.title ?? row.process,
          stepTitle: titles.get(row.process)?.steps.get(row.step) ?? row.step,
        })),
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/operations/timers",
    area: "operations",
    summary: { ru: "Таймеры: какой когда сработает.", en: "Timers by when they ring." },
    permission: "operations.read",
    query: Type.Object(
      {
        process: Type.Optional(Type.String({ maxLength: 200 })),
        instance: Type.Optional(Type.String({ maxLength: 200 })),
        until: Type.Optional(Type.String({ maxLength: 40, description: "Instant." })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        after: Type.Optional(Type.String({ maxLength: 500 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({
      rows: Type.Array(
        Type.Object(
          {
            id: Type.String(),
            instance: Type.String(),
            process: Type.String(),
            number: Type.Integer(),
            subject: Type.String(),
            dueAt: Type.String(),
            isLate: Type.Boolean(),
            paused: Type.Boolean({ description: "Waits for its instance to be resumed." }),
          },
          { $id: "TimerShown" },
        ),
      ),
      next: NEXT,
    }),
    async handle({ service, viewer, query }) {
      const { process, instance, until, limit = 50, after = null } = query;
      const filter = {
        ...(process === undefined ? {} : { process: id<ProcessId>(process) }),
        ...(instance === undefined ? {} : { instance: id<InstanceId>(instanceAt(instance)) }),
        ...(until === undefined ? {} : { until: instantAt("until", until) }),
      };
      const { rows, next } = await service.useCases.timersDue(viewer, filter, { limit, after });
      const now = service.useCases.now();
      return {
        rows: rows.map(({ dueAt, ...row }) => ({ ...row, dueAt: isoOf(dueAt), isLate: dueAt < now && !row.paused })),
        next,
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/operations/outbox",
    area: "operations",
    summary: {
      ru: "Очереди: что ещё предстоит сделать снаружи.",
      en: "Queues: what is still to be done outside.",
    },
    permission: "operations.read",
    answer: Type.Object({
      rows: Type.Array(
        Type.Object(
          {
            lane: Type.String(),
            state: Type.Enum(["begun", "held", "parked", "due", "later"]),
            entries: Type.Integer(),
            oldest: Type.String(),
          },
          { $id: "OutboxCount" },
        ),
      ),
    }),
    async handle({ service, viewer }) {
      const rows = await service.useCases.outboxCounts(viewer);
      return { rows: rows.map(({ oldest, ...row }) => ({ ...row, oldest: isoOf(oldest) })) };
    },
  }),
  route({
    method: "GET",
    path: "/api/operations/workers",
    area: "operations",
    summary: { ru: "Рабочие процессы.", en: "Workers." },
    permission: "operations.read",
    answer: Type.Object({
      rows: Type.Array(
        Type.Object(
          {
            id: Type.String(),
            name: Type.String(),
            version: Type.String(),
            state: Type.Enum(["working", "silent", "left"]),
            enteredAt: Type.String(),
            seenAt: Type.String(),
            endedAt: NEXT,
          },
          { $id: "WorkerShown" },
        ),
      ),
      parts: Type.Array(
        Type.Object({ name: Type.String(), ok: Type.Boolean(), problem: NEXT }, { $id: "ReadinessPart" }),
        { description: "What this server needs for its work." },
      ),
    }),
    async handle({ service }) {
      const now = service.useCases.now();
      const [rows, { parts }] = await Promise.all([service.useCases.workers(), readiness(service.assembled)]);
      return {
        rows: rows.map(({ id: worker, name, version, enteredAt, seenAt, expiresAt, endedAt }) => ({
          ...{ id: worker, name, version, enteredAt: isoOf(enteredAt), seenAt: isoOf(seenAt) },
          state: endedAt !== null ? ("left" as const) : expiresAt < now ? ("silent" as const) : ("working" as const),
          endedAt: endedAt === null ? null : isoOf(endedAt),
        })),
        parts,
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/operations/samples",
    area: "operations",
    summary: { ru: "Показатели по минутам, для графиков.", en: "Figures minute by minute, for charts." },
    permission: "operations.read",
    query: Type.Object(
      { hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 720, description: "How far back." })) },
      { additionalProperties: false },
    ),
    answer: Type.Object({ rows: Type.Array(SAMPLE) }),
    async handle({ service, query }) {
      const now = service.useCases.now();
      const from = instant(now - (query.hours ?? 24) * HOUR_MS);
      const all = await service.assembled.samples.samples(from, instant(now + 1));
      const every = Math.ceil(all.length / POINTS_MAX);
      const rows = all.filter((_, at) => (all.length - 1 - at) % Math.max(every, 1) === 0);
      return { rows: rows.map(({ at, ...sample }) => ({ at: isoOf(at), ...sample })) };
    },
  }),
] as const;

/** Titles of processes and of their steps, of the versions in force. */
async function stepTitles({ assembled }: Pick<Service, "assembled">) {
  const { current } = await assembled.engine.library.inForce();
  return new Map(
    [...current].map(([process, { definition }]) => {
      const steps = [...definition.steps.values()].map(({ id: step, title }) => [
        step as string,
        written(title) ?? step,
      ]);
      return [process as string, { title: definition.title, steps: new Map(steps as [string, string][]) }];
    }),
  );
}

/** A title as the file has it, with `…` for what only an instance can say; null: there are no words in it. */
function written(title: Template): string | null {
  if (title.kind === "literal") return typeof title.value === "string" ? title.value : null;
  if (title.kind !== "text") return null;
  return title.parts.map((part) => (typeof part === "string" ? part : "…")).join("");
}
