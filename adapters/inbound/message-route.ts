import type { Value, ValueMap } from "../../engine/base/value.ts";
import { messageCalled } from "../../engine/runtime/occurrence.ts";
import type { Needs } from "../adapter.ts";
import type { InboundAnswer, InboundRequest, InboundRoute } from "../inbound-route.ts";
import type { InboundMessage } from "./config.ts";
import { fieldAt, jsonFields } from "./json-fields.ts";
import { verifySignature } from "./webhook-signature.ts";

/** Larger messages are refused: a variable may not be larger either. */
const BODY_BYTES_MAX = 256 * 1024;
/** Longer keys are a mistake. */
const KEY_CHARACTERS_MAX = 500;
/** Fields of a message that are the engine's own: those of the body are taken under another name, by `fields`, or not. */
const OWN: ReadonlySet<string> = new Set(["at", "key", "name"]);

const ACCEPTED: InboundAnswer = { status: 200, body: '{"ok":true}', type: "application/json" };

type RouteNeeds = Pick<Needs, "clock" | "feed" | "logger" | "nowText">;

/**
 * `POST /messages/<name>`: what the webhook brings becomes a message of that name once its signature is believed. It is in
 * the feed before 200 is answered. The same `webhook-id` again is answered 200 and nothing more: as long as it waits the
 * feed knows it, afterwards the engine's inbox does (`retention.inbox`, at least a day; the window is ten minutes).
 *
 * @param keys the sender's, as bytes; none: nothing is believed
 */
export function messageRoute(
  name: string,
  { message, keys }: { readonly message: InboundMessage; readonly keys: readonly Uint8Array[] },
  needs: RouteNeeds,
): InboundRoute {
  return {
    method: "POST",
    path: `/messages/${name}`,
    bytesMax: BODY_BYTES_MAX,
    handle: (request) => take(request, { name, message, keys, ...needs }),
  };
}

async function take(
  { headers, body }: InboundRequest,
  of: RouteNeeds & {
    readonly name: string;
    readonly message: InboundMessage;
    readonly keys: readonly Uint8Array[];
  },
): Promise<InboundAnswer> {
  const { name, message, keys, clock, feed, logger } = of;
  const refuse = (status: number, reason: string): InboundAnswer => {
    logger.warn("webhook refused", { webhook: name, reason });
    return { status };
  };
  if (!/^application\/(?:json|[\w.+-]+\+json)\s*(?:;|$)/i.test(headers["content-type"] ?? ""))
    return refuse(415, "content-type");
  const verdict = verifySignature({ headers, body }, keys, clock.now());
  if (verdict.kind === "refused") return refuse(401, verdict.reason);
  const fields = jsonFields(body);
  if (fields === null) return refuse(400, "body");
  const key = message.key === null ? null : keyOf(fieldAt(fields, message.key));
  if (key === null && message.key !== null) return refuse(422, "key");
  const occurrence = messageCalled(
    name,
    { key, fields: taken(fields, message.fields) },
    { id: `webhook:${name}:${verdict.id}`, at: of.nowText(), actor: null, cause: null },
  );
  await feed.put([occurrence]);
  feed.ring();
  return ACCEPTED;
}

/** A key is text to the engine; lists, maps and what is empty join nothing. */
function keyOf(value: Value): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" && value.length <= KEY_CHARACTERS_MAX ? value : null;
}

function taken(body: ValueMap, wanted: InboundMessage["fields"]): ValueMap {
  if (wanted !== null)
    return Object.fromEntries(Object.entries(wanted).map(([field, path]) => [field, fieldAt(body, path)]));
  return Object.fromEntries(Object.entries(body).filter(([field]) => !OWN.has(field)));
}
