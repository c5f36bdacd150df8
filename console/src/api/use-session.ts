import { useQuery, useQueryClient } from "@tanstack/react-query";
import { companyZoneIs } from "../words/company-zone.ts";
import { answered, api, type Schemas } from "./client.ts";
import { ApiProblem } from "./problem.ts";
import { sessionBegan } from "./session-state.ts";

export type Session = Schemas["Session"];
export type Role = Session["roles"][number];

const KEY = ["session"];

/** Who is signed in; null: nobody; undefined: not known yet. */
export function useSession(): { readonly session: Session | null | undefined; readonly problem: ApiProblem | null } {
  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: readSession,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
  return { session: data, problem: error instanceof ApiProblem ? error : null };
}

async function readSession(): Promise<Session | null> {
  try {
    const session = await answered(api.GET("/api/session"));
    sessionBegan(session.csrf);
    companyZoneIs(session.installation.timeZone);
    return session;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

/** Signs in, and out. Signing in again as the same person keeps everything that the page knows. */
export function useSigning(): {
  readonly signIn: (login: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
} {
  const queries = useQueryClient();
  return {
    async signIn(login, password) {
      const before = queries.getQueryData<Session | null>(KEY);
      const session = await answered(api.POST("/api/session", { body: { login, password } }));
      sessionBegan(session.csrf);
      companyZoneIs(session.installation.timeZone);
      if (before !== null && before !== undefined && before.user !== session.user) queries.clear();
      queries.setQueryData(KEY, session);
      await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
    },
    async signOut() {
      await answered(api.DELETE("/api/session"));
      queries.clear();
      queries.setQueryData(KEY, null);
    },
  };
}

/** The session of a page that is shown only to who is signed in. */
export function useOwnSession(): Session {
  const { session } = useSession();
  if (session === null || session === undefined) throw new Error("a page without a session");
  return session;
}

/** Has the viewer one of these roles? Only for what is shown: the server decides. */
export function hasRole({ roles }: Session, ...wanted: readonly Role[]): boolean {
  return roles.some((role) => wanted.includes(role));
}
