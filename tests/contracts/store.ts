import { commitContract } from "./store/commit.ts";
import { groupContract } from "./store/group.ts";
import { inboxContract } from "./store/inbox.ts";
import { instancesContract } from "./store/instances.ts";
import { listsContract } from "./store/lists.ts";
import type { OpenStore } from "./store/opened-store.ts";
import { outboxContract } from "./store/outbox.ts";
import { seenContract } from "./store/seen.ts";
import { startsContract } from "./store/starts.ts";
import { timersContract } from "./store/timers.ts";
import { workersContract } from "./store/workers.ts";

/** The laws of the store, by noun: every implementation must keep them all. */
export function storeContract(open: OpenStore): void {
  for (const contract of [
    commitContract,
    groupContract,
    instancesContract,
    inboxContract,
    seenContract,
    listsContract,
    outboxContract,
    timersContract,
    startsContract,
    workersContract,
  ])
    contract(open);
}
