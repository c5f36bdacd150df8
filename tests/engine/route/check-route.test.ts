import { describe, expect, test } from "vitest";
import { APPROVAL, requestProcess, routeOf, STAFF, staffWith, TABLE, told } from "../../support/route-of.ts";

const NOT_EXCLUDED = APPROVAL.replace("notBy: [requester]\n", "").replace("ifExcluded: manager\n", "");

describe("somebody comes out for every request", () => {
  test("a sound process has no problems", () => {
    expect(routeOf(requestProcess())).toEqual([]);
  });

  test("an empty group is told with the smallest inputs that lead to it, and only those that matter", () => {
    const problems = routeOf(requestProcess(), staffWith({ groups: { director: { title: "Директор", members: [] } } }));
    expect(told(problems)).toEqual([
      "route-group-empty: Податель = Мария Белова, сумма = 1 000 000,01, тип = «товар»: согласовать некому — группа «Директор» пуста",
    ]);
    expect(problems[0]?.severity).toBe("warning");
    expect(problems[0]?.message.en).toBe(
      'Requester = Мария Белова, сумма = 1,000,000.01, тип = "товар": nobody can decide — the group "Директор" is empty',
    );
    expect(problems[0]?.remedy.ru).toContain("в правиле 3 таблицы route");
  });

  test("it stands at the rule in the file", () => {
    const text = requestProcess();
    const [problem] = routeOf(text, staffWith({ groups: { director: { title: "Директор", members: [] } } }));
    expect(text.slice(problem?.place.start, problem?.place.end)).toContain("group director");
  });

  test("a department without a head", () => {
    const staff = staffWith({ departments: { client: { title: "Клиентский отдел", parent: "company" } } });
    expect(told(routeOf(requestProcess(), staff))).toEqual([
      "route-nobody: Податель = Мария Белова, сумма = 1 000 000,01, тип = «услуги»: согласовать некому — у отдела «Клиентский отдел» нет руководителя",
    ]);
  });

  test("a person with nobody above", () => {
    const lone = { name: "Олег Чернов", position: "менеджер", groups: ["sales"] };
    expect(told(routeOf(requestProcess(), staffWith({ users: { lone } })))).toContain(
      "route-nobody: Податель = Олег Чернов, сумма = 0,00: согласовать некому — над сотрудником Олег Чернов нет руководителя",
    );
  });

  test("a leaver counts for nobody", () => {
    const staff = staffWith({ users: { "chief-1": { ...STAFF.users["chief-1"], active: false } } });
    expect(told(routeOf(requestProcess(), staff))).toEqual([
      "route-group-empty: Податель = Пётр Южный: согласовать некому — группа «Бухгалтеры» пуста",
    ]);
  });

  test("a position that the table does not know", () => {
    const intern = { name: "Инна Юнг", position: "стажёр", department: "client", groups: ["sales"] };
    const problems = routeOf(requestProcess(), staffWith({ users: { intern } }));
    expect(told(problems)).toEqual([
      "route-no-rule: Податель = Инна Юнг: в таблице route нет правила для «должность = «стажёр»»",
    ]);
    expect(problems[0]?.severity).toBe("error");
  });

  test("who may not fill in the form is not asked about", () => {
    const intern = { name: "Инна Юнг", position: "стажёр", department: "client" };
    expect(routeOf(requestProcess(), staffWith({ users: { intern } }))).toEqual([]);
    expect(told(routeOf(requestProcess({ start: "{}" }), staffWith({ users: { intern } }))).join()).toContain(
      "Инна Юнг",
    );
  });

  test("what is so for everybody is told without a name", () => {
    const text = requestProcess().replace(
      "approvers: ${ rule.approvers }",
      "approvers: [{ group: director }, { managerOf: requester }]\n    if: rule.approvers != null",
    );
    const problems = told(routeOf(text, staffWith({ groups: { director: { title: "Директор", members: [] } } })));
    expect(problems[0]).toBe("route-group-empty: Согласовать некому — группа «Директор» пуста");
  });
});

describe("people who are alike", () => {
  const alike = {
    name: "Олег Чернов",
    position: "менеджер",
    department: "client",
    groups: ["sales"],
    manager: "head-1",
  };
  const empty = { director: { title: "Директор", members: [] } };

  test("are one case, told by the first of them", () => {
    const staff = staffWith({
      users: { "manager-2": alike, "manager-3": { ...alike, name: "Инна Юнг" } },
      groups: empty,
    });
    const problems = told(routeOf(requestProcess(), staff));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("Податель = Мария Белова");
  });

  test("are told apart where a rule reads their name", () => {
    const table = `| Имя           | Сумма, ₽ | Тип | approvers            |
| Инна Юнг      | -        | -   | group director       |
| not(Инна Юнг) | -        | -   | manager of requester |`;
    const text = requestProcess({ table }).replace(
      /position: \{ title: Должность.*\n/,
      "position: { title: Имя, expression: requester.name, type: text }\n",
    );
    const users = {
      "manager-2": alike,
      "manager-3": { ...alike, name: "Инна Юнг" },
      "director-1": { ...STAFF.users["director-1"], groups: [] },
    };
    expect(told(routeOf(text, staffWith({ users, groups: empty })))).toEqual([
      "route-group-empty: Податель = Инна Юнг: согласовать некому — группа «Директор» пуста",
    ]);
  });
});

describe("a step that is not reached is not judged", () => {
  const empty = staffWith({ groups: { director: { title: "Директор", members: [] } } });

  test("by its own condition, at either end of a rule's inputs", () => {
    const never = requestProcess({ approval: `if: amount < 1000\n${APPROVAL}` });
    expect(routeOf(never, empty)).toEqual([]);
    const sometimes = requestProcess({ approval: `if: kind = "товар"\n${APPROVAL}` });
    expect(told(routeOf(sometimes, empty))).toHaveLength(1);
  });

  test("by the cases of a switch", () => {
    const inCase = (when: string) =>
      requestProcess({
        steps: `  - id: way\n    switch:\n      - when: ${when}\n        do:\n          - id: ask\n            approval: Согласуйте\n            approvers: [{ group: director }]\n            notBy: [requester]\n            ifExcluded: manager\n            escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]\n`,
        table: TABLE.replace("manager of requester, group director", "manager of requester"),
      });
    expect(told(routeOf(inCase('requester.position = "стажёр"'), empty))).toEqual([]);
    expect(told(routeOf(inCase('requester.position = "менеджер"'), empty))[0]).toBe(
      "route-group-empty: Податель = Мария Белова: согласовать некому — группа «Директор» пуста",
    );
  });
});

describe("four eyes", () => {
  test("the only approver is the requester and nobody takes the place", () => {
    const staff = staffWith({ groups: { accountants: { title: "Бухгалтеры", members: ["director-1"] } } });
    const [first, ...more] = told(routeOf(requestProcess(), staff));
    expect(first).toBe(
      "route-excluded: Податель = Пётр Южный: согласовать некому — Пётр Южный не решает по своему вопросу, а выше никого нет",
    );
    expect(more).toEqual([]);
  });

  test("without ifExcluded there is no replacement", () => {
    const text = requestProcess({
      table: TABLE.replace(
        "manager of requester                |\n| менеджер     | > 1 000 000  | услуги",
        "head of client                      |\n| менеджер     | > 1 000 000  | услуги",
      ).replace(
        /руководитель \| -( +)\| -( +)\| manager of requester/,
        "руководитель | -$1| -$2| head of client      ",
      ),
      approval: APPROVAL.replace("ifExcluded: manager\n", ""),
    });
    expect(told(routeOf(text))).toEqual([
      "route-excluded: Податель = Анна Северова: согласовать некому — Анна Северова не решает по своему вопросу, а замены нет",
    ]);
    expect(routeOf(text.replace("notBy: [requester]\n", "notBy: [requester]\n    ifExcluded: manager\n"))).toEqual([]);
  });

  test("without notBy a requester who decides himself is a warning", () => {
    const text = requestProcess({
      table: TABLE.replace(
        /руководитель \| -( +)\| -( +)\| manager of requester/,
        "руководитель | -$1| -$2| head of client      ",
      ),
      approval: NOT_EXCLUDED,
    });
    const problems = routeOf(text);
    expect(told(problems)).toEqual(["route-self-approval: Анна Северова согласует свою же заявку"]);
    expect(problems[0]?.severity).toBe("warning");
  });

  test("a person whom only a record tells may be the requester", () => {
    const text = requestProcess({ table: TABLE.replace("group accountants ", "owner of deal     ") }).replace(
      "input:\n",
      "input:\n  deal: { type: record, of: deal, title: Сделка, required: true }\n",
    );
    expect(told(routeOf(text))).toEqual([
      "route-excluded: Податель = Пётр Южный: согласовать некому — owner of deal — сам податель; Пётр Южный не решает по своему вопросу, а выше никого нет",
    ]);
  });

  test("skipping everybody leaves nobody", () => {
    const staff = staffWith({ groups: { accountants: { title: "Бухгалтеры", members: ["director-1"] } } });
    const text = requestProcess({ approval: APPROVAL.replace("manager", "skip") });
    expect(told(routeOf(text, staff))).toEqual([
      "route-excluded: Податель = Пётр Южный: согласовать некому — notBy вычёркивает всех согласующих, а ifExcluded: skip их пропускает",
    ]);
  });
});

describe("the ladder", () => {
  const APART = { name: "Олег Дальний", position: "консультант" };

  test("the head of the company is the top by right", () => {
    expect(
      routeOf(
        requestProcess({ table: TABLE.replace("group accountants", "group director   ") }),
        staffWith({ users: { "director-1": { ...STAFF.users["director-1"], groups: [] } } }),
      ),
    ).toEqual([]);
  });

  test("somebody outside the chart has nobody above", () => {
    const staff = staffWith({
      users: { apart: APART },
      groups: { accountants: { title: "Бухгалтеры", members: ["apart"] } },
    });
    const problems = routeOf(requestProcess(), staff);
    expect(told(problems)).toEqual([
      "route-ladder: Податель = Пётр Южный: эскалировать некому — над сотрудником Олег Дальний никого нет",
    ]);
    expect(problems[0]?.severity).toBe("warning");
  });

  test("a rung that tells somebody else is enough", () => {
    const staff = staffWith({
      users: { apart: APART },
      groups: { accountants: { title: "Бухгалтеры", members: ["apart"] } },
    });
    const told = `${APPROVAL}  - { after: { businessDays: 2 }, action: notify, to: { group: director }, repeat: { businessDays: 1 } }\n`;
    expect(routeOf(requestProcess({ approval: told }), staff)).toEqual([]);
  });

  test("a rung to an empty group finds nobody", () => {
    const text = requestProcess({
      approval: `${APPROVAL}  - { after: { businessDays: 2 }, action: notify, to: { group: board }, repeat: { businessDays: 1 } }\n`,
    });
    const staff = staffWith({ groups: { board: { title: "Правление", members: [] } } });
    expect(told(routeOf(text, staff))).toEqual(["route-ladder: Эскалировать некому — группа «Правление» пуста"]);
  });

  test("managerOf without until-top stops at the top", () => {
    const text = requestProcess({ approval: APPROVAL.replace("until-top", "{ businessDays: 1 }") });
    expect(told(routeOf(text))).toEqual([
      "route-ladder: Податель = Мария Белова, сумма = 1 000 000,01, тип = «товар»: эскалировать некому — над сотрудником Пётр Южный нет руководителя",
    ]);
  });
});

describe("work for one person", () => {
  const task = (who: string, start = "  - message: order\n") => `process: under-test
title: Заявка
start:
${start}do:
  - id: look
    userTask: Посмотрите
    ${who}
    escalation: [{ after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }]
`;

  test("a process that nobody in particular starts is followed all the same", () => {
    const staff = staffWith({ departments: { client: { title: "Клиентский отдел" } } });
    expect(told(routeOf(task("assignee: { headOf: client }"), staff))).toEqual([
      "route-nobody: Поручить некому — у отдела «Клиентский отдел» нет руководителя",
    ]);
    expect(routeOf(task("assignee: { headOf: client }"))).toEqual([]);
  });

  test("of several candidates one is enough", () => {
    const staff = staffWith({ groups: { director: { title: "Директор", members: [] } } });
    expect(routeOf(task("candidateGroups: [director, accountants]"), staff)).toEqual([]);
    expect(told(routeOf(task("candidateGroups: [director]"), staff))).toEqual([
      "route-group-empty: Поручить некому — группа «Директор» пуста",
    ]);
  });
});

describe("roads that people take through a process", () => {
  test("a set between the table and the step is followed", () => {
    const text = requestProcess({ steps: "  - id: keep\n    set: { chosen: '${ rule.approvers }' }\n" }).replace(
      "approvers: ${ rule.approvers }",
      "approvers: ${ chosen }",
    );
    expect(told(routeOf(text, staffWith({ groups: { director: { title: "Директор", members: [] } } })))).toHaveLength(
      1,
    );
  });

  test("names that `with` gives are followed", () => {
    const text = requestProcess()
      .replace("decision: route\n", "decision: route\n    with: { position: '${ requester.position }' }\n")
      .replace("expression: requester.position, ", "");
    expect(told(routeOf(text, staffWith({ groups: { director: { title: "Директор", members: [] } } })))).toHaveLength(
      1,
    );
  });

  test("of hit policy first, a rule that an earlier one takes is not followed", () => {
    const table = `| Должность | Сумма, ₽    | Тип | approvers            |
| -         | >= 0        | -   | manager of requester |
| -         | > 1 000 000 | -   | group director       |`;
    const text = requestProcess({ table }).replace(
      "  route:\n    inputs",
      "  route:\n    hitPolicy: first\n    inputs",
    );
    const staff = staffWith({
      groups: { director: { title: "Директор", members: [] } },
      users: { "director-1": { ...STAFF.users["director-1"], groups: [] } },
    });
    expect(routeOf(text, staff)).toEqual([]);
  });
});
