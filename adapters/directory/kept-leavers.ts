import type { Leavers } from "../../engine/ports/leavers.ts";
import type { KeptAbsences } from "./kept-absences.ts";
import type { PeopleLedger } from "./people-ledger.ts";

/** Leavers in the engine's own database; who left is inactive in the next snapshot of people. */
export function keptLeavers(ledger: PeopleLedger, people: KeptAbsences): Leavers {
  return {
    async leave(person, by, at) {
      await ledger.leave(person, by, at);
      people.forget();
    },
    async comeBack(person, by, at) {
      const isBack = await ledger.comeBack(person, by, at);
      people.forget();
      return isBack;
    },
    settle: (person, at) => ledger.settle(person, at),
    unsettled: () => ledger.leavers(true),
  };
}
