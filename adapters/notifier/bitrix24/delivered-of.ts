import type { PortalAnswer, PortalTrouble } from "../../bitrix24/portal.ts";
import { remedyOf, toldOf } from "../../bitrix24/portal-trouble.ts";
import type { Refuse } from "../../refusal.ts";
import type { ChannelTrouble, Delivered } from "../channel.ts";

/** What passes by itself is no trouble; these wait for somebody. */
const FOR_PEOPLE: ReadonlySet<PortalTrouble> = new Set([
  "PORTAL_CERTIFICATE",
  "PORTAL_MOVED_STRANGELY",
  "PORTAL_NOT_INSTALLED",
  "PORTAL_TOKEN_REFUSED",
]);

/**
 * What an answer of the portal means for a message that it recognizes when it comes again. The id of what was made stands
 * in the answer; `false` there means that nothing was. A refusal that all messages would meet (a scope that is missing) is
 * a trouble of the channel: the message stays, and people see to the cause.
 */
export function deliveredOf(answer: PortalAnswer, host: string, refuse: Refuse): Delivered {
  switch (answer.kind) {
    case "done": {
      const { result } = answer;
      if (typeof result === "number" || (typeof result === "string" && result !== ""))
        return { kind: "done", id: String(result) };
      return refuse("PORTAL_TOOK_NOTHING", {
        ru: "портал ответил, что ничего не создал",
        en: "the portal answered that it made nothing",
      });
    }
    case "refused": {
      const trouble = refusalTrouble(answer, host);
      if (trouble !== null) return { kind: "unknown", message: answer.says, keyed: true, trouble };
      return refuse(refusalCode(answer), {
        ru: `Портал ${host} отказал: ${answer.says}`,
        en: `The portal ${host} refused: ${answer.says}`,
      });
    }
    case "unknown": {
      const { code, message, retryAfterMs } = answer;
      const { says, remedy } = toldOf(code, host, "");
      return {
        ...{ kind: "unknown", message, keyed: true },
        ...(retryAfterMs === null ? {} : { retryAfterMs }),
        ...(FOR_PEOPLE.has(code) ? { trouble: { code, message: says, remedy } } : {}),
      };
    }
  }
}

/** The portal's code; where it gives none, its status. */
export function refusalCode({ code, status }: Extract<PortalAnswer, { kind: "refused" }>): string {
  return code === "" || code === "0" ? `PORTAL_${status}` : code;
}

function refusalTrouble(answer: Extract<PortalAnswer, { kind: "refused" }>, host: string): ChannelTrouble | null {
  const remedy = remedyOf(answer);
  if (remedy === null) return null;
  const { code } = answer;
  return {
    code,
    message: {
      ru: `Портал ${host} не принимает сообщения: ${code}`,
      en: `The portal ${host} takes no messages: ${code}`,
    },
    remedy,
  };
}
