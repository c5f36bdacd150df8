import Type from "typebox";
import type { ApiToken } from "../../accounts/api-tokens.ts";
import type { Session } from "../../accounts/sessions.ts";
import type { Viewer } from "../../accounts/viewer.ts";
import { Reply, route } from "../api-route.ts";
import { isoOf } from "../iso-of.ts";
import { notPermitted, Problem, refused } from "../problem.ts";
import { givingCookie } from "../session-cookie.ts";
import { scopesOf } from "../token-scopes.ts";

const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);

const OWN_SESSION = Type.Object(
  {
    id: Type.String(),
    createdAt: Type.String(),
    seenAt: Type.String(),
    expiresAt: Type.String(),
    address: TEXT_OR_NULL,
    agent: TEXT_OR_NULL,
    isCurrent: Type.Boolean({ description: "The session of this very call." }),
  },
  { $id: "OwnSession" },
);

const OWN_TOKEN = Type.Object(
  {
    prefix: Type.String({ description: "Its beginning, by which it is known and revoked." }),
    name: Type.String(),
    scopes: Type.Array(Type.String()),
    createdAt: Type.String(),
    expiresAt: Type.String(),
    usedAt: TEXT_OR_NULL,
  },
  { $id: "OwnToken" },
);

const DAY_MS = 86_400_000;

/** One's own account: password, sessions, tokens. Only by a session: a token must not outgrow itself. */
export const ME_ROUTES = [
  route({
    method: "PUT",
    path: "/api/me/password",
    area: "session",
    summary: {
      ru: "Сменить свой пароль: остальные сеансы заканчиваются, этот получает новую cookie.",
      en: "Change one's own password: all other sessions end, this one gets a new cookie.",
    },
    permission: "self.edit",
    own: "filtered",
    body: Type.Object(
      {
        current: Type.String({ minLength: 1, maxLength: 1_000 }),
        password: Type.String({ minLength: 1, maxLength: 1_000 }),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({ csrf: Type.String({ description: "Of the new session." }) }),
    async handle(call) {
      const { service, viewer, body, headers, address } = call;
      mustBeHimself(viewer);
      const from = { address, agent: headers["user-agent"] ?? null };
      const answer = await service.accounts.changePassword({ ...body, ...from, user: viewer.user });
      if (answer.kind === "rejected") throw refused(answer);
      const { token, expiresAt, csrf } = answer.session;
      const seconds = (expiresAt - service.assembled.clock.now()) / 1_000;
      return new Reply({ csrf }, { headers: { "set-cookie": givingCookie(token, seconds) } });
    },
  }),
  route({
    method: "GET",
    path: "/api/me/sessions",
    area: "session",
    summary: { ru: "Мои сеансы, последние первыми.", en: "My sessions, the latest used first." },
    permission: "self.edit",
    own: "filtered",
    answer: Type.Array(OWN_SESSION),
    async handle({ service, viewer }) {
      mustBeHimself(viewer);
      return (await service.accounts.sessions(viewer.user)).map((session) => sessionShown(session, viewer));
    },
  }),
  route({
    method: "DELETE",
    path: "/api/me/sessions/:session",
    area: "session",
    summary: { ru: "Закончить свой сеанс.", en: "End a session of one's own." },
    permission: "self.edit",
    own: "filtered",
    params: Type.Object({ session: Type.String({ minLength: 1, maxLength: 200 }) }),
    async handle({ service, viewer, params }) {
      mustBeHimself(viewer);
      const answer = await service.accounts.endSession(viewer.user, params.session);
      if (answer.kind === "rejected") throw refused(answer);
      return undefined;
    },
  }),
  route({
    method: "GET",
    path: "/api/me/tokens",
    area: "session",
    summary: {
      ru: "Мои токены для программ и права, которые можно им дать.",
      en: "My tokens for programs, and the permissions that they can be given.",
    },
    permission: "self.edit",
    own: "filtered",
    answer: Type.Object({ tokens: Type.Array(OWN_TOKEN), scopes: Type.Array(Type.String()) }),
    async handle({ service, viewer }) {
      mustBeHimself(viewer);
      const tokens = await service.accounts.tokens(viewer.user);
      return { tokens: tokens.map(tokenShown), scopes: [...scopesOf(viewer.roles)] };
    },
  }),
  route({
    method: "POST",
    path: "/api/me/tokens",
    area: "session",
    summary: {
      ru: "Выпустить токен для программы. Секрет показывается один раз.",
      en: "Make a token for a program. Its secret is shown once.",
    },
    permission: "self.edit",
    own: "filtered",
    body: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 200 }),
        scopes: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 50 }),
        days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_660 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({ secret: Type.String(), token: OWN_TOKEN }),
    async handle(call) {
      const { service, viewer, body } = call;
      mustBeHimself(viewer);
      mustHold(viewer, body.scopes);
      const answer = await service.accounts.createToken({
        ...{ user: viewer.user, by: viewer.user, name: body.name, scopes: body.scopes },
        lifeMs: body.days === undefined ? null : body.days * DAY_MS,
      });
      if (answer.kind === "rejected") throw refused(answer);
      return new Reply({ secret: answer.secret, token: tokenShown(answer.token) }, { status: 201 });
    },
  }),
  route({
    method: "DELETE",
    path: "/api/me/tokens/:prefix",
    area: "session",
    summary: { ru: "Отозвать свой токен.", en: "Revoke a token of one's own." },
    permission: "self.edit",
    own: "filtered",
    params: Type.Object({ prefix: Type.String({ minLength: 1, maxLength: 200 }) }),
    async handle({ service, viewer, params }) {
      mustBeHimself(viewer);
      const order = { prefix: params.prefix, user: viewer.user, by: viewer.user };
      const answer = await service.accounts.revokeToken(order);
      if (answer.kind === "rejected") throw refused(answer);
      return undefined;
    },
  }),
] as const;

function mustBeHimself({ via }: Viewer): void {
  if (via !== "session") throw notPermitted();
}

function mustHold(viewer: Viewer, wanted: readonly string[]): void {
  const held: readonly string[] = scopesOf(viewer.roles);
  const foreign = wanted.filter((scope) => !held.includes(scope));
  if (foreign.length === 0) return;
  const says = {
    ru: `У вас нет таких прав: ${foreign.join(", ")}.`,
    en: `You do not hold these permissions: ${foreign.join(", ")}.`,
  };
  throw new Problem("TOKEN_INVALID", {
    says,
    remedy: { ru: "Выберите права из списка.", en: "Choose permissions of the list." },
    fields: { scopes: says },
  });
}

function sessionShown({ id, createdAt, seenAt, expiresAt, address, agent }: Session, viewer: Viewer) {
  return {
    ...{ id, address, agent, isCurrent: id === viewer.session },
    ...{ createdAt: isoOf(createdAt), seenAt: isoOf(seenAt), expiresAt: isoOf(expiresAt) },
  };
}

function tokenShown({ prefix, name, scopes, createdAt, expiresAt, usedAt }: ApiToken) {
  return {
    ...{ prefix, name, scopes: [...scopes] },
    ...{ createdAt: isoOf(createdAt), expiresAt: isoOf(expiresAt) },
    usedAt: usedAt === null ? null : isoOf(usedAt),
  };
}
