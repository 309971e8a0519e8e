// What was posted just now: one document is opened, several are listed.

import { t } from "@lingui/core/macro";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import type { PostedDocument } from "../bindings/commands.ts";
import { Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";

export interface PostedPaper {
  credit: boolean;
  id: string;
  number: string;
  currency: string;
  grossMinor: number;
}

export function paperOf(document: PostedDocument): PostedPaper {
  return {
    credit: document.kind === "credit_note",
    id: document.document_id,
    number: document.number,
    currency: document.currency,
    grossMinor: document.totals.gross_minor,
  };
}

export function usePosted(): {
  posted: readonly PostedPaper[];
  show: (papers: readonly PostedPaper[]) => void;
} {
  const navigate = useNavigate();
  const [posted, setPosted] = useState<readonly PostedPaper[]>([]);
  const show = (papers: readonly PostedPaper[]): void => {
    const only = papers.length === 1 ? papers[0] : undefined;
    if (only === undefined) setPosted(papers);
    else if (only.credit) void navigate({ to: "/credit-notes/$id", params: { id: only.id } });
    else void navigate({ to: "/invoices/$id", params: { id: only.id } });
  };
  return { posted, show };
}

export function PaperLink(props: { credit: boolean; id: string; number: string }): ReactNode {
  const { credit, id, number } = props;
  return credit ? (
    <Link to="/credit-notes/$id" params={{ id }}>
      {number}
    </Link>
  ) : (
    <Link to="/invoices/$id" params={{ id }}>
      {number}
    </Link>
  );
}

export function JustPosted(props: { papers: readonly PostedPaper[] }): ReactNode {
  const shown = useShown();
  if (props.papers.length === 0) return null;
  return (
    <Panel title={t`Posted just now`}>
      <table className="table">
        <tbody>
          {props.papers.map((paper) => (
            <tr key={paper.id}>
              <td className="tight">
                <Tag tone={paper.credit ? "close" : "bill"}>
                  {paper.credit ? t`Credit note` : t`Invoice`}
                </Tag>
              </td>
              <td>
                <PaperLink {...paper} />
              </td>
              <td className="n strong">{shown.money(paper.grossMinor, paper.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
