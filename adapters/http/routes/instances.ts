import Type from "typebox";
import { type CommandId, id, type ProcessId } from "../../../engine/base/ids.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import type { InstanceStatus } from "../../../engine/instance/state.ts";
import type { Shown, StartOutcome } from "../../../engine/runtime/use-cases.ts";
import { instanceAt } from "../../task-address.ts";
import { actorOf, type Call, Reply, route } from "../api-route.ts";
import { etagOf as digestTag } from "../etag-of.ts";
import { INSTANCE_ROW, INSTANCE_STATUS, instanceRows, requesterOf } from "../instance-shown.ts";
import { notFound, Problem, refused } from "../problem.ts";
import { refuseMissingRecords } from "../refuse-missing-records.ts";
import { REQUEST_SHOWN, requestShown } from "../request-shown.ts";
import { refuseForeignFiles } from "../seen-files.ts";

const ONE = Type.Object({ instance: Type.String({ minLength: 1, maxLength: 200 }) });

/** What became of a start. */
const STARTED = Type.Object(
  {
    outcome: Type.Enum(["started", "live", "before", "waits"], {
      description:
        "`started`: a new one; `live`: one with this key is live and answers for it; `before`: there was one, and it is started once only; `waits`: it begins when the live one ends.",
    }),
    instance: Type.Union([Type.String(), Type.Null()]),
    number: Type.Union([Type.Integer(), Type.Null()]),
  },
  { $id: "StartOutcome" },
);

/** Instances as people meet them: what they started, and what they have to do with. */
export const INSTANCE_ROUTES = [
  route({
    method: "POST",
    path: "/api/instances",
    area: "instances",
    summary: {
      ru: "Запустить процесс по форме. С тем же Idempotency-Key запуск один.",
      en: "Start a process by its form. The same Idempotency-Key is one start.",
    },
    permission: "process.start",
    body: Type.Object(
      {
        process: Type.String({ minLength: 1, maxLength: 200 }),
        input: Type.Record(Type.String(), Type.Unknown()),
      },
      { additionalProperties: false },
    ),
    answer: STARTED,
    async handle(call) {
      const { service, viewer, body, commandId } = call;
      refuseForeignFiles(body.input, { user: viewer.user, known: null });
      const forms = await service.assembled.engine.startForms(viewer.user);
      // What has no form is started by events; a person who could start it by hand could leave out what the event brings.
      const form = forms.find(({ process }) => process === body.process);
      if (form === undefined) throw notFound(NO_FORM);
      await refuseMissingRecords(service.assembled.outside, form.inputs, body.input);
      const outcome = await service.useCases.start({
        id: id<CommandId>(commandId),
        process: id<ProcessId>(body.process),
        input: plainInput(body.input),
        by: actorOf(call),
      });
      if (outcome.kind === "rejected") throw refused(outcome);
      return new Reply(startedOf(outcome), { status: outcome.kind === "started" ? 201 : 200 });
    },
  }),
  route({
    method: "GET",
    path: "/api/instances",
    area: "instances",
    summary: {
      ru: "Процессы, которые вам видны, новые первыми; mine=true — запущенные вами.",
      en: "Instances that you may see, the newest first; mine=true: those that you started.",
    },
    permission: "instance.read",
    own: "filtered",
    query: Type.Object(
      {
        mine: Type.Optional(Type.Boolean()),
        process: Type.Optional(Type.String({ maxLength: 200 })),
        status: Type.Optional(Type.Enum(["live", "ended", ...INSTANCE_STATUS.enum])),
        about: Type.Optional(Type.String({ maxLength: 200, description: "A record: `lead/101`." })),
        text: Type.Optional(Type.String({ maxLength: 200, description: "Part of the subject." })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        after: Type.Optional(Type.String({ maxLength: 500 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({
      rows: Type.Array(INSTANCE_ROW),
      next: Type.Union([Type.String(), Type.Null()]),
    }),
    async handle({ service, viewer, query, locale }) {
      const { process, status, about, text, limit = 50, after = null } = query;
      const filter = {
        ...requesterOf(viewer, query.mine === true),
        ...(process === undefined ? {} : { process: id<ProcessId>(process) }),
        ...(status === undefined ? {} : { status: statusesOf(status) }),
        ...(about === undefined ? {} : { about }),
        ...(text === undefined ? {} : { text }),
      };
      const page = await service.useCases.seenInstances(viewer, filter, { limit, after });
      const people = await service.useCases.people();
      const dateOf = service.assembled.outside.absences.dateOf();
      return { rows: await instanceRows(service, page.rows, { people, dateOf, locale }), next: page.next };
    },
  }),
  route({
    method: "GET",
    path: "/api/instances/:instance",
    area: "instances",
    summary: {
      ru: "Один процесс: где стоит, кого и с каких пор ждёт, что дальше, что было.",
      en: "One instance: where it stands, whom it waits for since when, what comes next, what happened.",
    },
    permission: "instance.read",
    own: "filtered",
    params: ONE,
    answer: REQUEST_SHOWN,
    async handle(call) {
      const { service, viewer, locale } = call;
      const shown = await shownTo(call);
      const { useCases } = service;
      const page = requestShown(shown, { people: await useCases.people(), now: useCases.now(), locale, viewer });
      return new Reply(page, { etag: digestTag(page, shown.row.revision) });
    },
  }),
  route({
    method: "POST",
    path: "/api/instances/:instance/withdraw",
    area: "instances",
    summary: { ru: "Отозвать свой процесс.", en: "Take one's own instance back." },
    permission: "instance.request",
    own: "filtered",
    params: ONE,
    body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 2_000 })) }, { additionalProperties: false }),
    answer: Type.Object({ revision: Type.Integer() }),
    async handle(call) {
      const { service, body, commandId } = call;
      const shown = await shownTo(call);
      const { row } = shown;
      await refuseChanged(call, shown);
      const outcome = await service.useCases.act({
        id: id<CommandId>(commandId),
        by: actorOf(call),
        instance: row.id,
        body: { kind: "withdraw", reason: body.reason ?? null },
      });
      if (outcome.kind === "rejected") throw refused(outcome);
      return { revision: outcome.revision };
    },
  }),
] as const;

/**
 * He has seen another state of it than there is, and says so (`If-Match`). The same command again is no change of somebody
 * else's; what is decided in between is judged by the engine.
 *
 * @throws {Problem} `CHANGED_MEANWHILE`
 */
async function refuseChanged(
  { service, ifMatch, commandId }: Pick<Call<unknown, unknown, unknown>, "service" | "ifMatch" | "commandId">,
  { row }: Shown,
): Promise<void> {
  if (ifMatch === null || ifMatch === "*" || /^\d+/.exec(ifMatch)?.[0] === String(row.revision)) return;
  if ((await service.assembled.store.starts.handled(`command:${commandId}`)) !== null) return;
  throw new Problem("CHANGED_MEANWHILE", {
    says: { ru: "Заявка с тех пор изменилась.", en: "The request has changed since." },
    remedy: { ru: "Посмотрите, что нового, и решите ещё раз.", en: "Look at what is new, and decide again." },
  });
}

/** The instance of an address, if the viewer may see it. @throws {Problem} `NOT_FOUND` */
export async function shownTo({
  service,
  viewer,
  params,
}: Pick<Call<{ readonly instance: string }, unknown, unknown>, "service" | "viewer" | "params">): Promise<Shown> {
  const shown = await service.useCases.showTo(viewer, instanceAt(params.instance));
  if (shown === null) throw notFound({ ru: "Такого процесса нет", en: "There is no such instance" });
  return shown;
}

/** Of what is told of an instance in one language: it changes when the instance does. */
export function etagOf({ row }: Shown, locale: "ru" | "en"): string {
  return `${row.revision}-${locale}`;
}

const NO_FORM = { ru: "Формы запуска такого процесса нет", en: "There is no start form of such a process" };

function startedOf(outcome: Exclude<StartOutcome, { kind: "rejected" }>) {
  return {
    outcome: outcome.kind,
    instance: outcome.kind === "started" || outcome.kind === "live" ? outcome.instance : null,
    number: outcome.kind === "started" ? outcome.number : null,
  };
}

function statusesOf(status: InstanceStatus | "live" | "ended"): readonly InstanceStatus[] {
  if (status === "live") return ["running", "suspended"];
  return status === "ended" ? ["completed", "failed", "canceled"] : [status];
}

/**
 * What was typed into a form, as values. Names that begin with `$` mark values of the engine's own, which no form holds.
 *
 * @throws {Problem} `FORM_INVALID` at the field
 */
function plainInput(input: Readonly<Record<string, unknown>>): ValueMap {
  const wrong = Object.entries(input).filter(([name, value]) => name.startsWith("$") || hasOwnMarks(value));
  if (wrong.length === 0) return input as ValueMap;
  const says = { ru: "Таких значений в форме не бывает.", en: "No form holds such a value." };
  throw new Problem("FORM_INVALID", {
    says,
    remedy: { ru: "Введите значение заново.", en: "Type the value again." },
    fields: Object.fromEntries(wrong.map(([name]) => [name, says])),
  });
}

function hasOwnMarks(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, inner]) => name.startsWith("$") || hasOwnMarks(inner));
}
