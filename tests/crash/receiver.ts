import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Chance } from "../simulation/chance.ts";

/** The other side: understands idempotency keys, and is itself not always well. */
export interface Receiver {
  readonly port: number;
  /** `<number>/<step>` → the keys that took effect. Exactly once means: one. */
  readonly applied: ReadonlyMap<string, ReadonlySet<string>>;
  readonly figures: ReceiverFigures;
  close(): Promise<void>;
}

/** What came in. */
export interface ReceiverFigures {
  /** With and without effect. */
  requests: number;
  /** A key that had taken effect before: answered, without effect. */
  repeated: number;
  /** Took effect, and the answer was lost on purpose. */
  unanswered: number;
  /** Answered 503 without effect, on purpose. */
  unwell: number;
}

/** How often it takes effect and does not answer, or is not well. */
const UNANSWERED = 0.03;
const UNWELL = 0.03;

/** Listens on a free port of this machine. */
export async function startReceiver(chance: Chance): Promise<Receiver> {
  const applied = new Map<string, Set<string>>();
  const known = new Set<string>();
  const figures: ReceiverFigures = { requests: 0, repeated: 0, unanswered: 0, unwell: 0 };
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    if (body === null) return;
    figures.requests += 1;
    const key = String(request.headers["idempotency-key"] ?? "");
    if (chance.happens(UNWELL)) {
      figures.unwell += 1;
      return end(response, 503);
    }
    if (known.has(key)) figures.repeated += 1;
    known.add(key);
    const { number, step } = JSON.parse(body) as { readonly number: number; readonly step: string };
    const what = `${number}/${step}`;
    applied.set(what, (applied.get(what) ?? new Set()).add(key));
    if (!chance.happens(UNANSWERED)) return end(response, 200);
    figures.unanswered += 1;
    request.socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, applied, figures, close };
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end("{}");
}

/** Null: the caller died while it spoke; nothing took effect. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  try {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    return request.complete ? body : null;
  } catch {
    return null;
  }
}
