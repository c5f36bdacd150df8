import Type from "typebox";
import { type CommandId, type InstanceId, id, type ProcessId } from "../../../engine/base/ids.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import { type EditableCall, editableCall, editTroubles } from "../../../engine/instance/editable-call.ts";
import { SEVERITIES, severityOf } from "../../../engine/instance/incident-severity.ts";
import type { IncidentRow } from "../../../engine/ports/store.ts";
import { instanceAt } from "../../task-address.ts";
import { type Call, route } from "../api-route.ts";
import type { Service } from "../api-service.ts";
import { INCIDENT, incidentsShown } from "../incident-shown.ts";
import { Problem, refused } from "../problem.ts";

/** Incidents hold `/`, `#` and `@`: they are named in a query or a body. */
const NAMED = Type.Object({ incident: Type.String({ minLength: 1, maxLength: 500 }) }, { additionalProperties: false });
const NEXT = Type.Union([Type.String(), Type.Null()]);
/** Looked through for those of one severity or one id. */
const LOOKED_MAX = 5_000;
const PAGE = 500;

/** What went wrong, and what is done about it. */
export const INCIDENT_ROUTES = [
  route({
    method: "GET",
    path: "/api/incidents",
    area: "operations",
    summary: { ru: "Открытые сбои, новые первыми.", en: "Open incidents, the newest first." },
    permission: "incident.read",
    query: Type.Object(
      {
        process: Type.Optional(Type.String({ maxLength: 200 })),
        instance: Type.Optional(Type.String({ maxLength: 200 })),
        code: Type.Optional(Type.String({ maxLength: 100 })),
        severity: Type.Optional(Type.Enum([...SEVERITIES])),
        unseen: Type.Optional(Type.Boolean({ description: "Only those that nobody looks after." })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        after: Type.Optional(Type.String({ maxLength: 500 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({ rows: Type.Array(INCIDENT), next: NEXT }),
    async handle({ service, query, locale }) {
      const { process, instance, code, severity, unseen = false, limit = 50, after = null } = query;
      const filter = {
        ...(process === undefined ? {} : { process: id<ProcessId>(process) }),
        ...(instance === undefined ? {} : { instance: id<InstanceId>(instanceAt(instance)) }),
        ...(code === undefined ? {} : { code }),
      };
      if (severity === undefined && !unseen) {
        const page = await service.useCases.incidents({ ...filter, limit, after });
        return { rows: await incidentsShown(service, page.rows, locale), next: page.next };
      }
      // How much it presses and who has seen it stand beside the incident: pages are read until there are enough.
      const found: IncidentRow[] = [];
      let from = after;
      for (let looked = 0; found.length < limit && looked < LOOKED_MAX; looked += limit) {
        const page = await service.useCases.incidents({ ...filter, limit, after: from });
        const seen = unseen ? await service.assembled.alerts.seen(page.rows) : new Map();
        const fits = page.rows.filter(
          (row) => (severity === undefined || severityOf(row.code) === severity) && !seen.has(row.id),
        );
        found.push(...fits);
        from = page.next;
        if (from === null) break;
      }
      return { rows: await incidentsShown(service, found, locale), next: from };
    },
  }),
  route({
    method: "GET",
    path: "/api/incidents/input",
    area: "operations",
    summary: {
      ru: "Что передали в вызов, на котором случился сбой, и можно ли это изменить.",
      en: "What the failed call was given, and whether it may be edited.",
    },
    permission: "incident.read",
    query: NAMED,
    answer: Type.Object(
      {
        operation: NEXT,
        input: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
        reason: Type.Union([Type.String(), Type.Null()], { description: "Why it cannot be edited; null: it can." }),
      },
      { $id: "IncidentInput" },
    ),
    async handle({ service, query, locale }) {
      const found = await editable(service, await incidentNamed(service, query.incident));
      if (found.kind === "fixed") return { operation: null, input: null, reason: found.reason[locale] };
      return { operation: found.operation, input: found.input as Record<string, unknown>, reason: null };
    },
  }),
  route({
    method: "POST",
    path: "/api/incidents/retry",
    area: "operations",
    summary: {
      ru: "Повторить шаг; с input — тот же вызов с исправленными данными.",
      en: "Try the step again; with input: the same call with corrected data.",
    },
    permission: "incident.operate",
    body: Type.Object(
      {
        incident: Type.String({ minLength: 1, maxLength: 500 }),
        input: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
        reason: Type.Optional(Type.String({ maxLength: 2_000, description: "Why the data are corrected." })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({
      revision: Type.Integer(),
      again: Type.Union([Type.String(), Type.Null()], {
        description:
          "It stopped at the same step at once: what is wrong now. Null: it went on, or waits for the outside.",
      }),
    }),
    async handle(call) {
      const { service, viewer, body, commandId, locale } = call;
      const instance = await instanceFor(call);
      const isRepeated = (await service.assembled.store.starts.handled(`command:${commandId}`)) !== null;
      const edited = body.input === undefined || isRepeated ? null : await editedInput(call, body.input);
      const outcome = await service.useCases.act({
        ...{ id: id<CommandId>(commandId), by: viewer.user, operates: true, instance },
        body: { kind: "retry", incident: body.incident, ...(edited === null ? {} : { edited }) },
      });
      if (outcome.kind === "rejected") throw refused(outcome);
      return { revision: outcome.revision, again: await stoppedAgain(service, instance, body.incident, locale) };
    },
  }),
  route({
    method: "POST",
    path: "/api/incidents/settle",
    area: "operations",
    summary: {
      ru: "Закрыть сбой, который нельзя повторить: с ним разобрались.",
      en: "Close an incident that nothing retries: it has been seen to.",
    },
    permission: "incident.operate",
    body: NAMED,
    async handle({ service, body }) {
      if (!(await service.useCases.settle(body.incident))) throw noIncident();
      return undefined;
    },
  }),
  route({
    method: "POST",
    path: "/api/incidents/seen",
    area: "operations",
    summary: {
      ru: "Отметить, что сбоем занимаются: оповещений о нём больше не будет.",
      en: "Mark that somebody looks after it: nobody is alerted of it again.",
    },
    permission: "incident.operate",
    body: NAMED,
    async handle({ service, viewer, body }) {
      if (!(await service.assembled.alerts.see(body.incident, viewer.user))) throw noIncident();
      return undefined;
    },
  }),
] as const;

type Needs = Pick<Service, "useCases" | "assembled">;

/** An open incident by its id. @throws {Problem} `INCIDENT_NOT_FOUND` */
async function incidentNamed({ useCases }: Needs, incident: string): Promise<IncidentRow> {
  // Ids of instances' incidents begin with the instance: no other has to be looked at.
  const owner = /^([^/]+)\//.exec(incident)?.[1];
  for (const filter of owner === undefined ? [{}] : [{ instance: id<InstanceId>(owner) }, {}]) {
    let after: string | null = null;
    for (let looked = 0; looked < LOOKED_MAX; looked += PAGE) {
      const page: Awaited<ReturnType<Needs["useCases"]["incidents"]>> = await useCases.incidents({
        ...{ ...filter, limit: PAGE, after },
      });
      const found = page.rows.find((row) => row.id === incident);
      if (found !== undefined) return found;
      after = page.next;
      if (after === null) break;
    }
  }
  throw noIncident();
}

/** Whose incident it is: also of one that was retried before, so that the same command again gets its first answer. */
async function instanceFor({
  service,
  body,
}: {
  readonly service: Needs;
  readonly body: { readonly incident: string };
}): Promise<InstanceId> {
  const owner = id<InstanceId>(/^([^/]+)\//.exec(body.incident)?.[1] ?? "");
  const found = (await service.assembled.store.instances.load([owner])).get(owner);
  if (found === undefined) throw noIncident();
  return found.id;
}

/** What stops it where it was stopped before: the id of an incident begins with the visit it stands at. */
async function stoppedAgain(
  { assembled }: Needs,
  instance: InstanceId,
  before: string,
  locale: "ru" | "en",
): Promise<string | null> {
  const now = (await assembled.store.instances.load([instance])).get(instance);
  const visit = before.slice(0, before.lastIndexOf("/"));
  const again = Object.values(now?.incidents ?? {}).find(({ activation }) => activation === visit);
  return again?.message[locale] ?? null;
}

async function editable({ useCases }: Needs, { instance, id: incident }: IncidentRow): Promise<EditableCall> {
  const shown = instance === null ? null : await useCases.show(instance);
  const found = shown?.instance.incidents[incident];
  if (shown === null || found === undefined) throw noIncident();
  return editableCall(shown.history, found);
}

/**
 * The edit of a call, checked against what it was given.
 *
 * @throws {Problem} `NOT_EDITABLE`, `FORM_INVALID`, `COMMENT_REQUIRED`
 */
async function editedInput(
  call: Pick<Call<unknown, unknown, { readonly incident: string; readonly reason?: string }>, "service" | "body">,
  input: Readonly<Record<string, unknown>>,
): Promise<{ readonly input: ValueMap; readonly reason: string }> {
  const { service, body } = call;
  const found = await editable(service, await incidentNamed(service, body.incident));
  if (found.kind === "fixed") throw new Problem("NOT_EDITABLE", { says: found.reason, remedy: RETRY_PLAINLY });
  const edited = input as ValueMap;
  const fields = editTroubles(found.input, edited);
  if (Object.keys(fields).length > 0)
    throw new Problem("FORM_INVALID", {
      says: { ru: "В данных есть ошибки.", en: "There are mistakes in the data." },
      remedy: { ru: "Исправьте названные поля.", en: "Correct the fields that are named." },
      fields,
    });
  const reason = body.reason?.trim() ?? "";
  if (reason !== "") return { input: edited, reason };
  throw new Problem("COMMENT_REQUIRED", {
    says: REASON_MISSING,
    remedy: { ru: "Заполните поле и повторите.", en: "Fill in the field and try again." },
    fields: { reason: REASON_MISSING },
  });
}

const REASON_MISSING = {
  ru: "Напишите, почему данные исправлены: это останется в истории.",
  en: "Write why the data are corrected: it stays in the history.",
};
const RETRY_PLAINLY = {
  ru: "Устраните причину и повторите шаг без изменений.",
  en: "Remove the cause, and retry the step as it is.",
};

function noIncident(): Problem {
  return new Problem("INCIDENT_NOT_FOUND", {
    says: {
      ru: "Такого открытого сбоя нет: его уже устранили, или он закрывается иначе.",
      en: "No such incident is open: it was resolved, or it closes another way.",
    },
    remedy: { ru: "Обновите список сбоев.", en: "Look at the list of incidents again." },
  });
}
