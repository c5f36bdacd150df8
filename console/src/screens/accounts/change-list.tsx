import { Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { GIVEN_ROLES, ROLE_WORDS } from "./role-words.ts";

const WORDS = {
  none: { ru: "Пока ничего не меняли.", en: "Nothing was changed yet." },
  when: { ru: "Когда", en: "When" },
  whose: { ru: "Чья", en: "Whose" },
  what: { ru: "Что", en: "What" },
  who: { ru: "Кто", en: "Who" },
  machine: { ru: "на сервере", en: "at the machine" },
  person: { ru: "сотрудник", en: "person" },
  invited: { ru: "приглашение", en: "invited" },
  activated: { ru: "первый вход", en: "activated" },
  reset: { ru: "ссылка на новый пароль", en: "link to a new password" },
  password: { ru: "новый пароль", en: "new password" },
  roles: { ru: "роли", en: "roles" },
  login: { ru: "логин", en: "login" },
  deactivated: { ru: "отключение", en: "deactivated" },
  reactivated: { ru: "включение", en: "reactivated" },
  tokenMade: { ru: "создан токен", en: "token made" },
  tokenRevoked: { ru: "отозван токен", en: "token revoked" },
};
const NAMES: Readonly<Record<string, keyof typeof WORDS>> = {
  ...{ invited: "invited", activated: "activated", reset: "reset", password: "password", roles: "roles" },
  ...{ login: "login", deactivated: "deactivated", reactivated: "reactivated" },
  ...{ "token-made": "tokenMade", "token-revoked": "tokenRevoked" },
};

/** What was done to accounts, the newest first. */
export function ChangeList() {
  const words = useWords(WORDS);
  const roleWords = useWords(ROLE_WORDS);
  const query = useQuery({
    queryKey: ["accounts", "changes"],
    queryFn: () => answered(api.GET("/api/accounts/changes", { params: { query: {} } })),
  });
  const whatOf = (what: string, roles: readonly string[] | null): string => {
    const name = NAMES[what];
    const text = name === undefined ? what : words[name];
    const given = GIVEN_ROLES.filter((role) => roles?.includes(role)).map((role) => roleWords[role]);
    return roles === null ? text : `${text}: ${given.join(", ") || words.person}`;
  };
  return (
    <Answer query={query}>
      {({ rows }) =>
        rows.length === 0 ? (
          <Empty title={words.none} />
        ) : (
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.whose}</Table.Th>
                <Table.Th>{words.what}</Table.Th>
                <Table.Th visibleFrom="sm">{words.who}</Table.Th>
                <Table.Th>{words.when}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines of a history have nothing else of their own
                <Table.Tr key={`${row.at} ${index}`}>
                  <Table.Td>
                    <Text size="sm">{row.person.name}</Text>
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm">{whatOf(row.what, row.roles)}</Text>
                  </Table.Td>
                  <Table.Td visibleFrom="sm">
                    <Text size="sm">{row.by?.name ?? words.machine}</Text>
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm" component="div">
                      <When at={row.at} />
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )
      }
    </Answer>
  );
}
