import { Button, Code, Group, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { When } from "../../parts/when.tsx";
import { useLocale } from "../../words/locale.ts";
import { useWords } from "../../words/use-words.ts";
import { scopeText } from "../me/scope-words.ts";

const WORDS = {
  none: { ru: "Действующих токенов нет.", en: "There are no living tokens." },
  noneText: { ru: "Токен каждый делает себе сам, в своём профиле.", en: "Everybody makes his own, in his profile." },
  name: { ru: "Токен", en: "Token" },
  scopes: { ru: "Что может", en: "What it may do" },
  until: { ru: "Действует до", en: "Holds until" },
  used: { ru: "использован", en: "used" },
  never: { ru: "не использован", en: "never used" },
  revoke: { ru: "Отозвать", en: "Revoke" },
  sure: { ru: "Точно отозвать", en: "Really revoke" },
};

/** Living API tokens of everybody; their secrets are not here. */
export function TokenList() {
  const words = useWords(WORDS);
  const locale = useLocale();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ["accounts", "tokens"],
    queryFn: () => answered(api.GET("/api/accounts/tokens")),
  });
  const revoke = useMutation({
    mutationFn: (prefix: string) =>
      answered<unknown>(api.DELETE("/api/accounts/tokens/{prefix}", { params: { path: { prefix } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
  return (
    <Answer query={query}>
      {({ rows }) => {
        if (rows.length === 0) return <Empty title={words.none}>{words.noneText}</Empty>;
        return (
          <Stack>
            {revoke.isError && <ProblemNote problem={problemOf(revoke.error)} />}
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.name}</Table.Th>
                  <Table.Th visibleFrom="sm">{words.scopes}</Table.Th>
                  <Table.Th visibleFrom="sm">{words.until}</Table.Th>
                  <Table.Th />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((token) => (
                  <Table.Tr key={token.prefix}>
                    <Table.Td>
                      <Text size="sm" fw={600}>
                        {token.name}
                      </Text>
                      <Text size="xs" c="dimmed" component="div">
                        {token.person.name} · {token.prefix} ·{" "}
                        {token.usedAt === null ? (
                          words.never
                        ) : (
                          <>
                            {words.used} <When at={token.usedAt} isAgo />
                          </>
                        )}
                      </Text>
                    </Table.Td>
                    <Table.Td visibleFrom="sm">
                      <Group gap={4}>
                        {token.scopes.map((scope) => (
                          <Code key={scope}>{scopeText(scope, locale)}</Code>
                        ))}
                      </Group>
                    </Table.Td>
                    <Table.Td visibleFrom="sm">
                      <When at={token.expiresAt} />
                    </Table.Td>
                    <Table.Td ta="right">
                      <Button
                        size="xs"
                        variant={asked === token.prefix ? "filled" : "light"}
                        color="red"
                        loading={revoke.isPending && revoke.variables === token.prefix}
                        onClick={() => (asked === token.prefix ? revoke.mutate(token.prefix) : setAsked(token.prefix))}
                        onBlur={() => setAsked(null)}
                      >
                        {asked === token.prefix ? words.sure : words.revoke}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Stack>
        );
      }}
    </Answer>
  );
}
