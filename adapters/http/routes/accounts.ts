import Type, { type Static } from "typebox";
import { id, type UserId } from "../../../engine/base/ids.ts";
import type { DirectorySnapshot } from "../../../engine/people/directory.ts";
import type { Refusal } from "../../../engine/runtime/use-cases.ts";
import type { Account } from "../../accounts/account.ts";
import type { Changed, Linked } from "../../accounts/administration.ts";
import { ROLES } from "../../accounts/role.ts";
import { taskAddress } from "../../task-address.ts";
import { type Call, route } from "../api-route.ts";
import type { Service } from "../api-service.ts";
import { isoOf } from "../iso-of.ts";
import { NAMED_PERSON, NOBODY_OR_PERSON, named, namedOrNobody } from "../named-person.ts";
import { notFound, refused } from "../problem.ts";

const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);
const ONE = Type.Object({ user: Type.String({ minLength: 1, maxLength: 200 }) });
const GIVEN_ROLES = Type.Array(Type.Enum([...ROLES]), { maxItems: 10 });
const NOTHING = Type.Object({}, { additionalProperties: false });
const CHANGES_MAX = 200;

const ACCOUNT = Type.Object(
  {
    person: NAMED_PERSON,
    position: TEXT_OR_NULL,
    isInDirectory: Type.Boolean({ description: "Works here, as the directory says." }),
    login: Type.String(),
    roles: Type.Array(Type.Enum([...ROLES])),
    status: Type.Enum(["invited", "active", "deactivated"]),
    createdAt: Type.String(),
    createdBy: NOBODY_OR_PERSON,
    lastSignInAt: TEXT_OR_NULL,
  },
  { $id: "Account" },
);

const LINKED = Type.Object(
  {
    account: ACCOUNT,
    link: Type.Union([Type.String(), Type.Null()], {
      description: "Opens once: shown here and nowhere else. Null: it went to him by mail.",
    }),
    mailedTo: Type.Union([Type.String(), Type.Null()], { description: "Address that the link was sent to." }),
    expiresAt: Type.String(),
  },
  { $id: "LinkedAccount" },
);

const LEAVER_TASK = Type.Object(
  {
    task: Type.String(),
    title: Type.String(),
    process: Type.String(),
    kind: Type.String({
      description:
        "`moves`, `loses` or `returns`: nothing is left with him; `waits`: later; `stays`: people must decide.",
    }),
    to: NOBODY_OR_PERSON,
  },
  { $id: "LeaverTask" },
);

const CHANGE = Type.Object(
  {
    at: Type.String(),
    person: NAMED_PERSON,
    by: NOBODY_OR_PERSON,
    what: Type.String(),
    roles: Type.Union([Type.Array(Type.String()), Type.Null()]),
  },
  { $id: "AccountChange" },
);

const TOKEN = Type.Object(
  {
    prefix: Type.String(),
    name: Type.String(),
    person: NAMED_PERSON,
    scopes: Type.Array(Type.String()),
    createdAt: Type.String(),
    createdBy: NOBODY_OR_PERSON,
    expiresAt: Type.String(),
    usedAt: TEXT_OR_NULL,
  },
  { $id: "AccountToken" },
);

/** Who may sign in, as administrators see to it. */
export const ACCOUNT_ROUTES = [
  route({
    method: "GET",
    path: "/api/accounts",
    area: "accounts",
    summary: { ru: "Учётные записи.", en: "Accounts." },
    permission: "account.read",
    answer: Type.Object({ rows: Type.Array(ACCOUNT) }),
    async handle({ service }) {
      const people = await service.useCases.people();
      const rows = (await service.accounts.list()).map((account) => shown(account, people));
      return { rows: rows.sort((one, other) => one.person.name.localeCompare(other.person.name, "ru")) };
    },
  }),
  route({
    method: "GET",
    path: "/api/accounts/invitable",
    area: "accounts",
    summary: { ru: "Кого можно пригласить.", en: "Who may be invited." },
    permission: "account.read",
    answer: Type.Object({
      rows: Type.Array(Type.Object({ person: NAMED_PERSON, position: TEXT_OR_NULL, login: Type.String() })),
    }),
    async handle({ service }) {
      const people = await service.useCases.people();
      const known = new Set((await service.accounts.list()).map(({ user }) => user as string));
      const free = Object.entries(people.users).filter(([user, { active }]) => active && !known.has(user));
      return {
        rows: free.map(([user, { position, email }]) => ({
          ...{ person: named(people, user), position: position ?? null, login: email ?? user },
        })),
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/accounts/changes",
    area: "accounts",
    summary: {
      ru: "Что делали с учётными записями, новое первым.",
      en: "What was done to accounts, the newest first.",
    },
    permission: "account.read",
    query: Type.Object({ user: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false }),
    answer: Type.Object({ rows: Type.Array(CHANGE) }),
    async handle({ service, query }) {
      const people = await service.useCases.people();
      const user = query.user === undefined ? null : id<UserId>(query.user);
      const rows = await service.accounts.changes(user, CHANGES_MAX);
      return {
        rows: rows.map((row) => ({
          ...{ at: isoOf(row.at), what: row.what, roles: row.roles, by: namedOrNobody(people, row.by) },
          person: named(people, row.user),
        })),
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/accounts/tokens",
    area: "accounts",
    summary: { ru: "Действующие токены API.", en: "Living API tokens." },
    permission: "account.read",
    answer: Type.Object({ rows: Type.Array(TOKEN) }),
    async handle({ service }) {
      const people = await service.useCases.people();
      const rows = await service.accounts.tokens(null);
      return {
        rows: rows.map((row) => ({
          ...{ prefix: row.prefix, name: row.name, scopes: row.scopes, person: named(people, row.user) },
          ...{ createdAt: isoOf(row.createdAt), createdBy: namedOrNobody(people, row.createdBy) },
          ...{ expiresAt: isoOf(row.expiresAt), usedAt: row.usedAt === null ? null : isoOf(row.usedAt) },
        })),
      };
    },
  }),
  route({
    method: "DELETE",
    path: "/api/accounts/tokens/:prefix",
    area: "accounts",
    summary: { ru: "Отозвать токен.", en: "Revoke a token." },
    permission: "account.edit",
    params: Type.Object({ prefix: Type.String({ maxLength: 50 }) }),
    async handle({ service, viewer, params }) {
      const answer = await service.accounts.revokeToken({ prefix: params.prefix, user: null, by: viewer.user });
      if (answer.kind === "rejected") throw refused(answer);
      return undefined;
    },
  }),
  route({
    method: "POST",
    path: "/api/accounts",
    area: "accounts",
    summary: {
      ru: "Пригласить сотрудника: одноразовая ссылка уходит ему письмом, а где почты нет — она в ответе.",
      en: "Invite somebody: a one-time link goes to him by mail, or stands in the answer where there is no mail.",
    },
    permission: "account.edit",
    body: Type.Object(
      {
        user: Type.String({ minLength: 1, maxLength: 200 }),
        login: Type.Optional(Type.String({ maxLength: 200 })),
        roles: Type.Optional(GIVEN_ROLES),
      },
      { additionalProperties: false },
    ),
    answer: LINKED,
    async handle({ service, viewer, body }) {
      const { user, login = null, roles = null } = body;
      return linked(service, await service.accounts.invite({ user: id<UserId>(user), by: viewer.user, login, roles }));
    },
  }),
  route({
    method: "POST",
    path: "/api/accounts/:user/reset",
    area: "accounts",
    summary: { ru: "Одноразовая ссылка для нового пароля.", en: "A one-time link to a new password." },
    permission: "account.edit",
    params: ONE,
    body: NOTHING,
    answer: LINKED,
    handle: async (call) => linked(call.service, await call.service.accounts.reset(commandOf(call))),
  }),
  route({
    method: "PUT",
    path: "/api/accounts/:user/roles",
    area: "accounts",
    summary: { ru: "Задать роли: ровно эти.", en: "Give exactly these roles." },
    permission: "account.edit",
    params: ONE,
    body: Type.Object({ roles: GIVEN_ROLES }, { additionalProperties: false }),
    answer: ACCOUNT,
    handle: async (call) =>
      changed(call.service, await call.service.accounts.setRoles({ ...commandOf(call), roles: call.body.roles })),
  }),
  route({
    method: "PUT",
    path: "/api/accounts/:user/login",
    area: "accounts",
    summary: { ru: "Сменить логин.", en: "Change the login." },
    permission: "account.edit",
    params: ONE,
    body: Type.Object({ login: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
    answer: ACCOUNT,
    handle: async (call) =>
      changed(call.service, await call.service.accounts.setLogin({ ...commandOf(call), login: call.body.login })),
  }),
  route({
    method: "GET",
    path: "/api/accounts/:user/leaving",
    area: "accounts",
    summary: {
      ru: "Куда ушли бы его открытые задания, если отключить учётную запись.",
      en: "Where his open tasks would go if the account were deactivated.",
    },
    permission: "account.read",
    params: ONE,
    answer: Type.Object({ tasks: Type.Array(LEAVER_TASK) }),
    async handle({ service, params }) {
      const people = await service.useCases.people();
      const user = id<UserId>(params.user);
      if ((await service.accounts.find(user)) === null) throw noAccount();
      const { tasks } = await service.assembled.leaving.plan(user);
      return {
        tasks: tasks.map(({ task, title, process, kind, to }) => ({
          ...{ task: taskAddress(task), title, process, kind, to: namedOrNobody(people, to) },
        })),
      };
    },
  }),
  route({
    method: "POST",
    path: "/api/accounts/:user/deactivate",
    area: "accounts",
    summary: {
      ru: "Отключить: входы закрываются сразу, открытые задания уходят по правилу, история остаётся.",
      en: "Deactivate: every way in ends at once, open tasks move by rule, history stays.",
    },
    permission: "account.edit",
    params: ONE,
    body: NOTHING,
    answer: ACCOUNT,
    handle: async (call) => changed(call.service, await call.service.accounts.deactivate(commandOf(call))),
  }),
  route({
    method: "POST",
    path: "/api/accounts/:user/reactivate",
    area: "accounts",
    summary: { ru: "Включить снова.", en: "Reactivate." },
    permission: "account.edit",
    params: ONE,
    body: NOTHING,
    answer: ACCOUNT,
    handle: async (call) => changed(call.service, await call.service.accounts.reactivate(commandOf(call))),
  }),
] as const;

function commandOf({ viewer, params }: Pick<Call<{ readonly user: string }, unknown, unknown>, "viewer" | "params">): {
  readonly user: UserId;
  readonly by: UserId;
} {
  return { user: id<UserId>(params.user), by: viewer.user };
}

function shown(account: Account, people: DirectorySnapshot): Static<typeof ACCOUNT> {
  const { user, login, roles, status, createdAt, createdBy, lastSignInAt } = account;
  const person = people.users[user];
  return {
    ...{ person: named(people, user), position: person?.position ?? null, isInDirectory: person?.active === true },
    ...{ login, roles: [...roles], status, createdAt: isoOf(createdAt), createdBy: namedOrNobody(people, createdBy) },
    lastSignInAt: lastSignInAt === null ? null : isoOf(lastSignInAt),
  };
}

/** @throws {Problem} the refusal */
async function linked({ useCases, assembled }: Pick<Service, "useCases" | "assembled">, answer: Linked | Refusal) {
  if (answer.kind === "rejected") throw refused(answer);
  const { account, link } = answer;
  const mailedTo = await assembled.entryLetters.send(account.user, link);
  return {
    ...{ account: shown(account, await useCases.people()), expiresAt: isoOf(link.expiresAt) },
    ...{ link: mailedTo === null ? link.link : null, mailedTo },
  };
}

/** @throws {Problem} the refusal */
async function changed({ useCases }: Pick<Service, "useCases">, answer: Changed | Refusal) {
  if (answer.kind === "rejected") throw refused(answer);
  return shown(answer.account, await useCases.people());
}

function noAccount() {
  return notFound({ ru: "Такой учётной записи нет", en: "There is no such account" });
}
