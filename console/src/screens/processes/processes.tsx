import { Route, Switch } from "wouter";
import { ProcessList } from "./process-list.tsx";
import { ProcessPage } from "./process-page.tsx";

/** Processes: the list of them, and one with its picture, files, scenarios, tables and versions. */
export default function Processes() {
  return (
    <Switch>
      <Route path="/:process/:tab?">
        {({ process, tab }) => <ProcessPage key={process} process={process} tab={tab ?? "diagram"} />}
      </Route>
      <Route>
        <ProcessList />
      </Route>
    </Switch>
  );
}
