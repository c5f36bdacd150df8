import type { Text } from "../../engine/definition/problem.ts";
import type { Needs } from "../adapter.ts";
import type { PortalAnswer } from "./portal.ts";
import { remedyOf } from "./portal-trouble.ts";

/** Codes by which the portal refuses whoever asks, whatever is asked. */
const SHUT_OUT: ReadonlySet<string> = new Set([
  ...["NO_AUTH_FOUND", "INVALID_CREDENTIALS", "invalid_token", "expired_token"],
  ...["user_access_error", "allowed_only_intranet_user", "PORTAL_DELETED"],
]);

/** The code of the incident, and of an operation that was refused for the credential. */
export const ACCESS_REFUSED = "PORTAL_ACCESS_REFUSED";

/** Does the portal refuse our credential, rather than what was asked with it? */
export function isShutOut(code: string): boolean {
  return SHUT_OUT.has(code);
}

/** What is wrong with the credential and what to do, for an incident or a refused operation. */
export function accessRefused(code: string): { readonly says: Text; readonly remedy: Text } {
  const remedy = remedyOf({ kind: "refused", code, status: 0, says: "" }) ?? {
    ru: "Создайте вебхук от имени служебного сотрудника заново и замените его в окружении (bitrix24.webhook).",
    en: "Make the webhook anew for a service employee and replace it in the environment (bitrix24.webhook).",
  };
  return {
    says: {
      ru: `Портал не пускает Ordo (${code}): вебхук или приложение отозваны, отключены или закрыты`,
      en: `The portal does not let Ordo in (${code}): the webhook or the app was revoked, turned off or closed`,
    },
    remedy,
  };
}

/**
 * One incident while the portal refuses our credential, however many calls it refuses; over as soon as a call succeeds,
 * be it the first of a new process.
 */
export class AccessTrouble {
  readonly #needs: Pick<Needs, "raise" | "settle">;
  /** What people know: by a process before this one an incident may have been left. */
  #told: "unknown" | "let in" | "shut out" = "unknown";

  constructor(needs: Pick<Needs, "raise" | "settle">) {
    this.#needs = needs;
  }

  /** Never throws: a database that is away is told at the next call. */
  async note(answer: PortalAnswer, host: string): Promise<void> {
    const now = answer.kind === "done" ? "let in" : isRefusal(answer) ? "shut out" : null;
    if (now === null || now === this.#told) return;
    const before = this.#told;
    this.#told = now;
    try {
      await this.#tell(answer, host);
    } catch {
      this.#told = before;
    }
  }

  async #tell(answer: PortalAnswer, host: string): Promise<void> {
    const id = `bitrix24:${host}:access`;
    if (answer.kind !== "refused") return await this.#needs.settle(id);
    const { says, remedy } = accessRefused(answer.code);
    await this.#needs.raise({ id, adapter: "bitrix24", code: ACCESS_REFUSED, message: says, remedy });
  }
}

function isRefusal(answer: PortalAnswer): boolean {
  return answer.kind === "refused" && isShutOut(answer.code);
}
