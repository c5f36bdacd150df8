import type { Text } from "../../engine/definition/problem.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";

/** Sign-in that has to wait, with the time in milliseconds (`Retry-After`). */
export interface Waiting extends Refusal {
  readonly retryAfterMs: number;
}

/** The one answer to a wrong login, a wrong password, an account without one and one that is closed: `SIGN_IN_FAILED`. */
export const SIGN_IN_FAILED: Refusal = refusal(
  "SIGN_IN_FAILED",
  { ru: "Логин или пароль не подходит.", en: "The login or the password is wrong." },
  {
    ru: "Проверьте раскладку и Caps Lock. Если не помните пароль — администратор даст ссылку для нового.",
    en: "Check the keyboard layout and Caps Lock. The administrator gives you a link to a new password.",
  },
);

/** `TOO_MANY_TRIES` */
export function tooManyTries(retryAfterMs: number): Waiting {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return {
    ...refusal(
      "TOO_MANY_TRIES",
      {
        ru: `Слишком много попыток подряд: следующая — через ${seconds} с.`,
        en: `Too many tries in a row: the next one in ${seconds} s.`,
      },
      {
        ru: "Подождите и попробуйте ещё раз. Если не помните пароль — администратор даст ссылку для нового.",
        en: "Wait, and try again. The administrator gives you a link to a new password.",
      },
    ),
    retryAfterMs: seconds * 1_000,
  };
}

/** `PASSWORD_WRONG`: of somebody who is signed in and changes his password. */
export const PASSWORD_WRONG: Refusal = at(
  "current",
  refusal(
    "PASSWORD_WRONG",
    { ru: "Нынешний пароль не подходит.", en: "The present password is wrong." },
    { ru: "Введите пароль, с которым входите сейчас.", en: "Type the password that you sign in with now." },
  ),
);

/** `LINK_INVALID`: unknown, used, or too old; nobody is told which. */
export const LINK_INVALID: Refusal = refusal(
  "LINK_INVALID",
  {
    ru: "Ссылка не действует: её уже использовали, или срок прошёл.",
    en: "The link does not hold: it was used, or its time is over.",
  },
  {
    ru: "Попросите у администратора новую: ordo account reset <сотрудник>.",
    en: "Ask the administrator for a new one: ordo account reset <user>.",
  },
  { ru: "Попросите у администратора новую.", en: "Ask the administrator for a new one." },
);

/** `PERSON_MISSING`: the first administrator must say who he is. */
export const PERSON_MISSING: Refusal = at(
  "user",
  refusal(
    "PERSON_MISSING",
    { ru: "Не сказано, кто вы.", en: "It is not said who you are." },
    { ru: "Выберите себя в списке.", en: "Choose yourself from the list." },
  ),
);

/** `PERSON_UNKNOWN`: not in the directory, or left. */
export function personUnknown(user: string): Refusal {
  return at(
    "user",
    refusal(
      "PERSON_UNKNOWN",
      {
        ru: `Сотрудника ${user} нет в справочнике, или он больше не работает.`,
        en: `${user} is not in the directory, or has left.`,
      },
      {
        ru: "Учётные записи бывают у сотрудников из справочника (directory в ordo.yaml): впишите его туда.",
        en: "Accounts are for people of the directory (directory in ordo.yaml): enter the person there.",
      },
    ),
  );
}

/** `ACCOUNT_UNKNOWN` */
export function accountUnknown(user: string): Refusal {
  return at(
    "user",
    refusal(
      "ACCOUNT_UNKNOWN",
      { ru: `У сотрудника ${user} нет учётной записи.`, en: `${user} has no account.` },
      { ru: `Пригласите: ordo account invite ${user}`, en: `Invite: ordo account invite ${user}` },
      { ru: "Пригласите его кнопкой «Пригласить».", en: "Invite him by the button." },
    ),
  );
}

/** `ACCOUNT_ACTIVE`: no invitation for who can sign in. */
export function accountActive(user: string): Refusal {
  return refusal(
    "ACCOUNT_ACTIVE",
    { ru: `${user} уже входит с паролем.`, en: `${user} signs in already.` },
    {
      ru: `Новый пароль: ordo account reset ${user}; роли: ordo account roles ${user} --role …`,
      en: `A new password: ordo account reset ${user}; roles: ordo account roles ${user} --role …`,
    },
    {
      ru: "Новый пароль и роли — в его строке: «Ссылка на новый пароль», «Роли».",
      en: "A new password and roles are given in that person's row.",
    },
  );
}

/** `ACCOUNT_DEACTIVATED` */
export function accountDeactivated(user: string): Refusal {
  return refusal(
    "ACCOUNT_DEACTIVATED",
    { ru: `Учётная запись ${user} отключена.`, en: `The account of ${user} is deactivated.` },
    { ru: `Включите её: ordo account reactivate ${user}`, en: `Reactivate it: ordo account reactivate ${user}` },
    { ru: "Включите её в её строке.", en: "Reactivate it in its row." },
  );
}

/** `LOGIN_TAKEN` */
export function loginTaken(login: string): Refusal {
  return at(
    "login",
    refusal(
      "LOGIN_TAKEN",
      { ru: `Логин ${login} уже занят.`, en: `The login ${login} is taken.` },
      { ru: "Дайте другой: --login <логин>", en: "Give another one: --login <login>" },
      { ru: "Дайте другой.", en: "Give another one." },
    ),
  );
}

/** `LOGIN_INVALID` */
export const LOGIN_INVALID: Refusal = at(
  "login",
  refusal(
    "LOGIN_INVALID",
    {
      ru: "Логин — от 1 до 200 знаков без пробелов: почтовый адрес или id сотрудника.",
      en: "A login has 1 to 200 characters and no spaces: an address of mail, or a user's id.",
    },
    { ru: "Например: --login severova@zernoipar.example", en: "For example: --login severova@zernoipar.example" },
    { ru: "Например: severova@zernoipar.example", en: "For example: severova@zernoipar.example" },
  ),
);

/** `ROLE_UNKNOWN` */
export function roleUnknown(role: string): Refusal {
  return at(
    "roles",
    refusal(
      "ROLE_UNKNOWN",
      { ru: `Нет роли «${role}».`, en: `There is no role "${role}".` },
      {
        ru: "Роли: administrator, analyst, operator; person есть у каждого.",
        en: "The roles: administrator, analyst, operator; everybody is a person.",
      },
    ),
  );
}

/** `LAST_ADMINISTRATOR`: somebody must be left who can let others in. */
export const LAST_ADMINISTRATOR: Refusal = refusal(
  "LAST_ADMINISTRATOR",
  {
    ru: "Это последний администратор: без него никто не сможет приглашать и менять роли.",
    en: "This is the last administrator: nobody would be left to invite people and to give roles.",
  },
  {
    ru: "Сначала сделайте администратором другого: ordo account roles <сотрудник> --role administrator",
    en: "Make somebody else one first: ordo account roles <user> --role administrator",
  },
  { ru: "Сначала дайте эту роль другому.", en: "Give somebody else that role first." },
);

/** `TOKEN_INVALID`: of the order to make one. @param field `name`, `scopes` or `lifeMs` */
export function tokenInvalid(field: string, reason: Text): Refusal {
  return at(field, refusal("TOKEN_INVALID", reason, { ru: "Исправьте и повторите.", en: "Correct it and try again." }));
}

/** `TOKEN_UNKNOWN` */
export function tokenUnknown(prefix: string): Refusal {
  return refusal(
    "TOKEN_UNKNOWN",
    { ru: `Нет токена ${prefix}.`, en: `There is no token ${prefix}.` },
    { ru: "Какие есть: ordo account tokens", en: "Those that there are: ordo account tokens" },
    { ru: "Обновите список токенов.", en: "Look at the list of tokens again." },
  );
}

/** `SESSION_UNKNOWN`: ended already, or somebody else's. */
export const SESSION_UNKNOWN: Refusal = refusal(
  "SESSION_UNKNOWN",
  { ru: "Такого сеанса нет: он уже закончился.", en: "There is no such session: it has ended." },
  { ru: "Обновите список сеансов.", en: "Look at the list of sessions again." },
);

/** @param onScreen what to do in the console, where `remedy` is a command */
function refusal(code: string, reason: Text, remedy: Text, onScreen?: Text): Refusal {
  return { kind: "rejected", code, reason, remedy, ...(onScreen === undefined ? {} : { onScreen }), fields: {} };
}

function at(field: string, one: Refusal): Refusal {
  return { ...one, fields: { [field]: one.reason } };
}
