import type { Text } from "../../../engine/definition/problem.ts";

/**
 * What the codes of the API itself mean, and what to do: for the page to which every problem's `type` points. Those of the
 * interpreter stand in its own tables.
 */
export const API_CODES: Readonly<Record<string, Text>> = {
  ABSENCE_BUSY: {
    ru: "Отсутствия как раз меняют другие. Повторите через минуту.",
    en: "Others are changing absences just now. Try again in a minute.",
  },
  ABSENCE_DATES: {
    ru: "Дня нет в календаре, или отсутствие кончается раньше, чем начинается.",
    en: "There is no such day, or the absence ends before it begins.",
  },
  ABSENCE_NOT_YOURS: {
    ru: "Отсутствие записывает сам сотрудник, его руководитель или администратор.",
    en: "An absence is entered by the person, one of his heads, or an administrator.",
  },
  ABSENCE_OVER: {
    ru: "Отсутствие уже закончилось: делать ничего не нужно.",
    en: "The absence has ended: nothing needs doing.",
  },
  ABSENCE_OVERLAP: {
    ru: "На эти дни отсутствие уже записано. Уберите прежнее или выберите другие дни.",
    en: "There is an absence for these days already. Remove that one, or take other days.",
  },
  ABSENCE_PAST: {
    ru: "Отсутствие не может начаться в прошлом: начните с сегодняшнего дня.",
    en: "An absence cannot begin in the past: let it begin today.",
  },
  ABSENCE_TOO_LONG: {
    ru: "Отсутствие слишком длинное: проверьте год.",
    en: "The absence is too long: check the year.",
  },
  ABSENCE_UNKNOWN: {
    ru: "Такого отсутствия здесь не записано. Обновите список.",
    en: "No such absence was entered here. Refresh the list.",
  },
  ACCOUNT_ACTIVE: {
    ru: "Сотрудник уже входит с паролем. Ему нужна ссылка на новый пароль, а не приглашение.",
    en: "The person signs in already: give him a link to a new password, not an invitation.",
  },
  ACCOUNT_DEACTIVATED: {
    ru: "Учётная запись отключена. Включите её, если человек снова работает.",
    en: "The account is deactivated. Reactivate it where the person works here again.",
  },
  ACCOUNT_UNKNOWN: {
    ru: "У сотрудника нет учётной записи. Пригласите его.",
    en: "The person has no account. Invite him.",
  },
  CHANGED_MEANWHILE: {
    ru: "Пока вы смотрели, это изменил другой. Обновите страницу и повторите.",
    en: "Somebody changed it while you looked. Reload the page and try again.",
  },
  CHANNEL_UNKNOWN: {
    ru: "Такого канала нет. Какие есть — на экране «Сообщения».",
    en: "There is no such channel. Those that there are stand on the screen of messages.",
  },
  CURSOR_UNKNOWN: {
    ru: "Такого места в списке нет. Передайте в after значение next прошлой страницы как есть, или начните с первой страницы.",
    en: "There is no such place in the list. Hand over as after what the page before gave as next, unchanged; or begin with the first page.",
  },
  DOCUMENT_TOO_LARGE: {
    ru: "Документ слишком велик для PDF. Распечатайте страницу из браузера.",
    en: "The document is too large for a PDF. Print the page from the browser.",
  },
  EXPORT_TOO_LARGE: {
    ru: "Строк больше, чем выгружается за раз. Сузьте отбор — например, по месяцу — или возьмите CSV.",
    en: "There are more rows than are exported at once. Narrow the filter, to a month for example, or take CSV.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    ru: "С этим Idempotency-Key уже приходил другой запрос, и этот не выполнен. Повтор отправляют точно таким же; для другого запроса берут новый ключ.",
    en: "This Idempotency-Key came with another request before, and this one was not carried out. A repeat is sent unchanged; another request takes a new key.",
  },
  INCIDENT_NOT_FOUND: {
    ru: "Такого открытого сбоя нет: его уже устранили, или он закрывается иначе. Обновите список.",
    en: "No such incident is open: it was resolved, or closes another way. Look at the list again.",
  },
  INPUT_INVALID: {
    ru: "Запрос составлен неверно: названные поля или сам запрос. Для программ: сверьтесь с описанием API.",
    en: "The request is not well made: the fields named, or the whole. For programs: compare it with the description of the API.",
  },
  INPUT_TOO_LARGE: {
    ru: "Прислано больше, чем можно. Уменьшите файл или пришлите частями.",
    en: "More was sent than is allowed. Make the file smaller, or send it in parts.",
  },
  FILES_UNSOUND: {
    ru: "В файлах процесса есть ошибки: исправьте названные и проверьте снова.",
    en: "The files of the process have errors: mend those named, and check again.",
  },
  OUTDATED: {
    ru: "Вопрос устарел: задан новый. Ждите ответа на него.",
    en: "The question is outdated: a newer one was asked. Wait for its answer.",
  },
  PLAN_CHANGED: {
    ru: "С тех пор как вы смотрели, план внедрения изменился. Посмотрите новый и подтвердите его.",
    en: "What a deployment would change is not what you looked at any more. Look at the new plan and confirm it.",
  },
  RESTARTING: {
    ru: "Ordo перезапускается. Повторите тот же запрос через несколько секунд: с тем же Idempotency-Key он выполнится один раз.",
    en: "Ordo is restarting. Repeat the request unchanged in a few seconds: with the same Idempotency-Key it is carried out once.",
  },
  SOURCE_IS_FOLDER: {
    ru: "Процессы здесь ведутся в папке, а не в консоли. Меняйте файлы там, где они хранятся.",
    en: "Processes are kept in a folder here, not in the console. Change the files where they are kept.",
  },
  TOO_MUCH_WORK: {
    ru: "Проверка заняла слишком много времени и остановлена. Проверьте меньше сразу.",
    en: "Checking took too long and was stopped. Check less at once.",
  },
  WORKSHOP_BUSY: {
    ru: "Проверяют сейчас другие. Повторите через минуту.",
    en: "Others are checking just now. Try again in a minute.",
  },
  LAST_ADMINISTRATOR: {
    ru: "Это последний администратор. Сначала назначьте другого.",
    en: "This is the last administrator. Make somebody else one first.",
  },
  LINK_INVALID: {
    ru: "Одноразовая ссылка не действует: её использовали, или срок прошёл. Попросите новую.",
    en: "The one-time link does not hold: it was used, or its time is over. Ask for a new one.",
  },
  LOGIN_INVALID: {
    ru: "Логин — от 1 до 200 знаков без пробелов.",
    en: "A login has 1 to 200 characters and no spaces.",
  },
  LOGIN_TAKEN: { ru: "Логин занят. Выберите другой.", en: "The login is taken. Choose another one." },
  MODE_UNKNOWN: {
    ru: "Канал переключают в live, hold или redirect:<адрес>.",
    en: "A channel is switched to live, hold or redirect:<address>.",
  },
  NOT_ENCRYPTED: {
    ru: "По незащищённому адресу не входят. Откройте консоль по https.",
    en: "Nobody signs in at an address without encryption. Open the console over https.",
  },
  NOT_FOUND: {
    ru: "Такого нет, или вам это не видно: что из двух, не говорится. Проверьте адрес или номер.",
    en: "There is no such thing, or it is not yours to see: which of the two is not told. Check the address or number.",
  },
  NOT_PERMITTED: {
    ru: "Ваша роль этого не разрешает. Роли назначает администратор.",
    en: "Your role does not allow this. Roles are given by the administrator.",
  },
  NOT_SIGNED_IN: {
    ru: "Вы не вошли, или вход устарел. Войдите и повторите: введённое не пропало.",
    en: "You are not signed in, or the session has ended. Sign in and repeat: what you typed is still there.",
  },
  ORIGIN_FOREIGN: {
    ru: "Запрос пришёл с чужой страницы и не выполнен. Откройте консоль по её настоящему адресу.",
    en: "The request came from a page that is not ours and was not carried out. Open the console at its real address.",
  },
  OUR_MISTAKE: {
    ru: "Внутренняя ошибка: это наша вина. Повторите; если повторится — скажите администратору.",
    en: "Internal error: our mistake. Try again; if it happens again, tell the administrator.",
  },
  PASSWORD_COMMON: {
    ru: "Пароль из списка тех, что угадывают первыми. Возьмите длиннее: три-четыре слова.",
    en: "The password is among those that are guessed first. Take a longer one: three or four words.",
  },
  PASSWORD_LONG: { ru: "Пароль длиннее, чем можно.", en: "The password is longer than is allowed." },
  PASSWORD_OWN_NAME: {
    ru: "Пароль из имени или логина угадывают первым. Возьмите другой.",
    en: "A password made of the name or login is guessed first. Take another one.",
  },
  PASSWORD_SHORT: {
    ru: "Пароль короткий. Три-четыре слова легко запомнить и трудно угадать.",
    en: "The password is short. Three or four words are easy to remember and hard to guess.",
  },
  PASSWORD_WRONG: { ru: "Нынешний пароль не подходит.", en: "The present password is wrong." },
  PERSON_MISSING: { ru: "Не сказано, кто вы.", en: "It is not said who you are." },
  PERSON_UNKNOWN: {
    ru: "Сотрудника нет в справочнике, или он больше не работает.",
    en: "The person is not in the directory, or has left.",
  },
  PREVIEW_STALE: {
    ru: "Пока вы смотрели список, что-то изменилось; ничего не сделано. Посмотрите, как обстоит сейчас, и подтвердите ещё раз.",
    en: "Something has changed since the preview, and nothing was done. Look at how things stand now, and confirm again.",
  },
  PROCESS_NOT_FOUND: {
    ru: "Такого процесса нет, или его убрали.",
    en: "There is no such process, or it was taken out.",
  },
  RECORD_CHANGED: {
    ru: "Карточку изменили, пока вы её правили. Посмотрите, что изменилось, и повторите.",
    en: "The record was changed while you edited it. Look at what has changed, and try again.",
  },
  RECORDS_ELSEWHERE: {
    ru: "Записи ведутся не здесь, а в CRM портала: ищите и меняйте их там.",
    en: "Records are not kept here but in the portal's CRM: search and change them there.",
  },
  REVISION_NEEDED: {
    ru: "Для программ: прочитайте запись и пришлите её ревизию в заголовке If-Match, иначе чужая правка могла бы потеряться.",
    en: "For programs: read the record and send its revision in the header If-Match, or somebody else's change could get lost.",
  },
  ROLE_UNKNOWN: {
    ru: "Такой роли нет. Есть administrator, analyst, operator, person.",
    en: "There is no such role. There are administrator, analyst, operator, person.",
  },
  SESSION_UNKNOWN: { ru: "Такого сеанса нет: он уже закончился.", en: "There is no such session: it has ended." },
  SIGN_IN_FAILED: {
    ru: "Логин или пароль не подходит. Проверьте раскладку; новый пароль — у администратора.",
    en: "The login or the password is wrong. Check the keyboard layout; the administrator has a new password for you.",
  },
  STORE_AWAY: {
    ru: "База данных недоступна: ничего не изменилось. Повторите через минуту.",
    en: "The database is away: nothing has changed. Try again in a minute.",
  },
  SUBSTITUTE_ABSENT: {
    ru: "Замещающий сам отсутствует в эти дни. Выберите другого.",
    en: "The substitute is away on these days himself. Choose somebody else.",
  },
  SUBSTITUTE_CIRCLE: {
    ru: "Двое замещали бы друг друга. Выберите третьего.",
    en: "Two would stand in for each other. Choose a third.",
  },
  SUBSTITUTE_SELF: {
    ru: "Себя не замещают. Выберите другого.",
    en: "Nobody stands in for himself. Choose somebody else.",
  },
  SUBSTITUTE_UNKNOWN: {
    ru: "Замещающего нет в справочнике, или он больше не работает.",
    en: "The substitute is not in the directory, or has left.",
  },
  TASK_NOT_FOUND: { ru: "Такого задания нет. Обновите список.", en: "There is no such task. Refresh the list." },
  TOKEN_INVALID: {
    ru: "Токен не выпущен: исправьте названное поле.",
    en: "The token was not made: correct the field named.",
  },
  TOKEN_MISSING: {
    ru: "Страница устарела, и запрос не выполнен. Обновите её и повторите.",
    en: "The page is out of date, and the request was not carried out. Reload it and try again.",
  },
  TOKEN_UNKNOWN: { ru: "Такого токена нет. Обновите список.", en: "There is no such token. Refresh the list." },
  TOO_MANY_TRIES: {
    ru: "Слишком много попыток подряд. Подождите названное время.",
    en: "Too many tries in a row. Wait for the time named.",
  },
};
