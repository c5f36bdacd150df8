import type { Queries } from "../../engine/ports/queries.ts";
import { createCounts } from "./counts.ts";
import type { Context } from "./database.ts";
import { listDecisionsAbout, listDecisionsBy } from "./decision-queries.ts";
import { countInbox } from "./inbox-counts.ts";
import { listInbox } from "./inbox-queries.ts";
import { listIncidents, raiseIncident, settleIncident } from "./incident-queries.ts";
import { findInstance, instanceIds, instanceNumbers, listInstances } from "./instance-queries.ts";
import { countOpenAbout, countOutbox, countSteps, listTimers } from "./operations-lists.ts";
import { listSeen, seenAmong } from "./seen-instances.ts";
import { storedShown } from "./shown-rows.ts";
import { createSleepless } from "./sleepless.ts";
import { storedRows } from "./stored-rows.ts";
import { findTask, instanceOfTask, listTasks } from "./task-queries.ts";

/** Reading what commits wrote. */
export function createQueries(context: Pick<Context, "database" | "clock">): Queries {
  const { database } = context;
  return {
    instances: (filter, page) => listInstances(context, filter, page),
    seenInstances: (seer, filter, page) => listSeen(database, seer, filter, page),
    seenAmong: (seer, ids) => seenAmong(database, seer, ids),
    decisionsBy: (user, filter, page) => listDecisionsBy(database, user, filter, page),
    decisionsAbout: (seer, filter, page) => listDecisionsAbout(database, seer, filter, page),
    recordsOf: async (instance) => (await storedShown(database, instance)).records.put,
    instance: (idOrNumber) => findInstance(database, idOrNumber),
    tasks: (filter, page) => listTasks(database, filter, page),
    inbox: (scope, filter, page) => listInbox(database, scope, filter, page),
    inboxCounts: (reader, now) => countInbox(database, reader, now),
    task: (task) => findTask(database, task),
    numbers: (ids) => instanceNumbers(database, ids),
    instanceOfTask: (task) => instanceOfTask(database, task),
    incidents: (filter, page) => listIncidents(database, filter, page),
    raise: (incident) => raiseIncident(database, incident),
    settle: (incident) => settleIncident(database, incident),
    sleepless: createSleepless(database),
    counts: createCounts(database),
    stepCounts: (process) => countSteps(database, process),
    timers: (filter, page) => listTimers(database, filter, page),
    outboxCounts: (now) => countOutbox(database, now),
    openAbout: (record) => countOpenAbout(database, record),
    stored: (instance) => storedRows(database, instance),
    ids: (after, limit) => instanceIds(database, after, limit),
  };
}
