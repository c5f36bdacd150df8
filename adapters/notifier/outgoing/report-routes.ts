import type { Clock } from "../../../engine/ports/clock.ts";
import type { InboundRoute } from "../../inbound-route.ts";
import type { Channel } from "../channel.ts";
import type { MessageShelf } from "./message-shelf.ts";

/** Where others report what became of messages. What is not believed is answered as if there were nothing. */
export function reportRoutes(parts: {
  readonly shelf: MessageShelf;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly clock: Clock;
}): readonly InboundRoute[] {
  const { shelf, channels, clock } = parts;
  return [...channels].flatMap(([name, { reports }]) => {
    if (reports === undefined || reports === null) return [];
    const route: InboundRoute = {
      method: "POST",
      path: reports.path,
      bytesMax: reports.bytesMax,
      async handle(request) {
        const read = reports.read(request);
        if (read === null) return { status: 404 };
        await shelf.learn(name, read.news, clock.now());
        return read.answer;
      },
    };
    return [route];
  });
}
