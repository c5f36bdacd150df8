import { ActionIcon, Badge, Group, Menu, Stack, Table, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { IconDots, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, type Schemas } from "../../api/client.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { Person } from "../../parts/person.tsx";
import { When } from "../../parts/when.tsx";
import { useWords } from "../../words/use-words.ts";
import { type AccountDeed, AccountDialog } from "./account-dialog.tsx";
import { GIVEN_ROLES, ROLE_WORDS } from "./role-words.ts";

const WORDS = {
  find: { ru: "Найти по имени или логину", en: "Find by name or login" },
  person: { ru: "Сотрудник", en: "Person" },
  actions: { ru: "Действия", en: "Actions" },
  roles: { ru: "Роли", en: "Roles" },
  status: { ru: "Состояние", en: "State" },
  last: { ru: "Входил(а)", en: "Signed in" },
  never: { ru: "ещё не входил(а)", en: "never" },
  active: { ru: "действует", en: "active" },
  invited: { ru: "приглашён", en: "invited" },
  deactivated: { ru: "отключён", en: "deactivated" },
  gone: { ru: "нет в справочнике", en: "not in the directory" },
  more: (name: string) => ({ ru: `Действия: ${name}`, en: `Actions: ${name}` }),
  setRoles: { ru: "Изменить роли", en: "Change roles" },
  setLogin: { ru: "Изменить логин", en: "Change the login" },
  reset: { ru: "Ссылка на новый пароль", en: "Link to a new password" },
  again: { ru: "Новая ссылка-приглашение", en: "A new invitation" },
  deactivate: { ru: "Отключить…", en: "Deactivate…" },
  reactivate: { ru: "Включить снова", en: "Reactivate" },
  none: { ru: "Никого не нашлось.", en: "Nobody was found." },
};
const COLORS = { active: "green", invited: "cyan", deactivated: "gray" };

type Account = Schemas["Account"];

/** Everybody with an account. */
export function AccountList() {
  const words = useWords(WORDS);
  const [text, setText] = useState("");
  const [deed, setDeed] = useState<{ readonly kind: AccountDeed; readonly account: Account } | null>(null);
  const query = useQuery({ queryKey: ["accounts", "list"], queryFn: () => answered(api.GET("/api/accounts")) });
  const fits = ({ person, login }: Account): boolean =>
    `${person.name} ${login}`.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase());
  return (
    <Stack>
      <TextInput
        aria-label={words.find}
        placeholder={words.find}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        maw={360}
      />
      <Answer query={query}>
        {({ rows }) => {
          const shown = rows.filter(fits);
          if (shown.length === 0) return <Empty title={words.none} />;
          return (
            <Table highlightOnHover verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.person}</Table.Th>
                  <Table.Th visibleFrom="sm">{words.roles}</Table.Th>
                  <Table.Th>{words.status}</Table.Th>
                  <Table.Th visibleFrom="md">{words.last}</Table.Th>
                  <Table.Th w={48}>
                    <VisuallyHidden>{words.actions}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {shown.map((account) => (
                  <Row key={account.person.id} account={account} onDeed={(kind) => setDeed({ kind, account })} />
                ))}
              </Table.Tbody>
            </Table>
          );
        }}
      </Answer>
      {deed !== null && <AccountDialog {...deed} close={() => setDeed(null)} />}
    </Stack>
  );
}

function Row({ account, onDeed }: { readonly account: Account; readonly onDeed: (deed: AccountDeed) => void }) {
  const words = useWords(WORDS);
  const { person, position, login, status, lastSignInAt, isInDirectory } = account;
  return (
    <Table.Tr>
      <Table.Td>
        <Person name={person.name} />
        <Text size="xs" c="dimmed" ml={30} component="div" className="account-link">
          {position !== null && <div>{position}</div>}
          {login}
        </Text>
        <Group gap={4} ml={30} mt={4} hiddenFrom="sm">
          <Roles account={account} />
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Group gap={4}>
          <Roles account={account} />
        </Group>
      </Table.Td>
      <Table.Td>
        <Stack gap={4} align="flex-start">
          <Badge color={COLORS[status]} variant="light" tt="none" miw="max-content">
            {words[status]}
          </Badge>
          {!isInDirectory && status !== "deactivated" && (
            <Badge color="red" variant="light" tt="none" miw="max-content">
              {words.gone}
            </Badge>
          )}
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Text size="sm" {...(lastSignInAt === null ? { c: "dimmed" } : {})} component="div">
          {lastSignInAt === null ? words.never : <When at={lastSignInAt} isAgo />}
        </Text>
      </Table.Td>
      <Table.Td>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={words.more(person.name)}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onDeed("roles")}>{words.setRoles}</Menu.Item>
            <Menu.Item onClick={() => onDeed("login")}>{words.setLogin}</Menu.Item>
            {status !== "deactivated" && (
              <Menu.Item onClick={() => onDeed("reset")}>{status === "invited" ? words.again : words.reset}</Menu.Item>
            )}
            <Menu.Divider />
            {status === "deactivated" ? (
              <Menu.Item onClick={() => onDeed("reactivate")}>{words.reactivate}</Menu.Item>
            ) : (
              <Menu.Item color="red" onClick={() => onDeed("deactivate")}>
                {words.deactivate}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}

function Roles({ account }: { readonly account: Account }) {
  const roles = useWords(ROLE_WORDS);
  return GIVEN_ROLES.filter((role) => account.roles.includes(role)).map((role) => (
    <Badge key={role} variant="default" tt="none" fw={500}>
      {roles[role]}
    </Badge>
  ));
}
