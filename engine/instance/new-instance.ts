import type { EventHead, InstanceStarted } from "./event.ts";
import type { Instance } from "./state.ts";

/** The instance right after its first event: nothing entered yet. */
export function newInstance(event: EventHead & InstanceStarted): Instance {
  return {
    id: event.instance,
    process: event.process,
    digest: event.digest,
    number: event.number,
    status: "running",
    subject: event.subject,
    requester: event.requester,
    key: event.key,
    ...(event.cause !== null && "step" in event.cause ? { isRun: true as const } : {}),
    ...(event.cause !== null && "batch" in event.cause ? { isBulk: true as const } : {}),
    startedAt: event.at,
    endedAt: null,
    suspendedAt: null,
    sequence: event.sequence,
    lastAt: event.at,
    loading: event.loading,
    activations: {},
    scopes: { "": { parent: null, variables: event.input, isHandler: false } },
    visits: {},
    tasks: {},
    timers: {},
    calls: {},
    incidents: {},
    sheet: [],
    output: null,
  };
}
