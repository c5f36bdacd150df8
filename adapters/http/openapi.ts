import Type, { type TObject, type TSchema } from "typebox";
import type { ApiRoute } from "./api-route.ts";
import { FORM_FIELD } from "./form-field.ts";
import { byName, namedSchemas } from "./named-schemas.ts";
import { PROBLEM } from "./problem-details.ts";

type Json = { readonly [name: string]: unknown };

/**
 * The API as OpenAPI 3.1, of the route declarations alone: what is not declared is neither served nor described.
 *
 * @param version of the product
 */
export function openApiOf(routes: readonly ApiRoute[], version: string): Json {
  // Pages for people are served, and no part of the API.
  const api = routes.filter(({ path }) => path.startsWith("/api/"));
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of api) {
    const path = route.path.replace(/:(\w+)/g, "{$1}").replace(/\*$/, "{rest}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Ordo",
      version,
      description:
        "The API of Ordo. Sign in with a session (the console) or an API token (`Authorization: Bearer ordo_…`). " +
        "A call that changes something may carry an `Idempotency-Key`: the same key again with the same request is the same command; with another it is refused. " +
        "Errors are problem details (RFC 9457) with a stable `code` and a `remedy`.",
    },
    tags: [...new Set(routes.map(({ area }) => area))].map((name) => ({ name })),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: namedSchemas([PROBLEM, FORM_FIELD, routes.map(({ body, answer, query }) => [body, answer, query])]),
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "__Host-ordo" },
        token: { type: "http", scheme: "bearer" },
      },
    },
  };
}

function operationOf(route: ApiRoute): Json {
  const isChange = route.method !== "GET";
  return {
    operationId: operationId(route),
    tags: [route.area],
    summary: route.summary.en,
    "x-summary-ru": route.summary.ru,
    "x-permission": route.permission,
    ...(route.permission === "public" ? { security: [] } : { security: [{ session: [] }, { token: [] }] }),
    parameters: [
      ...parametersOf(route.params, "path"),
      ...(route.path.endsWith("*") ? [{ name: "rest", in: "path", required: true, schema: Type.String() }] : []),
      ...parametersOf(route.query, "query"),
      ...(isChange ? [IDEMPOTENCY_KEY] : []),
    ],
    ...bodyOf(route),
    responses: {
      ...answerOf(route),
      default: {
        description: "It cannot be done",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "The same key with the same request is the same command; with another request it is refused (IDEMPOTENCY_KEY_REUSED).",
  schema: Type.String({ maxLength: 200 }),
};

function parametersOf(schema: TObject | null, place: "path" | "query"): readonly Json[] {
  const required = new Set<string>(schema?.required ?? []);
  return Object.entries<TSchema>(schema?.properties ?? {})
    .filter(([name]) => name !== "*")
    .map(([name, one]) => ({ name, in: place, required: place === "path" || required.has(name), schema: byName(one) }));
}

function bodyOf({ body, bytesMax }: ApiRoute): Json {
  if (body !== null)
    return { requestBody: { required: true, content: { "application/json": { schema: byName(body) } } } };
  if (bytesMax === null) return {};
  return {
    requestBody: {
      required: true,
      content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
    },
  };
}

function answerOf({ answer, type }: ApiRoute): Json {
  if (answer !== null)
    return { "200": { description: "Done", content: { "application/json": { schema: byName(answer) } } } };
  if (type !== null)
    return { "200": { description: "Done", content: { [type]: { schema: { type: "string", format: "binary" } } } } };
  return { "204": { description: "Done" } };
}

/** `get_tasks_task_history` */
function operationId({ method, path }: ApiRoute): string {
  const words = path.replace("/api/", "").replaceAll(":", "").replace("*", "rest").split("/");
  return [method.toLowerCase(), ...words].join("_").replaceAll("-", "_");
}
