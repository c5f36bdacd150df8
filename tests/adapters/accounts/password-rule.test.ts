import { describe, expect, test } from "vitest";
import { passwordTrouble } from "../../../adapters/accounts/password-rule.ts";

const ANNA = { user: "head-1", login: "severova@zernoipar.example", name: "Анна Северова" };

describe("a password", () => {
  test.each([
    ["PASSWORD_SHORT", ["", "123456789", "девятьзн!", "😀😀😀😀😀😀😀😀😀"]],
    ["PASSWORD_LONG", ["длинно ".repeat(40)]],
    [
      "PASSWORD_OWN_NAME",
      ["Северова2026", "severova@zernoipar.example", "АннаСеверова", "severova-12345", "анна северова!"],
    ],
    [
      "PASSWORD_COMMON",
      [
        "1234567890",
        "0987654321",
        "qwertyuiop",
        "poiuytrewq",
        "aaaaaaaaaaaa",
        "Password1234",
        "пароль20262026",
        "ЙЦУКЕНГШЩЗ",
      ],
    ],
    [
      "PASSWORD_COMMON",
      ["gfhjkm123456", "1q2w3e4r5t", "1qaz2wsx3edc", "!!!qwerty!!!2026", "ababababab", "parol-2026-2026"],
    ],
  ] as const)("%s", (code, passwords) => {
    for (const password of passwords)
      expect([password, passwordTrouble(password, ANNA)?.code]).toEqual([password, code]);
  });

  test.each([
    "четыре случайных слова",
    "Анна любит чай с мятой",
    "severova drinks coffee",
    "correct horse battery",
    "дождь-в-Марте-77",
    "k7#Pq9!vLz",
  ])("%s is one", (password) => expect(passwordTrouble(password, ANNA)).toBeNull());

  test("what is wrong is said at its field, in both languages, without the password", () => {
    const refusal = passwordTrouble("Северова2026", ANNA);
    expect(refusal?.fields["password"]).toEqual({
      ru: expect.stringMatching(/[а-я]/),
      en: expect.stringMatching(/[a-z]/),
    });
    expect(JSON.stringify(refusal)).not.toContain("2026");
  });

  test("a person without a name in the directory may choose like everybody", () => {
    expect(passwordTrouble("четыре случайных слова", { user: "a", login: "a", name: null })).toBeNull();
  });
});
