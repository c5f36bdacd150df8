import type { Text } from "../../engine/definition/problem.ts";
import { Complaint } from "../complaint.ts";

/** Number of the protocol. A client of another number, or of another version of the product, is refused. */
export const PROTOCOL = 1;

/** First line of the holder. */
export interface Greeting {
  readonly ordo: number;
  readonly version: string;
  readonly pid: number;
}

/** One use case, asked for by a client. */
export interface Request {
  readonly id: number;
  /** Name of the use case. */
  readonly use: string;
  /** Its arguments in order, plain JSON. */
  readonly args: readonly unknown[];
  readonly locale: "ru" | "en";
}

export type Response =
  | { readonly id: number; readonly result: unknown }
  /** `id` null: the request could not even be read; the connection ends. */
  | { readonly id: number | null; readonly error: Fault };

/** What went wrong, as it crosses the socket. */
export interface Fault {
  readonly code: string;
  readonly reason: Text;
  readonly remedy: Text;
  readonly exitCode: 2 | 3;
}

/** Requests are small: a form, a command. Answers may hold a long history. Bytes of one line. */
export const REQUEST_BYTES_MAX = 4 * 1024 * 1024;
export const RESPONSE_BYTES_MAX = 64 * 1024 * 1024;

/** What the holder answered instead of a result: said to the person as if it had happened here. */
export class HostFault extends Complaint {
  /** Of the use case, or `HOST_…` for what is wrong between us and the holder. */
  readonly code: string;

  constructor({ code, reason, remedy, exitCode }: Fault) {
    super(reason, remedy, exitCode);
    this.code = code;
  }
}

/** Any error as a fault: those with words of their own keep them, others are a bug of ours. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Complaint) {
    const { says, remedy, exitCode } = error;
    return { code: codeOf(error) ?? (exitCode === 2 ? "WRONG_USE" : "COULD_NOT_RUN"), reason: says, remedy, exitCode };
  }
  const { says: reason, remedy } = error as { readonly says?: unknown; readonly remedy?: unknown };
  if (isText(reason) && isText(remedy)) return { code: codeOf(error) ?? "COULD_NOT_RUN", reason, remedy, exitCode: 3 };
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: codeOf(error) ?? "INTERNAL",
    reason: { ru: `Внутренняя ошибка Ordo — ${what}`, en: `Internal error of Ordo — ${what}` },
    remedy: {
      ru: "Подробности — в журнале процесса ordo serve. Если это повторяется, сообщите разработчикам.",
      en: "The log of the `ordo serve` process has the details. If it happens again, please report it.",
    },
    exitCode: 3,
  };
}

/** A line as a fault of the other side's, checked. */
export function isFault(value: unknown): value is Fault {
  if (typeof value !== "object" || value === null) return false;
  const { code, reason, remedy, exitCode } = value as Partial<Record<keyof Fault, unknown>>;
  return typeof code === "string" && isText(reason) && isText(remedy) && (exitCode === 2 || exitCode === 3);
}

/** Is it a request? What comes over the socket is foreign data, whoever sent it. */
export function isRequest(value: unknown): value is Request {
  if (typeof value !== "object" || value === null) return false;
  const { id, use, args, locale } = value as Partial<Record<keyof Request, unknown>>;
  return (
    typeof id === "number" &&
    Number.isSafeInteger(id) &&
    typeof use === "string" &&
    Array.isArray(args) &&
    (locale === "ru" || locale === "en")
  );
}

function codeOf(error: unknown): string | null {
  const code = (error as { readonly code?: unknown }).code;
  return typeof code === "string" ? code : null;
}

function isText(value: unknown): value is Text {
  if (typeof value !== "object" || value === null) return false;
  const { ru, en } = value as Partial<Record<keyof Text, unknown>>;
  return typeof ru === "string" && typeof en === "string";
}
