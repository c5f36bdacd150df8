import type { Run } from "./run.ts";

/** The engine's own words on tasks it makes itself, in the company's language. */
export interface TaskWords {
  readonly question: string;
  readonly answer: string;
  readonly answered: string;
  /** Before the answer, told to who asked. */
  readonly answerTo: string;
  readonly nameDecider: string;
  readonly decider: string;
  /** Of a message that nobody would get. */
  readonly nameReader: string;
  readonly reader: string;
  readonly approvers: string;
  readonly done: string;
  readonly isDone: string;
  readonly contactClient: string;
  readonly message: string;
  readonly noChannel: string;
  readonly rework: string;
  readonly sendAgain: string;
  readonly reworked: string;
  readonly escalation: string;
  /** Where the record behind a rung could not be read for an hour. */
  readonly unverified: string;
}

const WORDS: Readonly<Record<"ru" | "en", TaskWords>> = {
  ru: {
    question: "Вопрос",
    answer: "Ответить",
    answered: "Отвечено",
    answerTo: "Ответ по заданию",
    nameDecider: "Назначьте, кто решает",
    decider: "Кто решает",
    nameReader: "Назначьте, кому сообщить",
    reader: "Кому сообщить",
    approvers: "согласующие",
    done: "Готово",
    isDone: "Выполнено",
    contactClient: "Свяжитесь с клиентом сами",
    message: "Сообщение",
    noChannel: "Ни по одному каналу сообщение доставить нельзя: в карточке нет подходящего телефона или почты.",
    rework: "Доработайте",
    sendAgain: "Отправить снова",
    reworked: "Доработано",
    escalation: "Эскалация",
    unverified: "Запись CRM прочитать не удалось: возможно, это уже не нужно.",
  },
  en: {
    question: "Question",
    answer: "Answer",
    answered: "Answered",
    answerTo: "Answer about",
    nameDecider: "Name who decides",
    decider: "Who decides",
    nameReader: "Name who is told",
    reader: "Who is told",
    approvers: "approvers",
    done: "Done",
    isDone: "Done",
    contactClient: "Contact the client yourself",
    message: "Message",
    noChannel: "No channel can deliver the message: the record has no suitable telephone or mail address.",
    rework: "Rework",
    sendAgain: "Send again",
    reworked: "Reworked",
    escalation: "Escalation",
    unverified: "The CRM record could not be read: this may not be wanted any more.",
  },
};

/** The words in the company's language. */
export function taskWords(run: Run): TaskWords {
  return WORDS[run.facts.locale];
}
