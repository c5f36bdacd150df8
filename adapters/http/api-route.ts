import type { Readable } from "node:stream";
import type { Static, TObject, TSchema } from "typebox";
import type { UserId } from "../../engine/base/ids.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { Viewer } from "../accounts/viewer.ts";
import type { Service } from "./api-service.ts";
import type { Grant, Permission } from "./permissions.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Groups of the reference, in its order. */
export type Area =
  | "session"
  | "tasks"
  | "instances"
  | "processes"
  | "registries"
  | "records"
  | "people"
  | "search"
  | "operations"
  | "accounts"
  | "files"
  | "live"
  | "help";

/** What a route is asked. */
export interface Call<Params, Query, Body> {
  readonly service: Service;
  readonly viewer: Viewer;
  /** `own`: answer only what is the viewer's. */
  readonly grant: Grant;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Language of the answer: the caller's `Accept-Language`, else the person's, else the installation's. */
  readonly locale: "ru" | "en";
  /**
   * Id of the command that this call gives: of its `Idempotency-Key` and the viewer, so that the same call again is the
   * same command; made new where there is no key.
   */
  readonly commandId: string;
  /** Revision that the caller has seen (`If-Match`); null: he does not say. */
  readonly ifMatch: string | null;
  /** The body as it came, of a route that takes {@link ApiRoute.bytesMax}. */
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Where the call comes from, as the connection (or the proxy that is believed) says. */
  readonly address: string;
}

/** What is known of a call when it is asked whose the object is: before its body is looked at. */
export type Asked<Params, Query> = Pick<Call<Params, Query, never>, "service" | "viewer" | "params" | "query">;

/** An answer that is more than a body. */
export class Reply<Body = unknown> {
  readonly body: Body;
  readonly status: number;
  /** Compared with `If-None-Match`: 304 where it is the same. */
  readonly etag: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    body: Body,
    more: {
      readonly status?: number;
      readonly etag?: string;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    this.body = body;
    this.status = more.status ?? 200;
    this.etag = more.etag ?? null;
    this.headers = more.headers ?? {};
  }
}

/** Bytes that are no JSON: a file, a picture, an export. */
export type Bytes = Uint8Array | Readable | string;

/** Who may call: a permission of the table, any viewer, or anybody at all. */
export type Allowed = Permission | "signed-in" | "public";

interface Declared {
  readonly method: Method;
  /** `/api/tasks/:task`; a `*` at its end takes what follows. */
  readonly path: string;
  readonly area: Area;
  readonly summary: Text;
  readonly permission: Allowed;
  /**
   * How `own` is kept where somebody holds only that: `filtered`: the handler asks for the viewer's own rows; a function:
   * is this object the viewer's? (404 otherwise: that it exists is not told either.)
   */
  readonly own?: "filtered" | ((asked: Asked<never, never>) => Promise<boolean>);
  readonly params: TObject | null;
  readonly query: TObject | null;
  readonly body: TSchema | null;
  /** What is answered with 200; null: nothing (204). */
  readonly answer: TSchema | null;
  /** Content type of an answer that is no JSON. */
  readonly type: string | null;
  /** Set where the body is bytes: how many at most. */
  readonly bytesMax: number | null;
  handle(call: Call<never, never, never>): Promise<unknown>;
}

/** A route as the server, the reference and the tests see it. */
export type ApiRoute = Declared;

/** An answer may be made of what nobody may change. */
type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

type Of<Schema> = Schema extends TSchema ? Static<Schema> : Record<string, never>;

/** A declaration, with the types that follow from its schemas. */
export interface Declaration<
  Params extends TObject | undefined,
  Query extends TObject | undefined,
  Body extends TSchema | undefined,
  Answer extends TSchema | undefined,
> {
  readonly method: Method;
  readonly path: string;
  readonly area: Area;
  readonly summary: Text;
  readonly permission: Allowed;
  readonly own?: "filtered" | ((asked: Asked<Of<Params>, Of<Query>>) => Promise<boolean>);
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer?: Answer;
  readonly type?: string;
  readonly bytesMax?: number;
  readonly handle: (
    call: Call<Of<Params>, Of<Query>, Of<Body>>,
  ) => Promise<
    Answer extends TSchema
      ? Frozen<Static<Answer>> | Reply<Frozen<Static<Answer>>>
      : Bytes | Reply<Bytes | null> | undefined
  >;
}

/**
 * Declares a route.
 *
 * @example
 * route({
 *   method: "GET", path: "/api/tasks/:task", area: "tasks", permission: "task.read",
 *   summary: { ru: "Одно задание.", en: "One task." },
 *   params: Type.Object({ task: Type.String() }), answer: TASK,
 *   own: ({ service, viewer, params }) => isTheirs(service, viewer, params.task),
 *   handle: async ({ service, params }) => …,
 * })
 */
export function route<
  Params extends TObject | undefined = undefined,
  Query extends TObject | undefined = undefined,
  Body extends TSchema | undefined = undefined,
  Answer extends TSchema | undefined = undefined,
>(declared: Declaration<Params, Query, Body, Answer>): ApiRoute {
  const { own, params, query, body, answer, type, bytesMax, ...rest } = declared;
  return {
    ...rest,
    ...(own === undefined ? {} : { own: own as Declared["own"] & {} }),
    params: params ?? null,
    query: query ?? null,
    body: body ?? null,
    answer: answer ?? null,
    type: type ?? null,
    bytesMax: bytesMax ?? null,
    handle: declared.handle as unknown as Declared["handle"],
  };
}

/** Who acts, as commands of the engine name him. */
export function actorOf({ viewer }: Pick<Call<never, never, never>, "viewer">): UserId {
  return viewer.user;
}
