import type { Text } from "../../engine/definition/problem.ts";
import type { Permission } from "./permissions.ts";

/** What each permission lets a person or his token do: for the guide of the API and the console's tokens. */
export const PERMISSION_WORDS: Readonly<Record<Permission, Text>> = {
  "task.read": { ru: "видеть задания", en: "see tasks" },
  "task.act": { ru: "решать задания, спрашивать, комментировать", en: "decide tasks, ask, comment" },
  "task.reassign": { ru: "передавать задания", en: "give tasks to others" },
  "process.start": { ru: "запускать процессы по форме", en: "start processes by their forms" },
  "process.study": { ru: "видеть исходники, версии и схемы", en: "see sources, versions and diagrams" },
  "process.edit": { ru: "править процессы, играть сценарии", en: "edit processes, play scenarios" },
  "process.deploy": { ru: "вводить процессы в силу", en: "put processes in force" },
  "instance.read": { ru: "видеть заявки и их ход", en: "see instances and how they stand" },
  "instance.request": { ru: "отзывать свои заявки", en: "withdraw one's own requests" },
  "instance.operate": {
    ru: "приостанавливать, отменять, переводить процессы",
    en: "suspend, cancel and migrate instances",
  },
  "incident.read": { ru: "видеть сбои", en: "see incidents" },
  "incident.operate": { ru: "повторять и закрывать сбои", en: "retry and settle incidents" },
  "registry.read": { ru: "читать реестры, которые вам открыты", en: "read registries that are open to one" },
  "registry.export": { ru: "выгружать реестры", en: "export registries" },
  "record.read": { ru: "читать карточки", en: "read records" },
  "record.edit": { ru: "создавать и менять карточки, писать заметки", en: "create and edit records, write notes" },
  "people.read": { ru: "видеть сотрудников и кто отсутствует", en: "see people and who is away" },
  "absence.edit": { ru: "записывать отсутствия", en: "enter absences" },
  "message.read": { ru: "видеть исходящие сообщения", en: "see outgoing messages" },
  "message.operate": {
    ru: "отпускать и выбрасывать сообщения, держать каналы",
    en: "release and drop messages, hold channels",
  },
  "operations.read": { ru: "видеть, как идёт работа", en: "see how the work goes" },
  "event.send": { ru: "передавать события и сообщения процессам", en: "hand in events and messages" },
  "account.read": { ru: "видеть учётные записи", en: "see accounts" },
  "account.edit": { ru: "заводить и закрывать учётные записи, роли", en: "invite, close, give roles" },
  "file.read": { ru: "открывать файлы", en: "open files" },
  "file.write": { ru: "присылать файлы", en: "send files" },
  "search.use": { ru: "искать", en: "search" },
  "self.edit": {
    ru: "свой пароль, сеансы, виды (токену не даётся в консоли)",
    en: "one's own password, sessions, views (no token gets it in the console)",
  },
};
