import type { Check } from "./check.ts";
import { mentionCheck } from "./mention-check.ts";

export const processExists: Check = mentionCheck({
  kind: "process",
  explanation: {
    code: "process-exists",
    severity: "error",
    title: { ru: "Нет такого процесса", en: "There is no such process" },
    why: {
      ru: "`run` запускает процесс из соседней папки по его id. Папки с таким процессом рядом нет.",
      en: "`run` starts a process of a neighboring folder by its id. There is none of that id.",
    },
    wrong: "- id: look-up\n  run: supplier-chek\n",
    right: '- id: look-up\n  run: supplier-check\n  with: { number: "7" }\n',
  },
  known: (subject) => subject.processes.map((process) => process.id),
  says: (name) => ({ ru: `Рядом нет процесса «${name}»`, en: `There is no process "${name}" beside this one` }),
  none: { ru: "Положите его папку рядом с этой", en: "Put its folder beside this one" },
});
