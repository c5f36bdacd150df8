import type { CallOutcome } from "../../../engine/instance/call-outcome.ts";
import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import { ACCESS_REFUSED, accessRefused, isShutOut } from "../../bitrix24/access-trouble.ts";
import { type PortalAnswer, PortalFailure } from "../../bitrix24/portal.ts";

/** Nobody knows now; asked again later, it is found out. */
export class NotKnown extends Error {
  override readonly name = "NotKnown";
  readonly retryAfterMs: number | null;
  /** Something went out just now, and its answer was lost. */
  readonly isSent: boolean;
  constructor(message: string, retryAfterMs: number | null, isSent = false) {
    super(message);
    this.retryAfterMs = retryAfterMs;
    this.isSent = isSent;
  }
}

type Refused = Extract<PortalAnswer, { kind: "refused" }>;

/** The portal's no as a refusal of ours, with what to do about it. */
export function answerRefused({ code, status, says }: Refused, what: string): RecordRefusal {
  if (isShutOut(code)) {
    const { says: told, remedy } = accessRefused(code);
    return new RecordRefusal(ACCESS_REFUSED, {
      ru: `${told.ru}. ${remedy.ru} (${what})`,
      en: `${told.en}. ${remedy.en} (${what})`,
    });
  }
  const known = Object.hasOwn(KNOWN, code) ? KNOWN[code] : undefined;
  const [own, ru, en] = known ?? [
    "PORTAL_REFUSED",
    "Портал отказал: проверьте обязательные поля и права владельца вебхука",
    "The portal refused: look at required fields and at the rights of the webhook's owner",
  ];
  const told = [code || String(status), says].filter((part) => part !== "").join(": ");
  return new RecordRefusal(own, { ru: `${ru} (${what}; ${told})`, en: `${en} (${what}; ${told})` });
}

const KNOWN: Readonly<Record<string, readonly [code: string, ru: string, en: string]>> = {
  NOT_FOUND: ["RECORD_NOT_FOUND", "В портале этого нет", "The portal does not have it"],
  ACCESS_DENIED: [
    "ACCESS_DENIED",
    "У владельца вебхука нет права на это",
    "The owner of the webhook has no right to this",
  ],
  insufficient_scope: [
    "SCOPE_MISSING",
    "Вебхуку не хватает права (ordo doctor назовёт, какого)",
    "The webhook lacks a scope (ordo doctor names it)",
  ],
  CRM_FIELD_ERROR_VALUE_NOT_VALID: [
    "VALUE_WRONG",
    "Портал не принял значение поля",
    "The portal did not take the value of a field",
  ],
  CRM_FIELD_ERROR_REQUIRED: [
    "FIELD_REQUIRED",
    "Портал требует заполнить ещё одно поле",
    "The portal requires one more field",
  ],
};

/** Whatever an operation threw, as its outcome. All of ours are recognized again by their key. */
export function outcomeOf(error: unknown, locale: "ru" | "en"): CallOutcome {
  if (error instanceof RecordRefusal) return { kind: "refused", code: error.code, message: error.says[locale] };
  if (error instanceof PortalFailure) {
    const { answer } = error;
    if (answer.kind === "refused") {
      const refusal = answerRefused(answer, error.message.split(":", 1)[0] ?? "");
      return { kind: "refused", code: refusal.code, message: refusal.says[locale] };
    }
    // Only what reads throws these: nothing was changed.
    return { ...unknown(answer.message, answer.retryAfterMs), postpone: true };
  }
  if (error instanceof NotKnown) {
    const told = unknown(error.message, error.retryAfterMs);
    return error.isSent ? told : { ...told, postpone: true };
  }
  return unknown(error instanceof Error ? error.message : String(error), null);
}

function unknown(message: string, retryAfterMs: number | null): Extract<CallOutcome, { kind: "unknown" }> {
  return { kind: "unknown", message, keyed: true, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
}
