import Type from "typebox";
import { id, type UserId } from "../../../engine/base/ids.ts";
import type { Refusal } from "../../../engine/runtime/use-cases.ts";
import { LINK_INVALID } from "../../accounts/account-refusals.ts";
import type { SignedIn } from "../../accounts/entrance.ts";
import { ROLES } from "../../accounts/role.ts";
import { type Call, Reply, route } from "../api-route.ts";
import { notSignedIn, Problem, refused } from "../problem.ts";
import { givingCookie, sessionIn, takingCookie } from "../session-cookie.ts";

/** Who is signed in, and what the console needs to know of the installation. */
const SESSION = Type.Object(
  {
    user: Type.String(),
    login: Type.String(),
    name: Type.String(),
    position: Type.Union([Type.String(), Type.Null()]),
    roles: Type.Array(Type.Enum([...ROLES])),
    csrf: Type.String({ description: "Sent as `X-Csrf-Token` with every call that changes something." }),
    isHead: Type.Boolean({ description: "Does he head a department?" }),
    installation: Type.Object({
      locale: Type.Enum(["ru", "en"]),
      timeZone: Type.String({ description: "The company's zone (`Europe/Moscow`): pages say when in it." }),
      hasRecords: Type.Boolean({ description: "Are records kept here (`crm: local`)?" }),
    }),
  },
  { $id: "Session" },
);

const LINK = Type.Object(
  {
    kind: Type.String(),
    user: Type.Union([Type.String(), Type.Null()]),
    name: Type.Union([Type.String(), Type.Null()]),
    login: Type.Union([Type.String(), Type.Null()]),
    candidates: Type.Array(Type.Object({ user: Type.String(), name: Type.String() })),
    expiresAt: Type.String(),
  },
  { $id: "EntryLink" },
);

const SECRET = Type.String({ minLength: 1, maxLength: 200 });

/** Signing in and out; choosing a password by a one-time link. */
export const SESSION_ROUTES = [
  route({
    method: "GET",
    path: "/api/session",
    area: "session",
    summary: { ru: "Кто вошёл.", en: "Who is signed in." },
    permission: "signed-in",
    answer: SESSION,
    async handle(call) {
      const session = sessionIn(call.headers["cookie"]);
      if (session === null) throw notSignedIn();
      return sessionOf(call, session);
    },
  }),
  route({
    method: "POST",
    path: "/api/session",
    area: "session",
    summary: { ru: "Войти.", en: "Sign in." },
    permission: "public",
    body: Type.Object(
      {
        login: Type.String({ minLength: 1, maxLength: 200 }),
        password: Type.String({ minLength: 1, maxLength: 1_000 }),
      },
      { additionalProperties: false },
    ),
    answer: SESSION,
    async handle(call) {
      const { service, body, headers, address } = call;
      if (!isSafe(headers, service.address)) throw withoutEncryption();
      const answer = await service.accounts.signIn({ ...body, address, agent: headers["user-agent"] ?? null });
      return begun(call, answer);
    },
  }),
  route({
    method: "DELETE",
    path: "/api/session",
    area: "session",
    summary: { ru: "Выйти.", en: "Sign out." },
    permission: "signed-in",
    async handle({ service, headers }) {
      const session = sessionIn(headers["cookie"]);
      if (session !== null) await service.accounts.signOut(session);
      return new Reply(null, { status: 204, headers: { "set-cookie": takingCookie() } });
    },
  }),
  route({
    method: "GET",
    path: "/api/entry",
    area: "session",
    summary: { ru: "Какими путями сюда входят.", en: "By which ways people get in here." },
    permission: "public",
    answer: Type.Object({
      canAskForLetter: Type.Boolean({ description: "Is a link for a new password sent by mail to whoever asks?" }),
    }),
    handle: async ({ service }) => ({ canAskForLetter: service.assembled.entryLetters.isOpen }),
  }),
  route({
    method: "POST",
    path: "/api/entry/letter",
    area: "session",
    summary: {
      ru: "Забыл пароль: прислать ссылку. Ответ один и тот же, есть такой логин или нет.",
      en: "Forgot the password: send a link. One answer, whether there is such a login or not.",
    },
    permission: "public",
    body: Type.Object({ login: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
    async handle({ service, body, address }) {
      const wait = await service.accounts.askForLetter({ login: body.login, address });
      if (wait !== null) throw refused(wait);
      service.assembled.entryLetters.forgotten(body.login);
      return undefined;
    },
  }),
  route({
    method: "POST",
    path: "/api/entry/look",
    area: "session",
    summary: { ru: "Для кого одноразовая ссылка.", en: "Whom a one-time link is for." },
    permission: "public",
    body: Type.Object({ token: SECRET }, { additionalProperties: false }),
    answer: LINK,
    async handle({ service, body }) {
      const link = await service.accounts.lookLink(body.token);
      if (link === null) throw refused(LINK_INVALID);
      return { ...link, expiresAt: new Date(link.expiresAt).toISOString() };
    },
  }),
  route({
    method: "POST",
    path: "/api/entry",
    area: "session",
    summary: {
      ru: "Выбрать пароль по одноразовой ссылке и войти.",
      en: "Choose a password by a one-time link, and sign in.",
    },
    permission: "public",
    body: Type.Object(
      {
        token: SECRET,
        password: Type.String({ minLength: 1, maxLength: 1_000 }),
        user: Type.Optional(Type.String({ description: "Who the first administrator is." })),
      },
      { additionalProperties: false },
    ),
    answer: SESSION,
    async handle(call) {
      const { service, body, headers, address } = call;
      if (!isSafe(headers, service.address)) throw withoutEncryption();
      const { token, password, user } = body;
      const answer = await service.accounts.enter({
        ...{ token, password, address, agent: headers["user-agent"] ?? null },
        user: user === undefined ? null : id<UserId>(user),
      });
      return begun(call, answer);
    },
  }),
] as const;

/** Who has just come in gets his session, or learns why not. */
async function begun(
  { service, headers }: Pick<Call<unknown, unknown, unknown>, "service" | "headers">,
  answer: SignedIn | Refusal,
) {
  if (answer.kind === "rejected") throw refused(answer);
  // The session that this browser had until now is not left open behind the new one.
  const before = sessionIn(headers["cookie"]);
  if (before !== null) await service.accounts.signOut(before);
  const { token, expiresAt } = answer.session;
  const seconds = (expiresAt - service.assembled.clock.now()) / 1_000;
  const viewer = await service.accounts.viewerOfSession(token);
  if (viewer === null) throw notSignedIn();
  return new Reply(await sessionOf({ service, viewer }, token), {
    headers: { "set-cookie": givingCookie(token, seconds) },
  });
}

type Asked = Pick<Call<unknown, unknown, unknown>, "service" | "viewer">;

async function sessionOf({ service, viewer }: Asked, session: string) {
  const { accounts, useCases, locale, assembled } = service;
  const account = await accounts.find(viewer.user);
  if (account === null) throw notSignedIn();
  const people = await useCases.people();
  const person = people.users[viewer.user];
  return {
    user: viewer.user,
    login: account.login,
    name: person?.name ?? viewer.user,
    position: person?.position ?? null,
    roles: viewer.roles,
    csrf: accounts.csrfOf(session),
    isHead: Object.values(people.departments).some(({ head }) => head === viewer.user),
    installation: { locale, timeZone: await useCases.zone(), hasRecords: assembled.outside.editing !== null },
  };
}

/** The cookie of a session travels over https, or not at all past this machine. */
function isSafe(headers: Call<unknown, unknown, unknown>["headers"], address: string | null): boolean {
  if (address?.startsWith("https:")) return true;
  const host = (headers["host"] ?? "").replace(/:\d+$/, "");
  return ["localhost", "127.0.0.1", "[::1]"].includes(host) || headers["x-forwarded-proto"] === "https";
}

function withoutEncryption(): Problem {
  return new Problem("NOT_ENCRYPTED", {
    says: {
      ru: "По незащищённому адресу не входят: пароль прочли бы в сети.",
      en: "Nobody signs in at an address without encryption: the password could be read on the way.",
    },
    remedy: {
      ru: "Откройте консоль по https. Администратору: поставьте перед Ordo прокси с сертификатом и задайте service.address.",
      en: "Open the console over https. For the administrator: put a proxy with a certificate in front and set service.address.",
    },
  });
}
