import type { Locale, Text } from "../../words/locale.ts";

/** What a program may be allowed, in words; permissions of the API (`adapters/http/permissions.ts`). */
const SCOPES: Readonly<Record<string, Text>> = {
  "task.read": { ru: "читать задания", en: "read tasks" },
  "task.act": { ru: "решать задания", en: "decide tasks" },
  "task.reassign": { ru: "передавать задания", en: "reassign tasks" },
  "process.start": { ru: "запускать процессы", en: "start processes" },
  "process.study": { ru: "читать описания процессов", en: "read the sources of processes" },
  "process.edit": { ru: "править описания процессов", en: "edit the sources of processes" },
  "process.deploy": { ru: "вводить процессы в силу", en: "put processes in force" },
  "instance.read": { ru: "читать заявки", en: "read requests" },
  "instance.request": { ru: "вести свои заявки", en: "manage one's own requests" },
  "instance.operate": { ru: "управлять идущими процессами", en: "operate what is running" },
  "incident.read": { ru: "читать сбои", en: "read incidents" },
  "incident.operate": { ru: "разбирать сбои", en: "settle incidents" },
  "registry.read": { ru: "читать реестры", en: "read registries" },
  "registry.export": { ru: "выгружать реестры", en: "export registries" },
  "record.read": { ru: "читать клиентов и сделки", en: "read clients and deals" },
  "record.edit": { ru: "изменять клиентов и сделки", en: "edit clients and deals" },
  "people.read": { ru: "читать справочник сотрудников", en: "read the directory of people" },
  "absence.edit": { ru: "записывать отсутствия", en: "enter absences" },
  "message.read": { ru: "читать отправленные сообщения", en: "read messages that were sent" },
  "message.operate": { ru: "управлять отправкой сообщений", en: "operate the sending of messages" },
  "operations.read": { ru: "читать показатели", en: "read figures" },
  "event.send": { ru: "сообщать о событиях", en: "tell of events" },
  "account.read": { ru: "читать учётные записи", en: "read accounts" },
  "account.edit": { ru: "изменять учётные записи", en: "edit accounts" },
  "file.read": { ru: "читать файлы", en: "read files" },
  "file.write": { ru: "прикладывать файлы", en: "attach files" },
  "search.use": { ru: "искать", en: "search" },
  "self.edit": { ru: "изменять свой профиль", en: "edit one's own profile" },
};

/** A scope of tokens in words; one that has none yet by its name. */
export function scopeText(scope: string, locale: Locale): string {
  return SCOPES[scope]?.[locale] ?? scope;
}
