import type { FastifyReply, FastifyRequest } from "fastify";
import { StoreUnavailable } from "../../engine/base/unavailable.ts";
import { UnknownCursor } from "../../engine/base/unknown-cursor.ts";
import type { Service } from "./api-service.ts";
import { statusOf } from "./error-status.ts";
import { localeOf } from "./locale-of.ts";
import { Problem } from "./problem.ts";
import { problemBody } from "./problem-details.ts";
import { securityHeaders } from "./security-headers.ts";

type Parts = Pick<Service, "locale" | "logger">;

/** Whatever was thrown, as a problem: what is our own mistake stands in the log, without data. */
export function problemOf(error: unknown, request: FastifyRequest, { logger }: Parts): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailable) {
    logger.warn("api: the store is away", { route: request.routeOptions.url });
    return new Problem("STORE_AWAY", {
      says: {
        ru: "База данных сейчас недоступна: ничего не изменилось.",
        en: "The database is away: nothing has changed.",
      },
      remedy: { ru: "Повторите через минуту.", en: "Try again in a minute." },
    });
  }
  if (error instanceof UnknownCursor)
    return new Problem(error.code, { says: error.says, remedy: error.remedy, fields: { after: error.says } });
  const status = typeof error === "object" && error !== null ? Reflect.get(error, "statusCode") : null;
  if (status === 413)
    return new Problem("INPUT_TOO_LARGE", {
      says: { ru: "Прислано больше, чем можно.", en: "More was sent than is allowed." },
      remedy: { ru: "Уменьшите файл или пришлите его частями.", en: "Make the file smaller, or send it in parts." },
    });
  if (typeof status === "number" && status >= 400 && status < 500)
    return new Problem("INPUT_INVALID", {
      says: { ru: "Запрос составлен неверно.", en: "The request is not well made." },
      remedy: { ru: "Сверьтесь с описанием API.", en: "Compare it with the description of the API." },
    });
  logger.error("api: a handler failed", {
    route: request.routeOptions.url,
    error: error instanceof Error ? error.name : typeof error,
    detail: error instanceof Error ? (error.stack?.split("\n")[1]?.trim() ?? "") : "",
  });
  return new Problem("OUR_MISTAKE", {
    says: { ru: "Внутренняя ошибка: это наша вина.", en: "Internal error: this is our mistake." },
    remedy: {
      ru: "Повторите; если повторится — скажите администратору.",
      en: "Try again; if it happens again, tell the administrator.",
    },
  });
}

/** Answers with problem details, in the language of the request. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  { locale: own }: Parts,
  problem: Problem,
): FastifyReply {
  const status = statusOf(problem.code);
  const locale = localeOf(request.headers["accept-language"], own);
  reply.headers(securityHeaders(null)).header("cache-control", "no-store");
  if (status === 503) reply.header("retry-after", "10");
  return reply
    .code(status)
    .type("application/problem+json; charset=utf-8")
    .serializer((body: unknown) => String(body))
    .send(JSON.stringify(problemBody(problem, { status, locale })));
}
