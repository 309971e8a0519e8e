// Taking data out: one list to a file, or the whole firm to a folder.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import { PageHead } from "../kit/page.tsx";
import { ExportFirmPanel } from "./export-firm.tsx";
import { ExportListPanel } from "./export-list.tsx";

export function ExportPage(): ReactNode {
  return (
    <div className="page page-files">
      <PageHead
        title={t`Export`}
        sub={t`The data are yours: every list, and the whole firm, in files that other programs read.`}
      />
      <ExportListPanel />
      <ExportFirmPanel />
    </div>
  );
}
