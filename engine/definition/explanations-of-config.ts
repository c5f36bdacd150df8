import type { Explanation } from "./explanation.ts";

/** What problems of `ordo.yaml` mean. */
export const CONFIG_EXPLANATIONS: readonly Explanation[] = [
  {
    code: "config-secret",
    severity: "error",
    title: { ru: "В ordo.yaml записан пароль или ключ", en: "A password or key is written in ordo.yaml" },
    why: {
      ru: "ordo.yaml читают многие, он лежит в хранилище версий и в копиях. Пароли и ключи задаются в окружении, а файл называет переменную. То, что в файле уже побывало, пора сменить.",
      en: "Many read ordo.yaml; it lies in version control and in backups. Passwords and keys come from the environment, and the file names the variable. What has stood in the file should be changed.",
    },
    wrong: "store: { kind: postgres, url: postgres://ordo:qwerty@db.example.com/ordo }\n",
    right: 'store: { kind: postgres, url: "${DATABASE_URL}" }\n',
  },
  {
    code: "config-secret-missing",
    severity: "error",
    title: { ru: "Переменная окружения не задана", en: "An environment variable is not set" },
    why: {
      ru: "ordo.yaml называет переменную, а в окружении, с которым запущена команда, её нет или она пуста. Проверяется при запуске, не при ordo check.",
      en: "ordo.yaml names a variable that the environment of the command lacks, or that is empty there. Looked at when something starts, not by `ordo check`.",
    },
    wrong: 'store: { kind: postgres, url: "${DATABSE_URL}" }\n',
    right: 'store: { kind: postgres, url: "${DATABASE_URL}" }\n',
  },
  {
    code: "config-variable",
    severity: "error",
    title: { ru: "Это не имя переменной окружения", en: "This is no name of an environment variable" },
    why: {
      ru: "В процессах ${ … } — выражение FEEL, а в ordo.yaml — только имя переменной окружения: выражения здесь не вычисляются.",
      en: "In processes ${ … } is a FEEL expression; in ordo.yaml it is only the name of an environment variable: nothing is evaluated here.",
    },
    wrong: 'registry: { key: "${registry key}" }\n',
    right: 'registry: { key: "${ORDO_REGISTRY_KEY}" }\n',
  },
  {
    code: "config-address",
    severity: "error",
    title: { ru: "Это не адрес такого сервера", en: "This is no address of such a server" },
    why: {
      ru: "Адрес PostgreSQL начинается с postgres://, адрес Redis — с redis:// или rediss://. Сам адрес не показывается: в нём бывает пароль.",
      en: "An address of PostgreSQL begins with postgres://, one of Redis with redis:// or rediss://. It is not shown: it may hold a password.",
    },
    wrong: "scheduler: { kind: bullmq, url: localhost:6379 }\n",
    right: 'scheduler: { kind: bullmq, url: "redis://localhost:6379" }\n',
  },
  {
    code: "config-key-of-other-kind",
    severity: "error",
    title: { ru: "Ключ не относится к выбранному", en: "The key does not belong to what was chosen" },
    why: {
      ru: "У sqlite — file, у postgres — url и pool, у bullmq — url, prefix и rates, у local ничего. Лишний ключ молча ничего бы не значил.",
      en: "sqlite takes file, postgres url and pool, bullmq url, prefix and rates, local nothing. A key too many would silently mean nothing.",
    },
    wrong: 'store: { kind: postgres, url: "${DATABASE_URL}", file: ordo.db }\n',
    right: 'store: { kind: postgres, url: "${DATABASE_URL}" }\n',
  },
  {
    code: "config-scheduler-alone",
    severity: "warning",
    title: { ru: "bullmq без PostgreSQL", en: "bullmq without PostgreSQL" },
    why: {
      ru: "Очереди в Redis раздают работу нескольким рабочим процессам. В файл SQLite пишет один процесс: Redis ничего не ускорит и только добавит, чему сломаться.",
      en: "Queues in Redis hand out work to several workers. One process writes to a SQLite file: Redis would speed nothing up and only add something that can fail.",
    },
    wrong: 'store: { kind: sqlite }\nscheduler: { kind: bullmq, url: "${REDIS_URL}" }\n',
    right: "store: { kind: sqlite }\nscheduler: local\n",
  },
  {
    code: "config-duration",
    severity: "error",
    title: { ru: "Длительность вне разумного", en: "A duration out of bounds" },
    why: {
      ru: "Слишком короткая аренда отнимает работу у живых, слишком длинная долго ждёт мёртвых; рабочие дни и выражения здесь не считаются.",
      en: "Too short a lease takes work from the living, too long a one waits for the dead; business days and expressions are not counted here.",
    },
    wrong: "worker: { lease: PT1S }\n",
    right: "worker: { lease: PT30S }\n",
  },
  {
    code: "config-path",
    severity: "error",
    title: { ru: "Названного файла или папки нет", en: "A named file or folder is not there" },
    why: {
      ru: "Пути в ordo.yaml считаются от него самого. Файл или папка по такому пути не найдены, или это не то: папка вместо файла или наоборот.",
      en: "Paths in ordo.yaml are counted from the file itself. There is nothing at this one, or not what is meant: a folder instead of a file, or the reverse.",
    },
    wrong: "directory: directory.yml\n",
    right: "directory: processes/sample/directory.yaml\n",
  },
  {
    code: "config-user",
    severity: "error",
    title: { ru: "Такого сотрудника нет в справочнике", en: "The directory has no such user" },
    why: {
      ru: "users говорит, каким сотрудником действует пользователь операционной системы. Этого id нет в справочнике людей: действовать было бы не от кого.",
      en: "`users` says as which user somebody of the operating system acts. The directory has no such id: there would be nobody to act as.",
    },
    wrong: "users: { anna: head1 }\n",
    right: "users: { anna: head-1 }\n",
  },
];
