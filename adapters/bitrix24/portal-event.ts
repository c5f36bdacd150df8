import { createHash, timingSafeEqual } from "node:crypto";
import type { InboundRequest } from "../inbound-route.ts";
import { Secret } from "../secret.ts";
import { type FormMap, mapAt, readBracketForm, textAt } from "./bracket-form.ts";
import { numberOf } from "./read-answer.ts";

/** Something that the portal told us, and that it is the portal is certain. */
export interface PortalEvent {
  /** In capitals: `ONCRMDEALUPDATE`. */
  readonly name: string;
  /** `data`: all leaves are text. Nothing in it is an address that may be called. */
  readonly data: FormMap;
  /** When it left the portal's queue (not when it happened), in milliseconds since 1970; whole seconds. */
  readonly sentAt: number | null;
  readonly memberId: string;
  /**
   * Access token of whoever caused it: `profile` called with it says who that is. Null where a robot or an agent did,
   * and for outbound webhooks.
   */
  readonly token: Secret | null;
}

/** By what an event is believed. */
export interface EventTrust {
  /** Tokens that the portal knows: of the app, of an outbound webhook. None: nothing is believed. */
  applicationTokens(): Promise<readonly Secret[]>;
  /** The portal that the app was installed on; null: it is not known. */
  memberId(): Promise<string | null>;
  /** Looks whether something else is known by now: another worker may have heard of a new installation. */
  again?(): Promise<void>;
}

/**
 * Reads a call of the portal and believes it only with the right application token, compared in constant time, and from
 * the portal that the app was installed on. The addresses in the body are never used.
 *
 * @returns null: do not believe it, and do not say why
 */
export async function readPortalEvent(
  { body }: Pick<InboundRequest, "body">,
  trust: EventTrust,
): Promise<PortalEvent | null> {
  const form = readBracketForm(body);
  if (form === null) return null;
  const auth = mapAt(form, "auth");
  const given = textAt(auth, ["application_token"]);
  const memberId = textAt(auth, ["member_id"]) ?? "";
  if (given === null || given === "") return null;
  if (!(await isBelieved(given, memberId, trust))) {
    // Events come once: what is not believed is looked at again with what is known by now.
    if (trust.again === undefined) return null;
    await trust.again();
    if (!(await isBelieved(given, memberId, trust))) return null;
  }
  const name = textAt(form, ["event"])?.toUpperCase() ?? "";
  const seconds = numberOf(textAt(form, ["ts"]));
  const token = textAt(auth, ["access_token"]) ?? "";
  return {
    ...{ name, memberId, data: mapAt(form, "data") },
    sentAt: seconds === null ? null : seconds * 1000,
    token: token === "" ? null : new Secret(token),
  };
}

async function isBelieved(given: string, memberId: string, trust: EventTrust): Promise<boolean> {
  const [tokens, pinned] = await Promise.all([trust.applicationTokens(), trust.memberId()]);
  return isAnyOf(given, tokens) && (pinned === null || memberId === pinned);
}

/** Is it one of them? Takes as long for a wrong guess as for a good one. */
export function isAnyOf(given: string, tokens: readonly Secret[]): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  const wanted = hash(given);
  let found = false;
  for (const token of tokens) if (timingSafeEqual(hash(token.reveal()), wanted)) found = true;
  return found;
}
