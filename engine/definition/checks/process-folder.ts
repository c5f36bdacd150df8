import { childOf, textOf } from "../node.ts";
import type { Check } from "./check.ts";

export const processFolder: Check = {
  explanation: {
    code: "process-folder",
    severity: "warning",
    title: { ru: "Папка названа не как процесс", en: "The folder is not named like the process" },
    why: {
      ru: "`run`, `processes:` в сценариях и командная строка ищут процесс по id среди папок. Папка с другим именем сбивает с толку.",
      en: "`run`, `processes:` in scenarios and the command line look a process up by its id among the folders. A folder of another name misleads.",
    },
    wrong: "process: lead-distributoin\ntitle: Распределение заявок\n",
    right: "process: example\ntitle: Пример\n",
  },
  *find({ document }) {
    const at = childOf(document.root, "process");
    const id = textOf(at);
    const folder = /([^/]+)\/process\.ya?ml$/u.exec(document.path)?.[1];
    if (!at || id === undefined || folder === undefined || folder === "." || folder === id) return;
    yield {
      at,
      message: {
        ru: `Процесс «${id}» лежит в папке «${folder}»`,
        en: `Process "${id}" lies in the folder "${folder}"`,
      },
      remedy: { ru: "Назовите папку и процесс одинаково", en: "Give the folder and the process one name" },
    };
  },
};
