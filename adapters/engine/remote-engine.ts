import type { HistoryEvent } from "../../engine/instance/event.ts";
import type { Instance } from "../../engine/instance/state.ts";
import type { InstanceRow } from "../../engine/ports/queries.ts";
import type { Bundle, CalendarRow } from "../../engine/ports/versions.ts";
import { compileBundle } from "../../engine/runtime/compile-bundle.ts";
import type { Shown, UseCases } from "../../engine/runtime/use-cases.ts";
import { systemClock } from "../clock/system-clock.ts";
import type { Host } from "../host/open-host.ts";
import { HANDED_OVER } from "./handlers.ts";

interface HandedShown {
  readonly row: InstanceRow;
  readonly instance: Instance;
  readonly history: readonly HistoryEvent[];
  readonly bundle: Bundle | null;
  readonly calendar: CalendarRow | null;
}

/** The use cases of an engine that another process (or this one) holds. */
export function remoteEngine(host: Pick<Host, "call">, locale: "ru" | "en"): UseCases {
  const handed = HANDED_OVER.map(
    (name) => [name, (...args: readonly unknown[]) => host.call(name, args, locale)] as const,
  );
  const clock = systemClock();
  const show = async (handing: "show" | "showTo", args: readonly unknown[]): Promise<Shown | null> => {
    const handedOver = (await host.call(handing, args, locale)) as HandedShown | null;
    if (handedOver === null || handedOver.bundle === null) return null;
    const { row, instance, history, bundle, calendar } = handedOver;
    const { definition, catalog } = compileBundle(bundle, calendar);
    return { row, instance, history, definition, catalog };
  };
  return {
    ...(Object.fromEntries(handed) as unknown as Omit<UseCases, "show" | "showTo" | "now">),
    show: (idOrNumber) => show("show", [idOrNumber]),
    showTo: (viewer, idOrNumber) => show("showTo", [viewer, idOrNumber]),
    now: () => clock.now(),
  };
}
