import type { FastifyRequest } from "fastify";
import { csrfTokenOf, isSameText } from "../accounts/one-way.ts";
import type { Viewer } from "../accounts/viewer.ts";
import type { Allowed } from "./api-route.ts";
import { type Grant, grantOf } from "./permissions.ts";
import { notPermitted, notSignedIn, Problem } from "./problem.ts";
import { foreignOrigin } from "./same-origin.ts";
import { sessionIn } from "./session-cookie.ts";

/** Whom a call was let in as. */
export interface Admission {
  readonly viewer: Viewer;
  readonly grant: Grant;
}

/** How the door finds out who asks. */
export interface Identities {
  /** Null: there is no such session, it is over, or the account is not active. */
  viewerOfSession(session: string): Promise<Viewer | null>;
  /** Null: there is no such token, it is over, or the account is not active. */
  viewerOfToken(token: string): Promise<Viewer | null>;
}

/** Lets calls in, or says why not. */
export interface Door {
  admit(route: { readonly method: string; readonly permission: Allowed }, request: FastifyRequest): Promise<Admission>;
}

/** Nobody in particular: what a public route is called by. */
export const NOBODY: Viewer = {
  user: "" as Viewer["user"],
  name: null,
  roles: [],
  via: "session",
  session: null,
  scopes: null,
};

/**
 * The door of the API. A call comes with a token (`Authorization: Bearer …`, never from a cookie) or with a session's
 * cookie; one that changes something by a session must come from our own pages and carry the session's own mark
 * (`X-Csrf-Token`). A public route is open; one that changes something by it must come from our pages all the same.
 *
 * @param address of the service, where one is configured
 */
export function openDoor(identities: Identities, address: string | null): Door {
  return {
    async admit(route, request) {
      const { permission } = route;
      const isChange = route.method !== "GET";
      const viewer = await viewerOf(request, { isChange, isPublic: permission === "public" });
      if (permission === "public") return { viewer: viewer ?? NOBODY, grant: "any" };
      if (viewer === null) throw notSignedIn();
      if (permission === "signed-in") return { viewer, grant: "own" };
      const grant = grantOf(permission, viewer.roles);
      if (grant === null) throw notPermitted();
      if (viewer.scopes !== null && !viewer.scopes.includes(permission)) throw outsideScopes(permission);
      return { viewer, grant };
    },
  };

  async function viewerOf(
    { headers }: FastifyRequest,
    { isChange, isPublic }: { readonly isChange: boolean; readonly isPublic: boolean },
  ): Promise<Viewer | null> {
    const { authorization } = headers;
    if (authorization !== undefined) {
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      return token === undefined ? null : identities.viewerOfToken(token);
    }
    if (isChange) {
      const secFetchSite = headers["sec-fetch-site"];
      const foreign = foreignOrigin(
        {
          origin: headers.origin,
          secFetchSite: typeof secFetchSite === "string" ? secFetchSite : undefined,
          host: headers.host,
        },
        address,
      );
      if (foreign !== null) throw foreign;
    }
    const session = sessionIn(headers.cookie);
    const viewer = session === null ? null : await identities.viewerOfSession(session);
    if (session === null || viewer === null) return null;
    if (isChange && !isPublic && !isSameText(String(headers["x-csrf-token"]), csrfTokenOf(session)))
      throw withoutMark();
    return viewer;
  }
}

function withoutMark(): Problem {
  return new Problem("TOKEN_MISSING", {
    says: {
      ru: "Страница устарела: запрос не выполнен.",
      en: "The page is out of date: the request was not carried out.",
    },
    remedy: { ru: "Обновите страницу и повторите.", en: "Reload the page and try again." },
  });
}

function outsideScopes(permission: string): Problem {
  return new Problem("NOT_PERMITTED", {
    says: { ru: `У токена нет права ${permission}.`, en: `The token does not have the permission ${permission}.` },
    remedy: { ru: "Выпустите токен с этим правом.", en: "Issue a token that has it." },
  });
}
