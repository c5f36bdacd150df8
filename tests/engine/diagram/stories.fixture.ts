/** A process with a block that waits, a ladder, jumps back and every outcome of a task wired. */
export const CHASE = `
process: chase
title: Погоня за заявкой
input: { lead: { type: record, of: lead, title: Заявка } }
start: [ { event: [crm.lead.created, crm.lead.updated] } ]
do:
  - { id: acknowledge, notify: "\${ lead }", channels: [sms, email], text: "Принята, номер \${ lead.id }", unreachable: task }
  - id: chase
    until: { of: "\${ lead }", holds: record.stageKind != "first" }
    escalation: [ { after: { businessDays: 4 }, action: notify, to: { group: director } } ]
    do:
      - id: assign
        userTask: Назначьте менеджера по заявке № \${ lead.id }
        assignee: { headOf: client }
        form: { manager: { type: user, title: Ответственный менеджер } }
        escalation:
          - { after: { businessDays: 1 }, action: offer, to: { group: executive } }
          - { after: { businessDays: 2 }, action: offer, to: { group: director }, repeat: { businessDays: 1 } }
      - { id: keep, set: { manager: "\${ assign.manager }" } }
      - { id: tell, notify: "\${ manager }", text: Вам назначена заявка }
      - { id: day, wait: { businessDays: 1 } }
      - { id: ask, userTask: Не обработана, assignee: { headOf: client }, outcomes: { remind: Напомнить, reassign: Назначить другого } }
      - id: answer
        switch:
          - { when: ask.outcome = "remind", then: tell }
          - { when: ask.outcome = "reassign", then: assign }
`;

/** Approval with rework, a guarded block that ends the process, and a loop back from a later task. */
export const INVOICE = `
process: invoice
title: Счёт на оплату
input: { amount: { type: money, title: Сумма }, extra: { type: users, title: Дополнительные } }
start: [ { form: { candidateGroups: [sales, service] } } ]
do:
  - { id: save, call: crm.create, with: {} }
  - { id: rule, decision: route }
  - id: approval
    approval: Счёт на \${ amount }
    approvers: ["\${ rule.approvers }", "\${ extra }"]
    rework: { edit: [amount, extra], from: save, max: 3 }
    escalation:
      - { after: { businessHours: 4 }, action: remind }
      - { after: { businessDays: 1 }, action: reassign, to: { managerOf: assignee }, repeat: until-top }
  - id: refused
    if: approval.outcome != "approve"
    do: [ { id: tell-refused, notify: "\${ requester }", text: Отклонено } ]
    then: end
  - { id: payment, userTask: Оплатите, candidateGroups: [accountants], outcomes: { paid: Оплачен, problem: Не могу } }
  - { id: returned, if: payment.outcome = "problem", userTask: Исправьте, assignee: "\${ requester }", then: payment }
  - { id: register, record: invoices, entry: {} }
`;

/** Every kind of step that the others do not have. */
export const ODDITIES = `
process: odd
title: Проверка <всех> & «шагов»
input: { deal: { type: record, of: deal, title: Сделка } }
start:
  - form: { candidateGroups: [sales] }
  - message: portal.order
  - schedule: { cron: "0 5 * * *" }
  - event: mail.received
do:
  - id: both
    fork:
      legal: [ { id: lawyer, userTask: Договор, assignee: { group: lawyers }, timeout: { after: { businessDays: 2 }, outcome: done } } ]
      money:
        - { id: cfo, approval: Бюджет, approvers: [ { headOf: finance } ], complete: { quorum: 2 }, order: parallel, timeout: { after: P3D, then: stop } }
        - { id: booked, record: budget, entry: {} }
  - id: first
    fork:
      complete: "any"
      one: [ { id: a, wait: { hours: 1 } } ]
      two: [ { id: b, listen: { message: done } } ]
  - id: safe
    try: [ { id: pay, call: http.request, with: {} }, { id: hang, wait: { hours: 4 }, timeout: { after: P1D, do: [ { id: late, emit: too.late } ] } } ]
    catch:
      - { errors: [TIMEOUT, REFUSED], do: [ { id: sorry, notify: "\${ requester }", text: Не вышло } ], then: both }
      - { errors: ["*"], then: end }
  - id: loop
    for: { each: x, in: deal.items, parallel: 5 }
    do:
      - { id: one, run: child, await: true }
      - id: enough
        switch:
          - { when: x > 5, then: exit }
          - { when: x = 3, then: stop }
          - { else: true, do: [ { id: heard, listen: { event: crm.deal.updated, of: "\${ deal }" } } ] }
  - id: stop
    if: deal.amount > 100000
    userTask: Остановить?
    assignee: \${ deal.responsible }
    escalation: [ { after: PT30M, action: remind, repeat: PT30M }, { after: P1D, action: outcome, outcome: done } ]
  - { id: fail, if: deal = null, raise: { error: NO_DEAL } }
  - { id: file, document: sheet }
`;
