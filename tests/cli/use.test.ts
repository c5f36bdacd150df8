import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, ordo, stackTrace } from "../support/command-line.ts";
import { ROOT } from "../support/source-files.ts";

const COMMANDS = ["check", "dry-run", "test", "explain", "eval", "diagram", "table", "init", "demo"];

describe("help and version", () => {
  test("without a command the help is shown, with every command in it", () => {
    const { code, out } = ordo([]);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^  ${command}\\b`, "m"));
  });

  test.each(COMMANDS)("%s --help shows examples, in both languages", (command) => {
    expect(ordo([command, "--help"]).out).toContain(`Examples:\n  ordo ${command}`);
    expect(ordo([command, "--help", "--lang", "ru"]).out).toContain(`Примеры:\n  ordo ${command}`);
  });

  test("--version prints the version of package.json and nothing else", () => {
    const manifest: { version: string } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(ordo(["--version"])).toEqual({ code: 0, out: `${manifest.version}\n`, talk: "" });
  });
});

describe("the language of messages", () => {
  test.each([
    ["LANG", { LANG: "ru_RU.UTF-8" }],
    ["LC_ALL before LANG", { LANG: "en_US.UTF-8", LC_ALL: "ru" }],
    ["ORDO_LANG before both", { LANG: "en_US.UTF-8", LC_ALL: "C", ORDO_LANG: "ru" }],
  ])("comes from %s", (_, environment) => {
    expect(ordo(["nonsense"], { environment }).talk).toContain("Нет команды «nonsense»");
  });

  test.each([["--lang", "ru"], ["--lang=ru"]])("is overruled by %s %s", (...flags) => {
    expect(ordo(["nonsense", ...flags]).talk).toContain("Нет команды");
    expect(ordo([...flags, "nonsense"]).talk).toContain("Нет команды");
  });

  test("is English for a locale that only begins with the same letters", () => {
    expect(ordo(["nonsense"], { environment: { LANG: "rug" } }).talk).toContain("There is no command");
  });
});

describe("wrong use ends with 2, in one sentence and with a remedy", () => {
  test.each([
    ["an unknown command", ["chekc"], 'There is no command "chekc".\n  Did you mean check?'],
    ["an unknown command with options", ["chekc", "--json", "x"], 'There is no command "chekc".'],
    ["a command typed in the wrong keyboard layout", ["еуые"], "Did you mean test?"],
    ["an unknown option", ["check", "--formt", "json"], "There is no option --formt.\n  Did you mean --format?"],
    [
      "an option's wrong value",
      ["check", "--format", "xml"],
      "--format: this value does not fit.\n  These fit: text, json, github.",
    ],
    ["an option without its value", ["check", "--format"], "The option --format has no value."],
    ["an unknown language", ["check", "--lang", "fr"], "These fit: ru, en."],
    ["a missing argument", ["dry-run"], "The argument <process> is missing.\n  How to call it: ordo dry-run --help"],
    ["too many arguments", ["eval", "1", "2"], "There are too many arguments."],
  ])("%s", (_, argv, message) => {
    const ended = ordo(argv);
    expect(ended.code).toBe(2);
    expect(ended.talk).toContain(message);
    expect(stackTrace(ended)).toEqual([]);
  });

  test("with --json the message is an object on standard output too", () => {
    const { code, out } = ordo(["check", "no-such-file.yaml", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({ error: { message: expect.any(String), remedy: expect.any(String) } });
  });
});

describe("the terminal", () => {
  test("a pipe that is closed early is no error", () => {
    const shell = spawnSync("sh", ["-c", `"${process.execPath}" cli.ts explain | head -n 1`], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(shell.stderr).toBe("");
    expect(shell.status).toBe(0);
  });

  test("nothing is colored where it is not a terminal, unless FORCE_COLOR asks; NO_COLOR holds for the rest", () => {
    const wrong = ["check", join(folderWith({ "process.yaml": "process: [" }), "process.yaml")];
    expect(ordo(wrong).out).not.toContain("\u001b[");
    expect(ordo(wrong, { environment: { FORCE_COLOR: "1" } }).out).toContain("\u001b[");
    expect(ordo(wrong, { environment: { NO_COLOR: "1" } }).out).not.toContain("\u001b[");
    expect(ordo(wrong, { environment: { FORCE_COLOR: "0" } }).out).not.toContain("\u001b[");
  });
});

describe("init", () => {
  test.each(["ru", "en"])("makes a folder (%s) that passes check and test", (lang) => {
    const folder = folderWith({});
    const made = ordo(["init", "company", "--lang", lang], { in: folder });
    expect(made).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, "company/processes/purchase-request/process.yaml"))).toBe(true);
    const inside = { in: join(folder, "company") };
    expect(ordo(["check", "--strict"], inside)).toMatchObject({ code: 0 });
    expect(ordo(["test"], inside)).toMatchObject({ code: 0 });
  });

  test("touches nothing that is there", () => {
    const folder = folderWith({ "catalog.yaml": "mine: true\n" });
    expect(ordo(["init"], { in: folder })).toMatchObject({ code: 2, talk: expect.stringContaining("catalog.yaml") });
    expect(readFileSync(join(folder, "catalog.yaml"), "utf8")).toBe("mine: true\n");
  });
});
