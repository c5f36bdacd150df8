/** What a metric is, for who reads it in Prometheus. */
export interface KnownMetric {
  readonly kind: "counter" | "gauge" | "histogram";
  readonly help: string;
  /** Upper bounds, rising; of histograms only. @default SECONDS */
  readonly buckets?: readonly number[];
}

/** From half a millisecond to a minute: how long commits, calls and deadlines take. */
export const SECONDS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];

/** The engine's own metrics. One that is missing here still works; its help is its name. */
export const KNOWN_METRICS: Readonly<Record<string, KnownMetric>> = {
  ordo_commands_total: { kind: "counter", help: "Commands handled, by kind and answer." },
  ordo_commit_seconds: { kind: "histogram", help: "Time of one transaction of the store." },
  ordo_commit_moves: {
    kind: "histogram",
    help: "Moves of instances that shared one transaction.",
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  },
  ordo_conflicts_total: { kind: "counter", help: "Moves decided again because somebody else was first." },
  ordo_calls_total: { kind: "counter", help: "Attempts of outside calls, by operation and outcome." },
  ordo_call_seconds: { kind: "histogram", help: "Time of one attempt of an outside call." },
  ordo_timers_fired_total: { kind: "counter", help: "Timers fired." },
  ordo_timer_lateness_seconds: { kind: "histogram", help: "How late timers fired." },
  ordo_wakeups_reconciled_total: { kind: "counter", help: "Alarms and entries that the scheduler had forgotten." },
  ordo_incidents_total: { kind: "counter", help: "Incidents raised, by code." },
  ordo_messages_total: { kind: "counter", help: "Messages, by channel and what came of each look at them." },
  ordo_messages_over_limit_total: { kind: "counter", help: "Messages held because too many left in an hour." },
  ordo_messages_open: { kind: "gauge", help: "Messages that are held, wait or are uncertain, by channel." },
  ordo_entry_letters_total: { kind: "counter", help: "Letters with one-time links to accounts, by what came of them." },
  ordo_alerts_total: { kind: "counter", help: "Alerts of incidents, by channel and what came of them." },
  ordo_heartbeats_total: { kind: "counter", help: "Heartbeats to the outside address, by outcome." },
  ordo_instances: { kind: "gauge", help: "Instances, by status." },
  ordo_tasks_open: { kind: "gauge", help: "Open tasks." },
  ordo_tasks_overdue: { kind: "gauge", help: "Open tasks past their due date." },
  ordo_timers_armed: { kind: "gauge", help: "Timers that wait." },
  ordo_timers_late: { kind: "gauge", help: "Timers that are due and have not fired." },
  ordo_timer_latest_seconds: { kind: "gauge", help: "How late the latest of them is." },
  ordo_outbox_entries: { kind: "gauge", help: "Entries of the outbox, by lane." },
  ordo_incidents_open: { kind: "gauge", help: "Open incidents." },
  ordo_registry_unsealed: { kind: "gauge", help: "Registry rows without a seal." },
  ordo_inbound_requests_total: { kind: "counter", help: "Calls from outside, by route and status." },
  ordo_letters_total: { kind: "counter", help: "Letters of mailboxes, by mailbox and what became of them." },
  ordo_mailbox_up: { kind: "gauge", help: "1 where a mailbox is watched by this worker, by mailbox." },
  ordo_mailbox_failures_total: {
    kind: "counter",
    help: "Times that a mailbox could not be read, by mailbox and code.",
  },
  ordo_up_seconds: { kind: "gauge", help: "How long the process runs." },
  ordo_memory_bytes: { kind: "gauge", help: "Memory of the process." },
  ordo_portal_calls_total: { kind: "counter", help: "Calls to a portal, by method and outcome." },
  ordo_series_dropped_total: { kind: "counter", help: "Figures left out because a metric had too many series." },
};
