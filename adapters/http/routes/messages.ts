import Type, { type Static } from "typebox";
import { type MessageAnswer, type MessageOrder, messageOrder } from "../../engine/message-orders.ts";
import type { MessagesFilter, ReviewedMessage } from "../../notifier/outgoing/message-review.ts";
import { reasonText } from "../../notifier/outgoing/message-words.ts";
import { modeText } from "../../notifier/outgoing/outgoing-mode.ts";
import type { ChannelState } from "../../notifier/outgoing/outgoing-switches.ts";
import { type Call, route } from "../api-route.ts";
import type { Service } from "../api-service.ts";
import { isoOf } from "../iso-of.ts";
import { NAMED_PERSON, named, namedOrNobody } from "../named-person.ts";
import { Problem, refused } from "../problem.ts";

const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);
const STATUSES = ["held", "waiting", "sending", "sent", "refused", "uncertain", "dropped"] as const;
const DECISIONS = ["release", "drop"] as const;
/** Messages that one decision names. */
const KEYS_MAX = 200;
/** Messages that a preview shows. */
const SHOWN = 20;

const MESSAGE = Type.Object(
  {
    key: Type.String(),
    status: Type.Enum([...STATUSES]),
    reason: TEXT_OR_NULL,
    to: NAMED_PERSON,
    channel: Type.String(),
    address: Type.String(),
    sentTo: Type.Union([Type.String(), Type.Null()], { description: "Where it goes or went instead." }),
    subject: TEXT_OR_NULL,
    text: Type.String({ description: "To the letter as it leaves, or left." }),
    segments: Type.Union([Type.Integer(), Type.Null()], { description: "Parts of an SMS." }),
    process: Type.String(),
    instance: TEXT_OR_NULL,
    step: TEXT_OR_NULL,
    createdAt: Type.String(),
    notBefore: TEXT_OR_NULL,
    sentAt: TEXT_OR_NULL,
    tries: Type.Integer(),
    delivery: TEXT_OR_NULL,
    decidedBy: Type.Union([NAMED_PERSON, Type.Null()]),
  },
  { $id: "OutgoingMessage" },
);

const CHANNEL = Type.Object(
  {
    channel: Type.String(),
    mode: Type.String({ description: "`live`, `hold` or `redirect:<address>`." }),
    configured: Type.String({ description: "What `ordo.yaml` says." }),
    switched: Type.Union([
      Type.Object({ by: Type.Union([NAMED_PERSON, Type.Null()]), at: Type.String(), reason: TEXT_OR_NULL }),
      Type.Null(),
    ]),
  },
  { $id: "OutgoingChannel" },
);

const FILTER = {
  status: Type.Optional(Type.Enum([...STATUSES])),
  undelivered: Type.Optional(Type.Boolean()),
  to: Type.Optional(Type.String({ maxLength: 200, description: "User id." })),
  channel: Type.Optional(Type.String({ maxLength: 100 })),
  process: Type.Optional(Type.String({ maxLength: 200 })),
  instance: Type.Optional(Type.String({ maxLength: 200 })),
};

const CHOSEN = Type.Object(
  {
    keys: Type.Optional(Type.Array(Type.String({ maxLength: 500 }), { minItems: 1, maxItems: KEYS_MAX })),
    channel: Type.Optional(Type.String({ maxLength: 100 })),
    process: Type.Optional(Type.String({ maxLength: 200 })),
    all: Type.Optional(Type.Boolean({ description: "Everything that is held." })),
  },
  { additionalProperties: false },
);

/** Messages for people, and what lets them out. */
export const MESSAGE_ROUTES = [
  route({
    method: "GET",
    path: "/api/outgoing",
    area: "operations",
    summary: { ru: "Исходящие сообщения, новые первыми.", en: "Outgoing messages, the newest first." },
    permission: "message.read",
    query: Type.Object(
      {
        ...FILTER,
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        after: Type.Optional(Type.String({ maxLength: 700 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({ rows: Type.Array(MESSAGE), next: TEXT_OR_NULL }),
    async handle({ service, query, locale }) {
      const { limit = 50, after = null, status, ...rest } = query;
      const filter: MessagesFilter = { ...rest, ...(status === undefined ? {} : { statuses: [status] }) };
      const found = listed(await ordered(service, { kind: "list", filter, limit, after }));
      return { rows: await shown(service, found.messages, locale), next: found.next };
    },
  }),
  route({
    method: "POST",
    path: "/api/outgoing/:decision/preview",
    area: "operations",
    summary: {
      ru: "Сколько сообщений и какие отпустило бы или выбросило бы решение.",
      en: "How many messages a decision would reach, and the first of them.",
    },
    permission: "message.operate",
    params: Type.Object({ decision: Type.Enum([...DECISIONS]) }),
    body: CHOSEN,
    answer: Type.Object({ count: Type.Integer(), rows: Type.Array(MESSAGE) }),
    async handle({ service, params, body, locale }) {
      const filter = chosen(body);
      const found = listed(await ordered(service, { kind: "preview", ...params, filter, limit: SHOWN }));
      return { count: found.count ?? 0, rows: await shown(service, found.messages, locale) };
    },
  }),
  route({
    method: "POST",
    path: "/api/outgoing/:decision",
    area: "operations",
    summary: {
      ru: "Отпустить или выбросить сообщения. О неопределённых и отказанных решают по ключу.",
      en: "Release or drop messages. Those that are uncertain or were refused are named by key.",
    },
    permission: "message.operate",
    params: Type.Object({ decision: Type.Enum([...DECISIONS]) }),
    body: CHOSEN,
    answer: Type.Object({ count: Type.Integer() }),
    async handle({ service, viewer, params, body }) {
      const answer = await ordered(service, { kind: "decide", ...params, filter: chosen(body), by: viewer.user });
      return { count: answer.kind === "decided" ? answer.count : 0 };
    },
  }),
  route({
    method: "GET",
    path: "/api/channels",
    area: "operations",
    summary: { ru: "Каналы: отпускаются ли сообщения.", en: "Channels: whether messages leave." },
    permission: "message.read",
    answer: Type.Object({ rows: Type.Array(CHANNEL) }),
    handle: async ({ service }) => channelsShown(service, await ordered(service, { kind: "channels" })),
  }),
  route({
    method: "PUT",
    path: "/api/channels/:channel",
    area: "operations",
    summary: {
      ru: "Переключить канал: live, hold, redirect:<адрес>; null — как в ordo.yaml.",
      en: "Switch a channel: live, hold, redirect:<address>; null: as ordo.yaml says.",
    },
    permission: "message.operate",
    params: Type.Object({ channel: Type.String({ maxLength: 100 }) }),
    body: Type.Object(
      {
        mode: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
        reason: Type.Optional(Type.String({ maxLength: 2_000 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({ rows: Type.Array(CHANNEL) }),
    async handle({ service, viewer, params, body }) {
      const reason = body.reason?.trim() ?? "";
      return channelsShown(
        service,
        await ordered(service, {
          ...{ kind: "switch", channel: params.channel, mode: body.mode, by: viewer.user },
          reason: reason === "" ? null : reason,
        }),
      );
    },
  }),
] as const;

type Needs = Pick<Service, "assembled" | "useCases">;

/** @throws {Problem} what the desk refuses */
async function ordered({ assembled }: Needs, order: MessageOrder): Promise<MessageAnswer> {
  const answer = await messageOrder(assembled.outside.messages, order, assembled.clock);
  if (answer.kind === "rejected") throw refused(answer);
  return answer;
}

function listed(answer: MessageAnswer): Extract<MessageAnswer, { kind: "messages" }> {
  return answer.kind === "messages" ? answer : { kind: "messages", messages: [], next: null, count: 0 };
}

/** @throws {Problem} `INPUT_INVALID` where nothing is named: a slip is not "everything" */
function chosen({ all, ...filter }: Static<typeof CHOSEN>): MessagesFilter {
  if (Object.keys(filter).length > 0 || all === true) return filter;
  throw new Problem("INPUT_INVALID", {
    says: { ru: "Не сказано, какие сообщения.", en: "It is not said which messages." },
    remedy: {
      ru: "Назовите ключи (keys), канал, процесс, или все придержанные: all.",
      en: "Name keys, a channel, a process, or everything that is held: all.",
    },
  });
}

async function shown(
  { useCases }: Needs,
  messages: readonly ReviewedMessage[],
  locale: Call<unknown, unknown, unknown>["locale"],
): Promise<readonly Static<typeof MESSAGE>[]> {
  const people = await useCases.people();
  const iso = (at: number | null): string | null => (at === null ? null : isoOf(at));
  return messages.map((one) => {
    const { key, status, channel, address, sentTo, subject, preview, process, step, tries } = one;
    const reasons = [one.reason, one.detail, one.deliveryReason].flatMap((part) =>
      part === null ? [] : [reasonText(part, locale)],
    );
    return {
      ...{ key, status, channel, address, sentTo, subject, process, step, tries },
      instance: one.instance === "" ? null : one.instance,
      reason: reasons.length === 0 ? null : [...new Set(reasons)].join(", "),
      to: named(people, one.to),
      text: preview?.text ?? one.text,
      segments: preview?.segments ?? null,
      createdAt: isoOf(one.createdAt),
      ...{ notBefore: iso(one.notBefore), sentAt: iso(one.sentAt) },
      delivery: one.delivery === null ? null : reasonText(one.delivery, locale),
      decidedBy: namedOrNobody(people, one.decidedBy),
    };
  });
}

async function channelsShown({ useCases }: Needs, answer: MessageAnswer) {
  const people = await useCases.people();
  const channels: readonly ChannelState[] = answer.kind === "channels" ? answer.channels : [];
  return {
    rows: channels.map(({ channel, mode, configured, switched }) => ({
      ...{ channel, mode: modeText(mode), configured: modeText(configured) },
      switched:
        switched === null
          ? null
          : { by: namedOrNobody(people, switched.by), at: isoOf(switched.at), reason: switched.reason },
    })),
  };
}
