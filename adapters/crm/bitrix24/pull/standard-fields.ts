import type { FieldMapping } from "../mapping.ts";

/**
 * Fields of the portal's own that processes speak of, and what we call them; their titles are in the portal. Its many
 * others (marks of advertising, counters, flags) are left out: whoever needs one adds it by hand.
 */
export const STANDARD_FIELDS: Readonly<Record<string, string>> = {
  title: "title",
  accountNumber: "number",
  sourceId: "source",
  typeId: "kind",
  companyId: "company",
  contactId: "contact",
  leadId: "lead",
  opportunity: "amount",
  assignedById: "responsible",
  comments: "comments",
  post: "position",
  companyTitle: "companyTitle",
  begindate: "startDate",
  closedate: "closeDate",
  birthdate: "birthDate",
  observers: "observers",
  createdTime: "createdAt",
  createdBy: "createdBy",
};

/** Their titles where the portal shows its code instead of one. */
export const STANDARD_TITLES: Readonly<Record<string, { readonly ru: string; readonly en: string }>> = {
  title: { ru: "Название", en: "Title" },
  accountNumber: { ru: "Номер", en: "Number" },
  sourceId: { ru: "Источник", en: "Source" },
  typeId: { ru: "Тип", en: "Type" },
  companyId: { ru: "Компания", en: "Company" },
  contactId: { ru: "Контакт", en: "Contact" },
  leadId: { ru: "Лид", en: "Lead" },
  opportunity: { ru: "Сумма", en: "Amount" },
  assignedById: { ru: "Ответственный", en: "Responsible" },
  comments: { ru: "Комментарий", en: "Comment" },
  post: { ru: "Должность", en: "Position" },
  companyTitle: { ru: "Название компании", en: "Company name" },
  begindate: { ru: "Дата начала", en: "Start date" },
  closedate: { ru: "Дата завершения", en: "Close date" },
  birthdate: { ru: "Дата рождения", en: "Birth date" },
  observers: { ru: "Наблюдатели", en: "Observers" },
  createdTime: { ru: "Когда создано", en: "Created at" },
  createdBy: { ru: "Кем создано", en: "Created by" },
};

/** Telephones and addresses are rows of one field. */
export const MULTI_FIELDS: readonly {
  readonly name: string;
  readonly title: { readonly ru: string; readonly en: string };
}[] = [
  { name: "phone", title: { ru: "Телефон", en: "Phone" } },
  { name: "email", title: { ru: "Почта", en: "Mail" } },
];

/** A person's name, which the portal keeps in two fields; people have no title there. */
export const NAME_OF_PERSON: FieldMapping & { readonly kind: "words" } = {
  kind: "words",
  fields: ["name", "lastName"],
};
