import type { Clock } from "../../engine/ports/clock.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Watch } from "../adapter.ts";
import type { RetentionConfiguration } from "../configuration/configuration.ts";
import type { InstanceRemover } from "../retention/instance-remover.ts";
import { ForgetWatch } from "./forget-watch.ts";

/** Process → milliseconds after the end at which its instances go to the archive, where that is another time than for all. */
export function archivedApart({ processes }: RetentionConfiguration): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(processes).flatMap(([name, { endedMs }]) => (endedMs === null ? [] : [[name, endedMs]])),
  );
}

/** Removes ended instances of the processes that `retention.processes` gives a time. */
export function retentionWatches(
  remover: InstanceRemover,
  {
    retention,
    clock,
    logger,
  }: { readonly retention: RetentionConfiguration; readonly clock: Clock; readonly logger: Logger },
): readonly Watch[] {
  const kinds = Object.entries(retention.processes).flatMap(([process, { removedMs }]) =>
    removedMs === null
      ? []
      : [
          {
            name: `instances of ${process}`,
            keptMs: removedMs,
            forget: (before: number, limit: number) => remover.remove(process, before, limit),
          },
        ],
  );
  return kinds.length === 0 ? [] : [new ForgetWatch({ clock, logger, kinds })];
}
