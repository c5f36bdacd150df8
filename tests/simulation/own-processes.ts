/*
 * Processes that only the simulation has: what the shipped ones leave out (children that are awaited, messages by name,
 * branches, loops, `once`, waiting starts, calls that the other side cannot recognize again).
 */

const PARENT = `
process: sim-parent
title: Родитель
calendar: ru-office
input:
  number: { type: number, title: Число, required: true }
start:
  - form: { candidateGroups: [sales] }
    key: P\${ number }
do:
  - id: children
    for: { each: one, in: "[1, 2, 3]", parallel: 2 }
    do:
      - id: child
        run: sim-child
        with: { number: "\${ one }" }
        key: C\${ one }
        await: true
  - id: sides
    fork:
      left:
        - { id: noted, call: crm.note, with: { record: lead/101, text: "Слева \${ number }" }, onUncertain: skip }
        - { id: told, emit: sim.happened, with: { number: "\${ number }" } }
      right:
        - { id: pause, wait: { hours: 3 } }
        - { id: informed, notify: manager-1, text: Справа }
  - id: heard
    listen: { message: go, key: "\${ string(number) }" }
    timeout: { after: { days: 2 } }
  - id: safe
    try:
      - { id: broken, if: number > 2, raise: { error: BROKEN, message: Сломалось } }
    catch:
      - errors: [BROKEN]
        as: failure
        do:
          - { id: kept, set: { failed: true } }
          - { id: alone, run: sim-child, with: { number: "\${ number + 10 }" } }
  - id: last
    userTask: Проверьте
    assignee: manager-2
    allow: [delegate, withdraw]
    escalation:
      - { after: { businessHours: 4 }, action: remind }
      - { after: { businessDays: 2 }, action: reassign, to: { managerOf: assignee }, repeat: until-top }
output: { number: "\${ number }" }
`;

const CHILD = `
process: sim-child
title: Ребёнок
calendar: ru-office
input:
  number: { type: number, title: Число, required: true }
start:
  - form: { candidateGroups: [sales] }
do:
  - { id: again, call: crm.note, with: { record: lead/101, text: "Ребёнок \${ number }" } }
  - id: race
    fork:
      slow:
        - { id: waiting, wait: { days: 1 } }
      quick:
        - { id: ask, call: crm.note, with: { record: lead/102, text: "Спросить \${ number }" }, onUncertain: ask }
        - id: done
          userTask: Сделайте
          candidateGroups: [client]
          timeout: { after: { days: 1 } }
    complete: any
output: { twice: "\${ number * 2 }" }
`;

const ECHO = `
process: sim-echo
title: Эхо
calendar: ru-office
input:
  number: { type: number, title: Число, required: true }
start:
  - event: sim.happened
    with: { number: "\${ event.number }" }
    key: E
  - event: sim.once
    with: { number: "\${ event.number }" }
    once: O\${ event.number }
  - message: poke
    with: { number: "\${ event.number }" }
    key: M\${ event.number }
do:
  - { id: short, wait: { hours: 2 } }
  - id: held
    do:
      - { id: mark, call: crm.update, with: { record: company/9, set: { phone: "+7" } } }
      - id: stay
        listen: { event: sim.happened, where: event.number > number }
        timeout: { after: { hours: 30 } }
    timeout: { after: { days: 3 } }
output: { number: "\${ number }" }
`;

/** Folder → text. */
export const OWN_PROCESSES: Readonly<Record<string, string>> = {
  "sim-parent": PARENT,
  "sim-child": CHILD,
  "sim-echo": ECHO,
};

/** The version of the child that comes into force while instances of the one before run. */
export const NEXT_CHILD = CHILD.replace(
  "{ id: waiting, wait: { days: 1 } }",
  "{ id: waiting, wait: { days: 1 } }\n        - { id: more, set: { seen: true } }",
);
