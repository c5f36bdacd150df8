import { type Fields, textOf } from "./fake-answer.ts";
import { BIZPROC_METHODS } from "./fake-bizproc.ts";
import { CRM_ITEM_METHODS } from "./fake-crm-items.ts";
import { DISK_METHODS } from "./fake-disk.ts";
import { EVENT_METHODS } from "./fake-event-methods.ts";
import { CONTACT_METHODS, LEGACY_METHODS } from "./fake-legacy.ts";
import { MAIL_METHODS } from "./fake-mail.ts";
import { MESSAGE_METHODS } from "./fake-messages.ts";
import type { FakeCall, FakeMethods } from "./fake-method.ts";
import { PEOPLE_METHODS } from "./fake-people.ts";
import { REFERENCE_METHODS } from "./fake-reference.ts";
import { LIST_METHODS } from "./fake-registry.ts";
import { SYSTEM_METHODS } from "./fake-system.ts";
import { TASK_METHODS } from "./fake-tasks.ts";
import { TASK_V3_METHODS } from "./fake-tasks-v3.ts";
import { TIMELINE_METHODS } from "./fake-timeline.ts";

/** What can be called under `/rest/`. */
export const METHODS: FakeMethods = {
  ...SYSTEM_METHODS,
  ...CRM_ITEM_METHODS,
  ...LEGACY_METHODS,
  ...CONTACT_METHODS,
  ...REFERENCE_METHODS,
  ...TIMELINE_METHODS,
  ...PEOPLE_METHODS,
  ...LIST_METHODS,
  ...TASK_METHODS,
  ...MESSAGE_METHODS,
  ...BIZPROC_METHODS,
  ...DISK_METHODS,
  ...EVENT_METHODS,
  // Looks among all of them.
  "method.get": { scope: null, run: (call) => ({ result: existing(call) }) },
};

/** What can be called under `/rest/api/`. CRM is not there. */
export const V3_METHODS: FakeMethods = { ...TASK_V3_METHODS, ...MAIL_METHODS };

function existing({ params, caller }: FakeCall): Fields {
  const known = METHODS[textOf(params.name ?? params.NAME)];
  if (known === undefined) return { isExisting: false, isAvailable: false };
  const isForApps = known.needs?.includes("app") === true;
  const isGranted = known.scope === null || caller.scopes.has(known.scope);
  return { isExisting: true, isAvailable: isGranted && !(isForApps && caller.via === "webhook") };
}
