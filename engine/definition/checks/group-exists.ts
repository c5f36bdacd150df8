import type { Check } from "./check.ts";
import { keyOfTitle } from "./did-you-mean.ts";
import { mentionCheck } from "./mention-check.ts";

export const groupExists: Check = mentionCheck({
  kind: "group",
  explanation: {
    code: "group-exists",
    severity: "error",
    title: { ru: "Нет такой группы", en: "There is no such group" },
    why: {
      ru: "Задание группе, которой нет, не получит никто. Пустая группа — не ошибка файла, отсутствующая — ошибка.",
      en: "A task for a group that does not exist reaches nobody. An empty group is no mistake of the file, a missing one is.",
    },
    wrong:
      "- id: look\n  userTask: Посмотрите заявку\n  candidateGroups: [saels]\n  timeout: { after: P1D, then: end }\n",
    right:
      "- id: look\n  userTask: Посмотрите заявку\n  candidateGroups: [sales]\n  timeout: { after: P1D, then: end }\n",
  },
  known: (subject) => {
    if (!subject.directory) return null;
    const named = Object.values(subject.directory.users).flatMap((user) => user.groups);
    return [...new Set([...Object.keys(subject.directory.groups), ...named])];
  },
  meant: (subject, name) => keyOfTitle(subject.directory?.groups ?? {}, name),
  says: (name) => ({ ru: `Нет группы «${name}»`, en: `There is no group "${name}"` }),
  none: { ru: "Добавьте её в directory.yaml, в groups", en: "Add the group to directory.yaml under `groups`" },
});
