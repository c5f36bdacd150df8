import "./inbox.css";
import { lazy } from "react";
import { Redirect, Route, Switch, useParams } from "wouter";
import { isInboxList } from "./inbox-lists.ts";
import { TaskList } from "./task-list.tsx";

/** Most of the inbox is reading its lists: what a decision needs is loaded with the first one. */
const DecisionList = lazy(async () => ({ default: (await import("./decision-list.tsx")).DecisionList }));
const TaskPage = lazy(async () => ({ default: (await import("./task-page.tsx")).TaskPage }));

/** What waits for me: `/tasks`, `/tasks/group`, `/tasks/decisions`, `/tasks/<task>`. */
export default function Inbox() {
  return (
    <Switch>
      <Route path="/">
        <TaskList list="mine" />
      </Route>
      <Route path="/mine">
        <Redirect to="/" replace />
      </Route>
      <Route path="/decisions">
        <DecisionList />
      </Route>
      <Route path="/:name">
        <Named />
      </Route>
    </Switch>
  );
}

function Named() {
  const { name = "" } = useParams();
  return isInboxList(name) ? <TaskList key={name} list={name} /> : <TaskPage key={name} task={name} />;
}
