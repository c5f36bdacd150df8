import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const moneyCurrency: Check = {
  explanation: {
    code: "money-currency",
    severity: "error",
    title: { ru: "Число вместо суммы, а валюта не названа", en: "A number for an amount, and no currency" },
    why: {
      ru: "Сумма — это число и валюта. Просто число можно записать только туда, где валюта названа в описании поля: `currency: RUB`.",
      en: "Money is an amount and a currency. A plain number may be written only where the field's declaration names its `currency`.",
    },
    wrong: "- id: put\n  call: crm.create\n  with: { of: invoice, set: { title: Счёт, total: 100 } }\n",
    right:
      '- id: put\n  call: crm.create\n  with: { of: invoice, set: { title: Счёт, total: { amount: "100.00", currency: RUB } } }\n',
  },
  *find({ survey }) {
    for (const { at, what } of notesOf(survey, "money-currency")) {
      yield {
        at,
        message: { ru: `«${what}» — сумма, а валюта не названа`, en: `"${what}" is money, and no currency is named` },
        remedy: {
          ru: 'Напишите { amount: "100.00", currency: RUB } или добавьте currency в описание поля',
          en: 'Write { amount: "100.00", currency: RUB }, or add `currency` to the field\'s declaration',
        },
      };
    }
  },
};
