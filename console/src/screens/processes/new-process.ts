/** Ids of processes: words of small letters and digits, joined by hyphens. */
export const PROCESS_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * The files of a small process that is sound as it is: a form, a decision of one person, and a message about it.
 */
export function newProcessFiles(
  {
    process,
    title,
    decider,
  }: {
    readonly process: string;
    readonly title: string;
    /** Id of a person. */
    readonly decider: string;
  },
  locale: "ru" | "en",
): Readonly<Record<string, string>> {
  const named = JSON.stringify(title);
  return { "process.yaml": locale === "ru" ? russian(process, named, decider) : english(process, named, decider) };
}

function russian(process: string, title: string, decider: string): string {
  return `process: ${process}
title: ${title}

input:                                  # что заполняют в форме
  what: { type: text, title: О чём заявка, required: true }

subject: "\${ what }"

start:
  - form: {}                            # запускает любой сотрудник

do:
  - id: approval
    approval: Согласуйте «\${ what }»
    facts: [what, requester]
    approvers: [${decider}]
    notBy: [requester]                  # свою заявку не согласует никто:
    ifExcluded: manager                 # за такого решает его начальник
    commentRequired: [reject]
    escalation:
      - { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }

  - id: tell
    notify: \${ requester }
    subject: '\${ what }: \${ if approval.outcome = "approve" then "согласовано" else "отклонено" }'
    text: Подробности — в листе согласования.
`;
}

function english(process: string, title: string, decider: string): string {
  return `process: ${process}
title: ${title}

input:                                  # what the form asks for
  what: { type: text, title: What it is about, required: true }

subject: "\${ what }"

start:
  - form: {}                            # anybody may start it

do:
  - id: approval
    approval: Approve "\${ what }"
    facts: [what, requester]
    approvers: [${decider}]
    notBy: [requester]                  # nobody decides on a request of their own:
    ifExcluded: manager                 # their manager does instead
    commentRequired: [reject]
    escalation:
      - { after: { businessDays: 1 }, action: remind, repeat: { businessDays: 1 } }

  - id: tell
    notify: \${ requester }
    subject: '\${ what }: \${ if approval.outcome = "approve" then "approved" else "rejected" }'
    text: See the approval sheet.
`;
}
