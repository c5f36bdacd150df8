import { childOf, textOf } from "../node.ts";
import type { Check } from "./check.ts";

export const whereOnlyRecord: Check = {
  explanation: {
    code: "where-only-record",
    severity: "warning",
    title: { ru: "Ждём изменения, хотя важно состояние", en: "It waits for a change where a state is meant" },
    why: {
      ru: "where читает только event.record, то есть состояние записи. Если оно наступило раньше, чем началось ожидание, события уже не будет, и процесс прождёт зря. holds проверяет состояние и сразу, и после каждого изменения.",
      en: "`where` reads nothing but event.record, that is the state of a record. If that state came before the wait began, no event follows and the wait is in vain. `holds` tests the state at once and after every change.",
    },
    wrong:
      '- id: moved\n  listen: crm.lead.updated\n  of: ${ lead }\n  where: event.record.stageKind = "won"\n  timeout: { after: P7D, then: end }\n',
    right:
      '- id: moved\n  listen: { of: "${ lead }", holds: \'record.stageKind = "won"\' }\n  timeout: { after: P7D, then: end }\n',
  },
  *find({ outline }) {
    for (const step of outline.steps) {
      const where =
        step.kind === "listen"
          ? (childOf(step.node, "where") ?? childOf(step.keyword.value, "where"))
          : step.kind === "do"
            ? childOf(childOf(step.node, "until"), "where")
            : undefined;
      const text = textOf(where);
      if (!where || text === undefined) continue;
      const reads = [...text.matchAll(/\bevent\s*\.\s*(\w+)/gu)].map((found) => found[1]);
      if (reads.length === 0 || reads.some((name) => name !== "record")) continue;
      const holds = text.replace(/\bevent\s*\.\s*record\b/gu, "record");
      yield {
        at: where,
        message: {
          ru: "where читает только состояние записи: его можно пропустить",
          en: "`where` reads only the record's state, which may have come before",
        },
        remedy: { ru: `Возьмите of: … и holds: ${holds}`, en: `Take of: … and holds: ${holds}` },
      };
    }
  },
};
