import { id, type TaskId, type UserId } from "../../engine/base/ids.ts";
import type { AccountTables } from "../accounts/account-tables.ts";
import { readAccounts } from "../accounts/config.ts";
import { DecisionLinks } from "../accounts/decision-links.ts";
import type { Needs } from "../adapter.ts";
import { readService } from "../http/config.ts";
import type { TaskLinks } from "../notifier/outgoing/message-link.ts";
import type { Section } from "../section.ts";
import { withTables } from "../sql-database.ts";
import { taskAddress } from "../task-address.ts";

/** Links of messages into our own console and decision pages; null where `service: address` does not say where they are. */
export function taskLinks(root: Section, { database, clock }: Pick<Needs, "database" | "clock">): TaskLinks | null {
  const { address } = readService(root);
  if (address === null) return null;
  const { decisionLinkMs } = readAccounts(root);
  const decisions = new DecisionLinks(withTables<AccountTables>(database), clock, decisionLinkMs);
  return {
    open: (task) => `${address}/tasks/${taskAddress(task)}`,
    decide: async (task, person) => `${address}/decide/${await decisions.make(id<TaskId>(task), id<UserId>(person))}`,
  };
}
