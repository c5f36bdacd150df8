import type { Leaving } from "../../engine/runtime/leaving.ts";
import type { Accounts } from "../accounts/open-accounts.ts";

/**
 * Accounts of people who leave: once an account is deactivated its person is inactive and his open tasks move, before it
 * is answered. Deactivating again goes on with what was cut off. Whoever is reactivated works here again.
 *
 * @param leaving asked for when it is needed: it stands on the engine
 */
export function leavingAccounts(accounts: Accounts, leaving: () => Leaving): Accounts {
  return {
    ...accounts,
    async deactivate(order) {
      const answer = await accounts.deactivate(order);
      if (answer.kind === "changed") await leaving().leave(order.user, order.by);
      return answer;
    },
    async reactivate(order) {
      // First: only who works here may have a way in.
      const isBack = await leaving().comeBack(order.user, order.by);
      const answer = await accounts.reactivate(order);
      if (answer.kind === "rejected" && isBack) await leaving().leave(order.user, order.by);
      return answer;
    },
  };
}
