import type { ApiRoute } from "../api-route.ts";
import { ABSENCE_ROUTES } from "./absences.ts";
import { ACCOUNT_ROUTES } from "./accounts.ts";
import { BULK_ROUTES } from "./bulk.ts";
import { CHOICE_ROUTES } from "./choices.ts";
import { DECIDE_ROUTES } from "./decide.ts";
import { DECISION_ROUTES } from "./decisions.ts";
import { EVENT_ROUTES } from "./events.ts";
import { FILE_ROUTES } from "./files.ts";
import { FORM_ROUTES } from "./forms.ts";
import { HELP_ROUTES } from "./help.ts";
import { INCIDENT_ROUTES } from "./incidents.ts";
import { INSTANCE_ROUTES } from "./instances.ts";
import { LIVE_ROUTES } from "./live.ts";
import { ME_ROUTES } from "./me.ts";
import { MESSAGE_ROUTES } from "./messages.ts";
import { OPERATIONS_ROUTES } from "./operations.ts";
import { PEOPLE_ROUTES } from "./people.ts";
import { PROCESS_DEPLOY_ROUTES } from "./process-deploys.ts";
import { PROCESS_DRAFT_ROUTES } from "./process-drafts.ts";
import { PROCESS_WORK_ROUTES } from "./process-work.ts";
import { PROCESSES_ROUTES } from "./processes.ts";
import { RECORDS_ROUTES } from "./records.ts";
import { REFERENCE_ROUTES } from "./reference.ts";
import { REGISTRIES_ROUTES } from "./registries.ts";
import { SEARCH_ROUTES } from "./search.ts";
import { SESSION_ROUTES } from "./session.ts";
import { SHEET_ROUTES } from "./sheets.ts";
import { TASK_COMMAND_ROUTES } from "./task-commands.ts";
import { TASK_ROUTES } from "./tasks.ts";
import { WATCHING_ROUTES } from "./watching.ts";

/** Every route of the API, in the order of its reference. */
export const ROUTES: readonly ApiRoute[] = [
  ...SESSION_ROUTES,
  ...ME_ROUTES,
  ...TASK_ROUTES,
  ...TASK_COMMAND_ROUTES,
  ...DECISION_ROUTES,
  ...FORM_ROUTES,
  ...INSTANCE_ROUTES,
  ...SHEET_ROUTES,
  ...SEARCH_ROUTES,
  ...CHOICE_ROUTES,
  ...FILE_ROUTES,
  ...PEOPLE_ROUTES,
  ...ABSENCE_ROUTES,
  ...HELP_ROUTES,
  ...REFERENCE_ROUTES,
  ...PROCESSES_ROUTES,
  ...PROCESS_WORK_ROUTES,
  ...PROCESS_DEPLOY_ROUTES,
  ...PROCESS_DRAFT_ROUTES,
  ...RECORDS_ROUTES,
  ...OPERATIONS_ROUTES,
  ...WATCHING_ROUTES,
  ...BULK_ROUTES,
  ...INCIDENT_ROUTES,
  ...MESSAGE_ROUTES,
  ...EVENT_ROUTES,
  ...ACCOUNT_ROUTES,
  ...REGISTRIES_ROUTES,
  ...DECIDE_ROUTES,
  ...LIVE_ROUTES,
];
