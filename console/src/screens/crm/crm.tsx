import { Redirect, Route, Switch } from "wouter";
import { Answer, Empty } from "../../parts/answer.tsx";
import { useWords } from "../../words/use-words.ts";
import { RecordCardPage } from "./record-card-page.tsx";
import { RecordsList } from "./records-list.tsx";
import { useRecordTypes } from "./use-records.ts";
import "./crm.css";

const WORDS = {
  none: { ru: "Видов записей нет", en: "There are no types of records" },
  noneText: { ru: "Опишите их в catalog.yaml.", en: "Declare them in catalog.yaml." },
  gone: { ru: "Такого вида записей нет", en: "There is no such type of records" },
};

/** Leads, companies, contacts, deals and invoices that are kept here. */
export default function Crm() {
  const words = useWords(WORDS);
  const query = useRecordTypes();
  return (
    <Answer query={query}>
      {({ types }) => {
        const [first] = types;
        if (first === undefined) return <Empty title={words.none}>{words.noneText}</Empty>;
        const typed = (name: string) => types.find((type) => type.name === name);
        return (
          <Switch>
            <Route path="/">
              <Redirect to={`/${first.name}`} replace />
            </Route>
            <Route path="/:type">
              {({ type }) => {
                const shown = typed(type);
                if (shown === undefined) return <Empty title={words.gone} />;
                return <RecordsList key={type} type={shown} types={types} />;
              }}
            </Route>
            <Route path="/:type/:number">
              {({ type, number }) => {
                const shown = typed(type);
                if (shown === undefined) return <Empty title={words.gone} />;
                return <RecordCardPage key={`${type}/${number}`} type={shown} types={types} number={number} />;
              }}
            </Route>
          </Switch>
        );
      }}
    </Answer>
  );
}
