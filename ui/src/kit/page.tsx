// The head of a page, a panel, a pair of name and value.

import type { ReactNode } from "react";

export function PageHead(props: {
  title: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
}): ReactNode {
  return (
    <header className="page-head">
      <div>
        <h1>{props.title}</h1>
        {props.sub === undefined ? null : <div className="sub">{props.sub}</div>}
      </div>
      {props.actions === undefined ? null : <div className="actions">{props.actions}</div>}
    </header>
  );
}

export function Panel(props: {
  title?: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}): ReactNode {
  return (
    <section className={`panel ${props.className ?? ""}`} aria-label={props.title}>
      {props.title === undefined ? null : (
        <header>
          <h2>{props.title}</h2>
          {props.aside === undefined ? null : <div>{props.aside}</div>}
        </header>
      )}
      {props.children}
    </section>
  );
}

export function Fact(props: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </>
  );
}
