import type { Metrics } from "../../engine/ports/metrics.ts";
import type { Counts } from "../../engine/ports/queries.ts";

/** Puts the store's figures of the moment into the metrics. */
export function collectCounts(metrics: Metrics, counts: Counts): void {
  for (const [status, count] of Object.entries(counts.instances)) metrics.gauge("ordo_instances", count, { status });
  for (const [lane, count] of Object.entries(counts.outbox)) metrics.gauge("ordo_outbox_entries", count, { lane });
  metrics.gauge("ordo_tasks_open", counts.tasks);
  metrics.gauge("ordo_tasks_overdue", counts.overdueTasks);
  metrics.gauge("ordo_timers_armed", counts.timers);
  metrics.gauge("ordo_timers_late", counts.lateTimers);
  metrics.gauge("ordo_timer_latest_seconds", counts.latestTimerMs / 1000);
  metrics.gauge("ordo_incidents_open", counts.incidents);
  metrics.gauge("ordo_registry_unsealed", counts.unsealed);
  metrics.gauge("ordo_up_seconds", process.uptime());
  metrics.gauge("ordo_memory_bytes", process.memoryUsage().rss);
}
