import { type Fields, isFields, Refusal, type Reply } from "./fake-answer.ts";

/** Methods that a key protects from being done twice. */
const WRITING = /\.(add|update|delete|send|movetofolder|createcrmactivity)$/;
const DAY = 86_400_000;

/** A refusal as REST 3.0 words it. @param name `REQUESTVALIDATION` of `BITRIX_REST_V3_EXCEPTION_…` */
export function refusalV3(name: string, message: string, status = 400, field?: string): Refusal {
  const validation = field === undefined ? [] : [{ message, field }];
  return new Refusal(`BITRIX_REST_V3_EXCEPTION_${name}EXCEPTION`, message, status, validation);
}

/** A required parameter is missing. */
export function requiredV3(field: string): Refusal {
  return refusalV3("VALIDATION_REQUESTVALIDATION", `Required field \`${field}\` is not specified`, 400, field);
}

/** The body of an error under `/rest/api/`: an object. Refusals of the old version get a name of the new one. */
export function errorV3(refusal: Refusal): Fields {
  const named: Readonly<Record<string, string>> = {
    insufficient_scope: "BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION",
    ACCESS_DENIED: "BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION",
  };
  const { code, says, validation } = refusal;
  return {
    error: {
      code: named[String(code)] ?? String(code),
      message: says,
      ...(validation.length === 0 ? {} : { validation }),
    },
  };
}

interface Kept {
  readonly body: string;
  readonly reply: Reply;
  readonly until: number;
}

/** What happened to a call with a key. */
export interface Keyed {
  readonly reply: Reply;
  readonly headers: Readonly<Record<string, string>>;
}

/** `Idempotency-Key`: the answer of a call that succeeded is kept for a day and given again. */
export class FakeIdempotency {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Runs the call, or gives the answer that it once had.
   *
   * @param scope whose key it is: keys are apart for each credential, user and method
   * @throws {Refusal} 400 for a malformed key, 422 for one that was used with another body
   */
  run(key: string | null, method: string, scope: string, body: string, execute: () => Reply): Keyed {
    if (key === null || !WRITING.test(method)) return { reply: execute(), headers: {} };
    if (!/^[\x20-\x7e]{1,255}$/.test(key)) throw refusalV3("INVALIDIDEMPOTENCYKEY", "Invalid idempotency key");
    const name = `${scope} ${method} ${key}`;
    const kept = this.#kept.get(name);
    if (kept === undefined || kept.until <= this.#now()) {
      const reply = execute();
      this.#kept.set(name, { body, reply, until: this.#now() + DAY });
      return { reply, headers: { "idempotency-key": key } };
    }
    if (kept.body !== body)
      throw refusalV3(
        "IDEMPOTENCYKEYREUSED",
        "The idempotency key was already used with a different request body",
        422,
      );
    return { reply: kept.reply, headers: { "idempotency-key": key, "idempotent-replayed": "true" } };
  }
}

/** `batch` of REST 3.0: a list of calls at the root; all of them or, at the first failure, an error. */
export function runBatchV3(body: unknown, execute: (method: string, params: Fields) => Reply): Reply {
  if (!Array.isArray(body)) throw refusalV3("INVALIDSELECT", "Unable to recognize the batch");
  const results = body
    .filter(isFields)
    .map(({ method, query }) => execute(String(method), isFields(query) ? query : {}).result);
  return { result: results };
}

/** Which rows a `pagination` asks for. @throws {Refusal} where it holds no numbers */
export function paginated<T>(
  rows: readonly T[],
  pagination: unknown,
  defaults: { readonly limit: number; readonly max: number },
): readonly T[] {
  const sent = isFields(pagination) ? pagination : {};
  const isWrong = ["page", "limit", "offset"].some((name) => sent[name] !== undefined && !Number.isInteger(sent[name]));
  if (isWrong || sent.limit === 0)
    throw refusalV3("INVALIDPAGINATION", `Unable to recognize pagination parameter \`${JSON.stringify(sent)}\``);
  const limit = Math.min(defaults.max, typeof sent.limit === "number" ? sent.limit : defaults.limit);
  const offset =
    typeof sent.page === "number" ? (sent.page - 1) * limit : typeof sent.offset === "number" ? sent.offset : 0;
  return rows.slice(offset, offset + limit);
}
