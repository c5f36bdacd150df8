import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const personWritten: Check = {
  explanation: {
    code: "person-written",
    severity: "error",
    title: { ru: "Человек назван не по id", en: "A person is not named by an id" },
    why: {
      ru: "Людей называют по id сотрудника (manager-1), а не по имени или должности: имена повторяются, должности меняются.",
      en: "People are named by a user's id (manager-1), not by name or position: names repeat, positions change.",
    },
    wrong: "- id: look\n  userTask: Посмотрите заявку\n  assignee: Иван Петров\n  timeout: { after: P1D, then: end }\n",
    right: "- id: look\n  userTask: Посмотрите заявку\n  assignee: manager-1\n  timeout: { after: P1D, then: end }\n",
  },
  *find({ survey, directory }) {
    for (const { at, text } of notesOf(survey, "person")) {
      const head = /^(?:head of|руководитель)\s+(\S+)$/iu.exec(text)?.[1];
      const manager = /^(?:manager of|начальник)\s+(\S+)$/iu.exec(text)?.[1];
      const group = /^(?:group|группа)\s+(\S+)$/iu.exec(text)?.[1];
      const user = Object.values(directory?.users ?? {}).find(
        (one) => one.name.toLowerCase() === text.toLowerCase(),
      )?.id;
      const form =
        user ??
        (head ? `{ headOf: ${head} }` : manager ? `{ managerOf: ${manager} }` : group ? `{ group: ${group} }` : null);
      yield {
        at,
        message: { ru: `«${text}» — не id сотрудника`, en: `"${text}" is no user's id` },
        remedy: form
          ? { ru: `Напишите ${form}`, en: `Write ${form}` }
          : {
              ru: "Напишите id из directory.yaml, { headOf: отдел } или { group: группа }",
              en: "Write an id of directory.yaml, { headOf: department } or { group: group }",
            },
      };
    }
  },
};
