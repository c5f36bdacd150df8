import { ANYTHING, FLAG, type Json, key, listOf, map, mapOf, ref, type Schema, TEXT, words } from "./schema.ts";
import { APPROVAL_KEYS, COMMON_TASK_KEYS, USER_TASK_KEYS } from "./tasks.ts";

const TEXT_LINE: Schema = TEXT;

/** A kind of step: its keyword's explanation and value, and the keys of its own. */
export interface KindKeys {
  readonly ru: string;
  readonly en: string;
  readonly example: Json;
  readonly value: Schema;
  readonly keys?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** `retry`, of calls and of handlers. */
export const RETRY = key(
  "Повторы при неясном итоге вызова, всегда с одним ключом.",
  "Retries of a call whose outcome is unknown, always with one key.",
  { attempts: 3, backoff: { seconds: 10 } },
  ref("retry"),
);

function withKey(ru: string, en: string, example: Json): Schema {
  return key(ru, en, example, ref("mapping"));
}

/** What each kind of step has of its own. */
export const STEP_KINDS: Readonly<Record<string, KindKeys>> = {
  set: {
    ru: "Дать значения переменным: имя — значение.",
    en: "Give values to variables.",
    example: { manager: "${ assign.manager }" },
    value: { ...mapOf(ANYTHING, ref("name")), minProperties: 1 },
  },
  call: {
    ru: "Вызвать операцию: crm.update, registry.find, mail.move…",
    en: "Call an operation of an adapter.",
    example: "crm.update",
    value: TEXT,
    keys: {
      with: withKey("Что передать операции.", "What to pass to the operation.", {
        record: "${ lead }",
        set: { responsible: "${ manager }" },
      }),
      retry: RETRY,
      onUncertain: key(
        "Если нельзя узнать, произошло ли: повторить, спросить человека или пропустить.",
        "Where nobody can tell whether it happened: retry, ask a person, or skip.",
        "ask",
        words("retry", "ask", "skip"),
      ),
    },
  },
  notify: {
    ru: "Сообщить: сотруднику, группе или клиенту записи.",
    en: "Send a message to a person, a group or a record's contact.",
    example: "${ requester }",
    value: ref("principals"),
    keys: {
      channels: key(
        "Каналы по порядку: первый, которым можно дойти; или `all`.",
        "Channels in order: the first that can reach; or `all`.",
        ["sms", "email"],
        ref("channels"),
      ),
      from: key("От чьего имени или из какого ящика.", "In whose name, or from which mailbox.", "info", TEXT_LINE),
      replyTo: key("Куда придёт ответ.", "Where an answer goes.", "${ letter.mailbox }", TEXT_LINE),
      subject: key("Тема письма.", "Subject.", "Ваша заявка принята в работу", TEXT_LINE),
      text: key(
        "Текст сообщения, с ${ выражениями }.",
        "Text of the message, with ${ expressions }.",
        "Номер ${ lead.id }",
        TEXT_LINE,
      ),
      template: key(
        "Шаблон из templates/ вместо текста.",
        "A template of templates/ instead of a text.",
        "discount-result",
        TEXT,
      ),
      with: withKey("Значения для шаблона.", "Values for the template.", { brand: "${ brand }" }),
      unreachable: key(
        "Если никак не дойти: задание ответственному, продолжить или сбой.",
        "Where nobody can be reached: a task for the responsible person, go on, or an incident.",
        "task",
        words("task", "continue", "incident"),
      ),
    },
  },
  userTask: {
    ru: "Задание одному человеку: что сделать.",
    en: "Work for one person: what to do.",
    example: "Назначьте ответственного менеджера по заявке № ${ lead.id }",
    value: TEXT_LINE,
    keys: { ...USER_TASK_KEYS, ...COMMON_TASK_KEYS },
  },
  approval: {
    ru: "Согласование несколькими людьми: что решают.",
    en: "A decision by several people: what they decide.",
    example: "Скидка ${ discount } % на ${ brand }",
    value: TEXT_LINE,
    keys: { ...APPROVAL_KEYS, ...COMMON_TASK_KEYS },
    required: ["approvers"],
  },
  decision: {
    ru: "Вычислить таблицу решений.",
    en: "Evaluate a decision table.",
    example: "approvers-by-size",
    value: TEXT,
    keys: {
      with: withKey("Входы таблицы под другими именами.", "Inputs of the table under other names.", {
        amount: "${ invoice.amount }",
      }),
    },
  },
  switch: {
    ru: "Первый случай, чьё `when` верно.",
    en: "The first case whose `when` holds.",
    example: [{ when: 'ask.outcome = "remind"', then: "tell-manager" }],
    value: listOf(ref("case"), 1),
  },
  for: {
    ru: "Повторить для каждого элемента списка.",
    en: "Once for each element.",
    example: { each: "ref", in: "kept.refs", parallel: 10 },
    value: map(
      {
        each: key("Имя переменной элемента.", "Name of the element's variable.", "ref", ref("name")),
        in: key("Список (FEEL без ${ }).", "The list (FEEL without ${ }).", "kept.refs", ref("feel")),
        at: key("Имя счётчика, с 1.", "Name of the counter, from 1.", "number", ref("name")),
        while: key("Продолжать, пока верно.", "Go on while this holds.", "found = null", ref("feel")),
        parallel: key(
          "Сколько повторений сразу; без него — по очереди.",
          "Iterations at once; without it one after another.",
          10,
          { type: "integer", minimum: 1 },
        ),
      },
      ["each", "in"],
    ),
    keys: {
      do: key(
        "Шаги для одного элемента.",
        "Steps for one element.",
        [{ id: "write", call: "crm.update" }],
        ref("steps"),
      ),
      collect: key(
        "Что собрать в список-результат с каждого элемента: ${ выражение } или карта таких значений.",
        "What each element adds to the resulting list: ${ an expression }, or a map of such values.",
        "${ write.total }",
        ANYTHING,
      ),
    },
    required: ["do"],
  },
  fork: {
    ru: "Ветви рядом: имя — шаги.",
    en: "Branches side by side: name and steps.",
    example: { lawyer: [{ id: "check-contract", userTask: "Проверьте договор", assignee: "lawyer-1" }] },
    value: { ...mapOf(ref("steps"), ref("name")), minProperties: 1 },
    keys: {
      complete: key(
        "Ждать все ветви или первую (она закроет остальные).",
        "Wait for all branches, or for the first, which closes the others.",
        "all",
        words("all", "any"),
      ),
    },
  },
  do: {
    ru: "Блок со своими переменными.",
    en: "A block with a scope of its own.",
    example: [{ id: "tell", notify: "${ requester }", text: "Готово" }],
    value: ref("steps"),
    keys: {
      until: key(
        "Чем блок заканчивается раньше: записью или событием.",
        "What ends the block early: a record or an event.",
        { of: "${ lead }", holds: 'record.stageKind != "first"' },
        ref("awaited"),
      ),
      escalation: key(
        "Лестница от входа в блок, для открытых в нём заданий.",
        "A ladder from the entry of the block, for the tasks open in it.",
        "upwards",
        ref("ladder"),
      ),
    },
  },
  wait: {
    ru: "Ждать срок или до момента `{ until: … }`.",
    en: "Wait for a duration, or `{ until: … }`.",
    example: { businessDays: 1 },
    value: ref("waitFor"),
  },
  listen: {
    ru: "Ждать события, сообщения или пока не станет верно.",
    en: "Wait for an event or a message, or until something holds.",
    example: "crm.deal.updated",
    value: ref("listenFor"),
    keys: listenKeys(),
  },
  emit: {
    ru: "Сообщить другим процессам о событии.",
    en: "Raise an event for other processes.",
    example: "discount.approved",
    value: TEXT,
    keys: { with: withKey("Что в событии.", "What the event carries.", { brand: "${ brand }" }) },
  },
  record: {
    ru: "Добавить строку в реестр.",
    en: "Append a row to a registry.",
    example: "discount-changes",
    value: TEXT,
    keys: {
      entry: key("Столбцы строки: имя — значение.", "Columns of the row.", { company: "${ company }" }, ref("mapping")),
    },
    required: ["entry"],
  },
  document: {
    ru: "Составить документ (лист согласования) и приложить к записи.",
    en: "Render a document (approval sheet) and attach it to a record.",
    example: "approval-sheet",
    value: TEXT,
    keys: {
      template: key(
        "Шаблон из templates/, если имя документа другое.",
        "A template of templates/, where the document is called otherwise.",
        "approval-sheet",
        TEXT,
      ),
      with: withKey("Значения для шаблона.", "Values for the template.", { number: "${ number }" }),
      attachTo: key("К какой записи приложить.", "The record to attach it to.", "${ invoice }", TEXT),
      format: key("Вид файла.", "Kind of file.", "pdf", words("pdf", "html")),
    },
  },
  run: {
    ru: "Запустить другой процесс.",
    en: "Start another process.",
    example: "invoice-approval",
    value: ref("id"),
    keys: {
      with: withKey("Входные данные процесса.", "Input of the process.", { number: "${ number }" }),
      await: key("Ждать ли его окончания.", "Wait for its end?", true, FLAG),
      key: key("Деловой ключ запускаемого.", "Business key of the one started.", "${ deal.ref }", TEXT),
    },
  },
  try: {
    ru: "Шаги, неудача которых обработана.",
    en: "Steps whose failure is handled.",
    example: [{ id: "save", call: "crm.update" }],
    value: ref("steps"),
    keys: {
      catch: key(
        "Что делать при неудаче.",
        "What to do on failure.",
        [{ errors: ["*"], then: "continue" }],
        listOf(ref("catch"), 1),
      ),
    },
    required: ["catch"],
  },
  raise: {
    ru: "Закончить ошибкой дела с этим кодом.",
    en: "Fail with a business error of this code.",
    example: "NO_SUPPLIER",
    value: ref("raised"),
    keys: {
      error: key(
        "Код ошибки, если не назван в raise.",
        "Code of the error, where raise does not name it.",
        "NO_SUPPLIER",
        TEXT,
      ),
      message: key("Что случилось, для людей.", "What happened, for people.", "У счёта нет поставщика", TEXT_LINE),
    },
  },
};

/** What `listen` and `until` have in common. */
export function listenKeys(): Readonly<Record<string, Schema>> {
  return {
    of: key("О какой записи речь.", "The record it is about.", "${ deal }", TEXT),
    key: key(
      "Ключ, по которому сообщение найдёт этот процесс.",
      "The key by which a message finds this instance.",
      "${ number }",
      TEXT,
    ),
    where: key(
      "Какие события подходят (FEEL без ${ }).",
      "Which events fit (FEEL without ${ }).",
      'event.record.stageKind = "won"',
      ref("feel"),
    ),
    holds: key(
      "Ждать, пока это не станет верно для record (FEEL без ${ }).",
      "Wait until this holds for record (FEEL without ${ }).",
      'record.stageKind != "first"',
      ref("feel"),
    ),
  };
}
