import { Readable } from "node:stream";
import { Reply, route } from "../api-route.ts";
import type { LiveEvent } from "../live-hub.ts";

/** A browser that lost the line comes back after so long. Milliseconds. */
const RETRY_MS = 2_000;

/** Live news. */
export const LIVE_ROUTES = [
  route({
    method: "GET",
    path: "/api/live",
    area: "live",
    summary: {
      ru: "События (SSE): «changed» — что-то изменилось, спросите снова то, что показываете.",
      en: "Server-sent events: `changed` means that something has changed: ask again for what you show.",
    },
    permission: "signed-in",
    type: "text/event-stream; charset=utf-8",
    async handle({ service }) {
      const stream = new Readable({ read() {} });
      stream.push(`retry: ${RETRY_MS}\n\n`);
      const say = ({ kind, id }: LiveEvent): void => {
        if (kind === "end") stream.push(null);
        else if (kind === "alive") stream.push(": alive\n\n");
        else stream.push(`id: ${id}\nevent: changed\ndata: {}\n\n`);
      };
      const leave = service.live.listen(say);
      stream.once("close", leave);
      return new Reply(stream, { headers: { "cache-control": "no-store", "x-accel-buffering": "no" } });
    },
  }),
] as const;
