/** Roles as people read them, and what each may do. */
export const ROLE_WORDS = {
  administrator: { ru: "администратор", en: "administrator" },
  analyst: { ru: "аналитик", en: "analyst" },
  operator: { ru: "оператор", en: "operator" },
  administratorAbout: { ru: "Всё, и учётные записи.", en: "Everything, accounts too." },
  analystAbout: { ru: "Меняет и разворачивает процессы.", en: "Edits and deploys processes." },
  operatorAbout: { ru: "Следит за работой, устраняет сбои.", en: "Watches the work, sees to incidents." },
};

/** Roles that are given; everybody with an account is a person. */
export const GIVEN_ROLES = ["administrator", "analyst", "operator"] as const;
export type GivenRole = (typeof GIVEN_ROLES)[number];
