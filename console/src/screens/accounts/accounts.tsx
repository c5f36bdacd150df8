import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { Route, Switch, useLocation } from "wouter";
import { Page } from "../../parts/page.tsx";
import { useWords } from "../../words/use-words.ts";
import { AccountList } from "./account-list.tsx";
import { ChangeList } from "./change-list.tsx";
import { InviteButton } from "./invite-button.tsx";
import { TokenList } from "./token-list.tsx";

const WORDS = {
  title: { ru: "Учётные записи", en: "Accounts" },
  about: {
    ru: "Кто может войти и с какими правами. Людей сюда берут из справочника компании.",
    en: "Who may sign in, and with which roles. People come from the company's directory.",
  },
  people: { ru: "Люди", en: "People" },
  tokens: { ru: "Токены", en: "Tokens" },
  changes: { ru: "Что меняли", en: "Changes" },
};
const TABS = ["people", "tokens", "changes"] as const;

/** Who may sign in: `/accounts`, `/accounts/tokens`, `/accounts/changes`. */
export default function Accounts() {
  return (
    <Switch>
      <Route path="/tokens">
        <Tabbed tab="tokens">
          <TokenList />
        </Tabbed>
      </Route>
      <Route path="/changes">
        <Tabbed tab="changes">
          <ChangeList />
        </Tabbed>
      </Route>
      <Route>
        <Tabbed tab="people">
          <AccountList />
        </Tabbed>
      </Route>
    </Switch>
  );
}

function Tabbed({ tab, children }: { readonly tab: (typeof TABS)[number]; readonly children: ReactNode }) {
  const words = useWords(WORDS);
  const [, navigate] = useLocation();
  return (
    <Page title={words.title} about={words.about} actions={<InviteButton />}>
      <Tabs
        value={tab}
        onChange={(value) => navigate(value === null || value === "people" ? "/" : `/${value}`)}
        keepMounted={false}
      >
        <Tabs.List>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {words[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} pt="md">
          {children}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
