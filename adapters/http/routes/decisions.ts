import Type from "typebox";
import { id, type ProcessId } from "../../../engine/base/ids.ts";
import { type Instant, instant } from "../../../engine/base/instant.ts";
import type { DecisionShown } from "../../../engine/ports/decisions.ts";
import { taskAddress } from "../../task-address.ts";
import { route } from "../api-route.ts";
import type { Service } from "../api-service.ts";
import { Problem } from "../problem.ts";
import { seesTask, shownTask, TASK_PARAMS } from "../seen-task.ts";
import { personShown } from "../settled-task.ts";
import { PERSON } from "../task-schemas.ts";

const NULL = Type.Null();

const DECISION = Type.Object(
  {
    task: Type.String(),
    instance: Type.String(),
    process: Type.String(),
    processTitle: Type.String(),
    number: Type.Integer(),
    subject: Type.String(),
    title: Type.String(),
    about: Type.Union([Type.String(), NULL]),
    by: PERSON,
    onBehalfOf: Type.Union([PERSON, NULL]),
    outcome: Type.String(),
    word: Type.String({ description: "The outcome as the sheet says it." }),
    comment: Type.Union([Type.String(), NULL]),
    at: Type.String({ format: "date-time" }),
    counts: Type.Boolean({ description: "False: taken back by a recall or rework." }),
    isLive: Type.Boolean({ description: "Its instance has not ended." }),
    canRecall: Type.Boolean(),
  },
  { $id: "Decision" },
);

const PAGE = Type.Object({ rows: Type.Array(DECISION), next: Type.Union([Type.String(), NULL]) });

const MOMENT = Type.Optional(Type.String({ maxLength: 40, description: "An instant: `2026-11-30T00:00:00+03:00`." }));

/** What was decided. */
export const DECISION_ROUTES = [
  route({
    method: "GET",
    path: "/api/decisions",
    area: "tasks",
    summary: { ru: "Мои решения, сначала последние.", en: "My decisions, newest first." },
    permission: "task.read",
    own: "filtered",
    query: Type.Object({
      process: Type.Optional(Type.String({ maxLength: 100 })),
      about: Type.Optional(Type.String({ maxLength: 200 })),
      text: Type.Optional(Type.String({ maxLength: 200 })),
      outcome: Type.Optional(Type.String({ maxLength: 200 })),
      from: MOMENT,
      to: MOMENT,
      limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
      after: Type.Optional(Type.String({ maxLength: 1_000 })),
    }),
    answer: PAGE,
    async handle({ service, viewer, query }) {
      const { process, about, text, outcome, from, to, limit, after } = query;
      const page = await service.useCases.decisions({
        ...{ viewer, limit, after: after ?? null },
        ...(process === undefined ? {} : { process: id<ProcessId>(process) }),
        ...(about === undefined ? {} : { about }),
        ...(text === undefined || text.trim() === "" ? {} : { text: text.trim() }),
        ...(outcome === undefined ? {} : { outcome }),
        ...(from === undefined ? {} : { from: instantOf(from, "from") }),
        ...(to === undefined ? {} : { to: instantOf(to, "to") }),
      });
      const told = await telling(service);
      return { rows: page.rows.map((row) => told(row, row.canRecall)), next: page.next };
    },
  }),
  route({
    method: "GET",
    path: "/api/tasks/:task/earlier",
    area: "tasks",
    summary: {
      ru: "Прежние решения о тех же записях (компании, сделке) — насколько они видны смотрящему.",
      en: "Earlier decisions about the same records (company, deal), as far as the viewer may see them.",
    },
    permission: "task.read",
    own: seesTask,
    params: TASK_PARAMS,
    query: Type.Object({
      limit: Type.Integer({ minimum: 1, maximum: 200, default: 20 }),
      after: Type.Optional(Type.String({ maxLength: 1_000 })),
    }),
    answer: PAGE,
    async handle(call) {
      const { service, viewer, query } = call;
      const { shown, task } = await shownTask(call);
      const page = await service.useCases.decisionsAbout({
        ...{ viewer, instance: shown.instance.id, limit: query.limit, after: query.after ?? null },
        ...(task.about === null ? {} : { records: [task.about] }),
      });
      const told = await telling(service);
      return { rows: page.rows.map((row) => told(row, false)), next: page.next };
    },
  }),
] as const;

/** @throws {Problem} `INPUT_INVALID`: no instant */
function instantOf(text: string, field: string): Instant {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return instant(ms);
  const says = {
    ru: "Нужен момент времени: 2026-11-30T00:00:00+03:00.",
    en: "An instant is wanted: 2026-11-30T00:00:00+03:00.",
  };
  throw new Problem("INPUT_INVALID", { says, remedy: says, fields: { [field]: says } });
}

async function telling({ useCases, assembled }: Service) {
  const people = await useCases.people();
  const { current } = await assembled.engine.library.inForce();
  return (row: DecisionShown, canRecall: boolean) => {
    const { instance, process, number, subject, title, about, outcome, word, comment, at, isLive } = row;
    // A rework that was sent again was done, though no approval counts it.
    const counts = row.counts || row.purpose === "rework";
    return {
      task: taskAddress(row.id),
      processTitle: current.get(process)?.definition.title ?? process,
      ...{ instance, process, number, subject, title, about, outcome, word, comment, counts, isLive, canRecall },
      by: personShown(people, row.by),
      onBehalfOf: personShown(people, row.onBehalfOf),
      at: new Date(at).toISOString(),
    };
  };
}
