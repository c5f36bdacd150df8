import createClient, { type Middleware } from "openapi-fetch";
import { currentLocale } from "../words/locale.ts";
import type { paths, Schemas } from "./api.generated.d.ts";
import { ApiProblem, LOST } from "./problem.ts";
import { csrfMark, sessionEnded } from "./session-state.ts";

export type { Schemas };

/** Every call says in which language it wants its answer, and carries the session's mark where it changes something. */
const ours: Middleware = {
  onRequest({ request }) {
    request.headers.set("accept-language", currentLocale());
    if (request.method !== "GET") request.headers.set("x-csrf-token", csrfMark());
    return request;
  },
  onResponse({ response, schemaPath }) {
    if (response.status === 401 && !schemaPath.startsWith("/api/session")) sessionEnded();
  },
  onError() {
    return new ApiProblem(LOST[currentLocale()]);
  },
};

/** The typed client: addresses, parameters, bodies and answers are those of `schema/openapi.json`. */
export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: "same-origin" });
api.use(ours);

/**
 * What a call answered, or its problem thrown: what queries and mutations want.
 *
 * @example
 * useQuery({ queryKey: ["tasks"], queryFn: () => answered(api.GET("/api/tasks", { params: { query } })) })
 */
export async function answered<Data>(
  call: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<Data> {
  const { data, error, response } = await call;
  if (response.ok) return data as Data;
  throw new ApiProblem(error ?? { status: response.status });
}

/** A key for a command: the same for every attempt of one click, so that a repeat does nothing twice. */
export function commandKey(): string {
  return crypto.randomUUID();
}
