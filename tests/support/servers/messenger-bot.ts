import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A messenger with a bot API, as the guide to adapters describes one. */
export interface TestMessenger {
  readonly url: string;
  /** What people got. */
  readonly got: { readonly chat: string; readonly text: string }[];
  /** What happens with the next messages. */
  readonly faults: ("busy" | "noChat" | "dropAfter" | "dropBefore")[];
  close(): Promise<void>;
}

/** Starts it on a free port of this machine. @param token the bot's */
export async function startMessenger(token: string): Promise<TestMessenger> {
  const got: TestMessenger["got"] = [];
  const faults: TestMessenger["faults"] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const answer = (status: number, body: object, headers = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    };
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, {});
    if (request.url === "/me") return answer(200, { name: "ordo-bot" });
    if (request.url !== "/messages") return answer(404, {});
    const fault = faults.shift();
    if (fault === "busy") return answer(429, {}, { "retry-after": "7" });
    if (fault === "noChat") return answer(404, {});
    if (fault === "dropBefore") return void request.socket.destroy();
    got.push(JSON.parse(Buffer.concat(chunks).toString()));
    if (fault === "dropAfter") return void request.socket.destroy();
    answer(200, { id: `m-${got.length}` });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ got, faults },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
