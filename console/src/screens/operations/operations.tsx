import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { Route, Switch, useLocation } from "wouter";
import { hasRole, useOwnSession } from "../../api/use-session.ts";
import { Empty } from "../../parts/answer.tsx";
import { Page } from "../../parts/page.tsx";
import { useWords } from "../../words/use-words.ts";
import { IncidentList } from "./incident-list.tsx";
import { InstanceList } from "./instance-list.tsx";
import { InstancePage } from "./instance-page.tsx";
import { MessageList } from "./message-list.tsx";
import "./operations.css";
import { Overview } from "./overview.tsx";
import { QueueList } from "./queue-list.tsx";
import { WorkerList } from "./worker-list.tsx";

const WORDS = {
  title: { ru: "Операции", en: "Operations" },
  overview: { ru: "Обзор", en: "Overview" },
  instances: { ru: "Процессы", en: "Instances" },
  incidents: { ru: "Сбои", en: "Incidents" },
  messages: { ru: "Сообщения", en: "Messages" },
  queues: { ru: "Таймеры и очереди", en: "Timers and queues" },
  workers: { ru: "Рабочие процессы", en: "Workers" },
  nothing: { ru: "Такой страницы нет.", en: "There is no such page." },
};

const TABS = ["overview", "instances", "incidents", "messages", "queues", "workers"] as const;

/** What is going on in the engine: `/operations`, `/operations/instances/<instance>`, `/operations/incidents`. */
export default function Operations() {
  const words = useWords(WORDS);
  return (
    <Switch>
      <Route path="/">
        <Tabbed tab="overview">
          <Overview />
        </Tabbed>
      </Route>
      <Route path="/instances">
        <Tabbed tab="instances">
          <InstanceList />
        </Tabbed>
      </Route>
      <Route path="/instances/:instance">{({ instance }) => <InstancePage key={instance} instance={instance} />}</Route>
      <Route path="/incidents">
        <Tabbed tab="incidents">
          <IncidentList />
        </Tabbed>
      </Route>
      <Route path="/messages">
        <Tabbed tab="messages">
          <MessageList />
        </Tabbed>
      </Route>
      <Route path="/queues">
        <Tabbed tab="queues">
          <QueueList />
        </Tabbed>
      </Route>
      <Route path="/workers">
        <Tabbed tab="workers">
          <WorkerList />
        </Tabbed>
      </Route>
      <Route>
        <Empty title={words.nothing} />
      </Route>
    </Switch>
  );
}

function Tabbed({ tab, children }: { readonly tab: (typeof TABS)[number]; readonly children: ReactNode }) {
  const words = useWords(WORDS);
  const session = useOwnSession();
  const [, navigate] = useLocation();
  const shown = TABS.filter((one) => one !== "messages" || hasRole(session, "operator", "administrator"));
  return (
    <Page title={words.title}>
      <Tabs
        value={tab}
        onChange={(value) => navigate(value === null || value === "overview" ? "/" : `/${value}`)}
        keepMounted={false}
      >
        <div className="operations-tabs">
          <Tabs.List>
            {shown.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {words[one]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </div>
        <Tabs.Panel value={tab} pt="md">
          {children}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
