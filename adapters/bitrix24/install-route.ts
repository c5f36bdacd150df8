import type { Logger } from "../../engine/ports/logger.ts";
import type { InboundAnswer, InboundRequest, InboundRoute } from "../inbound-route.ts";
import type { Secret } from "../secret.ts";
import { mapAt, readBracketForm, textAt } from "./bracket-form.ts";
import { isAnyOf } from "./portal-event.ts";
import { type ExchangeParts, exchangeToken, tokensOf } from "./token-exchange.ts";
import type { TokenKeeper } from "./token-keeper.ts";
import type { Tokens } from "./token-store.ts";

const BYTES_MAX = 64 * 1024;
/** Authorization servers of Bitrix24: those a stranger's message may name. */
const KNOWN_SERVER = /^https:\/\/(?:[\w-]+\.)*(?:bitrix\.info|bitrix24\.tech)$/;

/**
 * `POST /bitrix24/install`: where a local app without pages gets its tokens when it is installed (`ONAPPINSTALL`).
 * Believed with the application token of the configuration. Where none is configured, the tokens are exchanged at once at
 * an authorization server of Bitrix24: it does so only for our app's own tokens, and says for which portal; of another
 * portal than before they are not taken.
 */
export function installRoute(parts: {
  readonly keeper: TokenKeeper;
  readonly exchange: ExchangeParts;
  readonly applicationToken: Secret | null;
  readonly logger: Logger;
}): InboundRoute {
  const { keeper, logger } = parts;

  async function handle(request: InboundRequest): Promise<InboundAnswer> {
    const given = readInstall(request, parts.exchange.now());
    if (given === null) return { status: 400 };
    const tokens = await believed(given);
    if (tokens === null) return { status: 403 };
    await keeper.install(tokens);
    const { memberId: member, scope, userNumber: user } = tokens;
    logger.info("portal app installed", { host: new URL(tokens.portal).host, member, scope, user });
    return { status: 200 };
  }

  async function believed(given: Tokens): Promise<Tokens | null> {
    const { applicationToken } = parts;
    if (applicationToken !== null) {
      if (isAnyOf(given.application ?? "", [applicationToken])) return given;
      logger.warn("portal app not installed", { code: "APPLICATION_TOKEN" });
      return null;
    }
    if (!KNOWN_SERVER.test(given.authServer)) {
      logger.warn("portal app not installed", { code: "AUTH_SERVER" });
      return null;
    }
    const answer = await exchangeToken(parts.exchange, given);
    const known = (await keeper.stored())?.memberId;
    if (answer.kind === "done" && (known ?? answer.tokens.memberId) === answer.tokens.memberId) return answer.tokens;
    const code = answer.kind === "done" ? "MEMBER" : answer.kind === "refused" ? answer.code : answer.reason;
    logger.warn("portal app not installed", { code });
    return null;
  }

  return { method: "POST", path: "/bitrix24/install", bytesMax: BYTES_MAX, handle };
}

/** The tokens of an installation; null: it is none. */
function readInstall({ body }: InboundRequest, now: number): Tokens | null {
  const form = readBracketForm(body);
  if (form === null || textAt(form, ["event"])?.toUpperCase() !== "ONAPPINSTALL") return null;
  const auth = mapAt(form, "auth");
  return tokensOf(auth, now, { authServer: "", application: textAt(auth, ["application_token"]) });
}
