import type { Schemas } from "./api.generated.d.ts";

/** What stands instead of an answer while the server cannot be reached. */
export const LOST = {
  ru: {
    status: 0,
    code: "CONNECTION_LOST",
    title: "Нет связи с сервером.",
    remedy: "Введённое не пропало: повторите, когда связь вернётся.",
    fields: {},
  },
  en: {
    status: 0,
    code: "CONNECTION_LOST",
    title: "The server cannot be reached.",
    remedy: "What you typed is still here: try again when the connection is back.",
    fields: {},
  },
} as const;

/** A problem of the API, as an error that queries throw: in words, with what to do, field by field. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The whole answer: who decided meanwhile, the plan as it is now. */
  readonly body: Partial<Schemas["Problem"]> & Readonly<Record<string, unknown>>;

  constructor(body: unknown) {
    const problem: Partial<Schemas["Problem"]> & Record<string, unknown> =
      typeof body === "object" && body !== null ? { ...body } : {};
    super(problem.title ?? "?");
    this.name = "ApiProblem";
    this.body = problem;
    this.status = problem.status ?? 0;
    this.code = problem.code ?? "UNKNOWN";
    this.remedy = problem.remedy ?? "";
    this.fields = problem.fields ?? {};
  }
}

/** What was thrown, as a problem. */
export function problemOf(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem({ title: error instanceof Error ? error.message : "?" });
}
