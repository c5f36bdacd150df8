import type { Explanation } from "./explanation.ts";

/** What problems of the route mean: the people who come out of a process, looked up in a directory. */
export const ROUTE_EXPLANATIONS: readonly Explanation[] = [
  {
    code: "route-nobody",
    severity: "error",
    title: { ru: "Решать некому", en: "There is nobody to decide" },
    why: {
      ru: "Для названного подателя и названных значений правило ведёт к тому, кого в справочнике нет: у отдела нет руководителя, над сотрудником никого нет, человек уволен. Такой процесс остановится сбоем. Пример в сообщении — самый малый.",
      en: "For this requester and these values the rule leads to somebody the directory does not have: a department without a head, nobody above the person, a leaver. Such a run ends in an incident. The example is the smallest there is.",
    },
    wrong: "approvers: [{ managerOf: requester }]     # податель — директор, над ним никого\n",
    right: "approvers: [{ group: chief-accountant }]  # для директора — своё правило таблицы\n",
  },
  {
    code: "route-group-empty",
    severity: "warning",
    title: { ru: "Группа, которая должна решать, пуста", en: "The group that is to decide is empty" },
    why: {
      ru: "Файл верен, но в этом справочнике в группе никого нет: задание никто не получит, и процесс остановится сбоем, пока администратор не назовёт, кто решает.",
      en: "The file is right, but in this directory the group has nobody: no one gets the task, and the run stops in an incident until an administrator names who decides.",
    },
    wrong: "groups:\n  director: { title: Директор, members: [] }\n",
    right: "groups:\n  director: { title: Директор, members: [director-1] }\n",
  },
  {
    code: "route-excluded",
    severity: "error",
    title: { ru: "Единственный согласующий — сам податель", en: "The only approver is the requester" },
    why: {
      ru: "notBy вычёркивает того, кого назвало правило, а замены нет: ifExcluded не задан, или выше никого. Каждый такой процесс остановится сбоем.",
      en: "`notBy` strikes out whom the rule names and nobody takes the place: `ifExcluded` is not set, or nobody is above. Every such run ends in an incident.",
    },
    wrong: "approvers: [{ headOf: sales }]   # скидку просит сам руководитель продаж\nnotBy: [requester]\n",
    right: "approvers: [{ headOf: sales }]\nnotBy: [requester]\nifExcluded: manager\n",
  },
  {
    code: "route-self-approval",
    severity: "warning",
    title: { ru: "Податель согласует сам себе", en: "The requester decides on their own request" },
    why: {
      ru: "Среди согласующих — тот, кто подал, а notBy его не исключает. Правило четырёх глаз записывают одной строкой.",
      en: "Among the approvers is the one who asked, and `notBy` does not exclude them. Four eyes take one line.",
    },
    wrong: "approvers: [{ headOf: sales }]   # податель — сам руководитель продаж\n",
    right: "approvers: [{ headOf: sales }]\nnotBy: [requester]\nifExcluded: manager\n",
  },
  {
    code: "route-ladder",
    severity: "warning",
    title: { ru: "Эскалировать некому", en: "There is nobody to escalate to" },
    why: {
      ru: "Ступень ведёт к тому, кого нет: над исполнителем никого, группа пуста, все исключены. Если исполнитель промолчит, об этом не узнает никто. Над главой компании никого нет по праву: `repeat: until-top` остаётся у него и напоминает.",
      en: "The rung leads to nobody: no one is above the assignee, the group is empty, all are excluded. If the assignee is silent, nobody learns. Above the head of the company nobody is by right: `repeat: until-top` stays there and reminds.",
    },
    wrong:
      "escalation:\n  - { after: { businessDays: 1 }, action: reassign, to: { managerOf: assignee } }   # исполнитель — директор\n",
    right:
      "escalation:\n  - { after: { businessDays: 1 }, action: reassign, to: { managerOf: assignee }, repeat: until-top }\n",
  },
  {
    code: "route-no-rule",
    severity: "error",
    title: { ru: "Для подателя в таблице нет правила", en: "The table has no rule for the requester" },
    why: {
      ru: "Должность или отдел того, кому можно подать, таблице неизвестны: ни одно правило не подойдёт, и процесс остановится сбоем.",
      en: "The table does not know the position or department of somebody who may ask: no rule matches, and the run ends in an incident.",
    },
    wrong:
      "| Должность    | approvers            |   # форму может заполнить и стажёр\n| менеджер     | manager of requester |\n",
    right: "| Должность        | approvers            |\n| менеджер, стажёр | manager of requester |\n",
  },
  {
    code: "route-incomplete",
    severity: "warning",
    title: { ru: "Маршрут проверен не целиком", en: "The route was checked in part" },
    why: {
      ru: "Подателей и правил так много, что перебрать все случаи за разумное время нельзя. Найденное верно, но могло найтись не всё.",
      en: "There are so many requesters and rules that not every case can be followed in reasonable time. What was found is right, but there may be more.",
    },
    wrong: "decisions:\n  route: { … }       # тысячи правил по десятку входов\n",
    right: "decisions:\n  by-amount: { … }   # две таблицы по несколько входов\n  by-kind: { … }\n",
  },
];
