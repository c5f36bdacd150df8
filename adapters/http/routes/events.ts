import Type, { type Static } from "typebox";
import type { ValueMap } from "../../../engine/base/value.ts";
import { isoText } from "../../../engine/calendar/iso-text.ts";
import { messageCalled, type Occurrence, plainEvent } from "../../../engine/runtime/occurrence.ts";
import { type Call, route } from "../api-route.ts";
import { Problem } from "../problem.ts";

const TAKEN = Type.Object(
  {
    id: Type.String(),
    isNew: Type.Boolean({ description: "False: it came before, and nothing was done again." }),
  },
  { $id: "TakenIn" },
);
const ID = Type.Optional(
  Type.String({
    ...{ minLength: 1, maxLength: 200 },
    description: "The sender's own id: the same once more is the same event. Without it the Idempotency-Key stands in.",
  }),
);
const FIELDS = Type.Optional(Type.Record(Type.String({ maxLength: 200 }), Type.Unknown()));
const FIELDS_CHARACTERS_MAX = 256 * 1024;
/** The engine's own. */
const OWN: ReadonlySet<string> = new Set(["at", "actor", "cause", "type", "name", "key"]);

/** What other systems tell. */
export const EVENT_ROUTES = [
  route({
    method: "POST",
    path: "/api/events",
    area: "operations",
    summary: {
      ru: "Передать событие: оно запустит или разбудит процессы, которые его ждут.",
      en: "Hand in an event: it starts or wakes what waits for it.",
    },
    permission: "event.send",
    body: Type.Object(
      {
        id: ID,
        name: Type.String({ pattern: "^[a-z][\\w-]*(?:\\.[\\w-]+)*$", maxLength: 200 }),
        fields: FIELDS,
      },
      { additionalProperties: false },
    ),
    answer: TAKEN,
    async handle(call) {
      const { body } = call;
      if (/^(?:crm|mail|schedule)(?:\.|$)/.test(body.name)) throw ownEvent(body.name);
      return taken(call, "event", (fields, circumstances) => plainEvent(body.name, fields, circumstances));
    },
  }),
  route({
    method: "POST",
    path: "/api/messages/:name",
    area: "operations",
    summary: {
      ru: "Передать сообщение по имени, как это сделал бы вебхук.",
      en: "Hand in a message by name, as a webhook would.",
    },
    permission: "event.send",
    params: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }) }),
    body: Type.Object(
      {
        id: ID,
        key: Type.Optional(
          Type.String({
            maxLength: 500,
            description: "Joins it to one waiting instance. @default whoever waits for any",
          }),
        ),
        fields: FIELDS,
      },
      { additionalProperties: false },
    ),
    answer: TAKEN,
    handle: (call) =>
      taken(call, `message:${call.params.name}`, (fields, circumstances) =>
        messageCalled(call.params.name, { key: call.body.key ?? null, fields }, circumstances),
      ),
  }),
] as const;

/** As every event says when: in the zone of the machine. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

type Circumstances = Parameters<typeof plainEvent>[2];

/** Its id is the sender's within his own name: nobody spends another's. */
async function taken(
  call: Pick<
    Call<unknown, unknown, { readonly id?: string; readonly fields?: Readonly<Record<string, unknown>> }>,
    "service" | "viewer" | "body" | "commandId"
  >,
  kind: string,
  make: (fields: ValueMap, circumstances: Circumstances) => Occurrence,
): Promise<Static<typeof TAKEN>> {
  const { service, viewer, body, commandId } = call;
  const fields = (body.fields ?? {}) as ValueMap;
  checkFields(fields);
  const given = body.id ?? commandId;
  const at = { $type: "date and time", value: isoText(service.useCases.now(), ZONE) } as const;
  const id = `api:${viewer.user}:${kind}:${given}`;
  const isNew = await service.useCases.occur(make(fields, { id, at, actor: viewer.user, cause: null }));
  return { id: given, isNew };
}

/** @throws {Problem} `INPUT_INVALID`, `INPUT_TOO_LARGE` */
function checkFields(fields: ValueMap): void {
  const own = Object.keys(fields).filter((name) => OWN.has(name));
  if (own.length > 0)
    throw new Problem("INPUT_INVALID", {
      says: { ru: "Эти поля ставит сам Ordo.", en: "These fields are Ordo's own." },
      remedy: { ru: "Назовите их иначе.", en: "Give them other names." },
      fields: Object.fromEntries(
        own.map((name) => [`fields.${name}`, { ru: "Это поле ставит Ordo.", en: "Ordo sets this field." }]),
      ),
    });
  if (JSON.stringify(fields).length > FIELDS_CHARACTERS_MAX)
    throw new Problem("INPUT_TOO_LARGE", {
      says: { ru: "Событие слишком большое.", en: "The event is too large." },
      remedy: { ru: "Передайте большое файлом, а в поле — ссылку на него.", en: "Hand large things over as a file." },
    });
}

/** What the engine itself tells of records, letters and the clock nobody else may tell. */
function ownEvent(name: string): Problem {
  return new Problem("INPUT_INVALID", {
    says: {
      ru: `События ${name} сообщает сам Ordo: выдать их за настоящие нельзя.`,
      en: `Events of ${name} are told by Ordo itself: nobody else may tell them.`,
    },
    remedy: {
      ru: "Дайте событию своё имя, например site.order-paid.",
      en: "Give it a name of its own: site.order-paid.",
    },
    fields: { name: { ru: "Это имя занято.", en: "The name is taken." } },
  });
}
