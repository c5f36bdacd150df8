import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import type { Text } from "../../engine/definition/problem.ts";
import { guardedLookup, isPrivateAddress, PrivateAddress } from "./address-guard.ts";

/** A request ready to go. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** An answer, its body read to the end. */
export interface Incoming {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** The answer's body is larger than what may be kept. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
  readonly says: Text;
  constructor(bytesMax: number) {
    const says = { ru: `в ответе больше ${bytesMax} байт`, en: `the answer has more than ${bytesMax} bytes` };
    super(says.en);
    this.says = says;
  }
}

/** The answer's body is compressed although we asked for it as it is: what it unpacks to has no bound. */
export class BodyPacked extends Error {
  override readonly name = "BodyPacked";
  readonly says: Text;
  constructor(encoding: string) {
    const says = {
      ru: `ответ сжат (${encoding}), хотя об этом не просили`,
      en: `the answer is compressed (${encoding}), which was not asked for`,
    };
    super(says.en);
    this.says = says;
  }
}

/**
 * One request and its answer, nothing followed. Each uses a connection of its own, so that the address is checked each
 * time.
 *
 * @param limits.privateAllowed reach private addresses too
 * @throws {PrivateAddress} before anything was sent
 * @throws {BodyTooLarge} where the answer has more than `bytesMax` bytes
 * @throws {BodyPacked} where it is compressed
 */
export function exchange(
  { method, url, headers, body }: Outgoing,
  limits: { readonly privateAllowed: boolean; readonly bytesMax: number; readonly signal: AbortSignal },
): Promise<Incoming> {
  const { privateAllowed, signal } = limits;
  if (!privateAllowed && isPrivateAddress(url.hostname)) return Promise.reject(new PrivateAddress(url.hostname));
  const send = url.protocol === "https:" ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const guard = privateAllowed ? {} : { lookup: guardedLookup };
    const sent = send(url, { method, headers, agent: false, signal, ...guard }, (response) => {
      read(response, limits.bytesMax).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes }),
        reject,
      );
    });
    sent.on("error", reject);
    sent.end(body ?? undefined);
  });
}

async function read(response: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const encoding = response.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "") {
    response.destroy();
    throw new BodyPacked(encoding.slice(0, 20));
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bytesMax) {
      response.destroy();
      throw new BodyTooLarge(bytesMax);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
