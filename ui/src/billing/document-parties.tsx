// From whom to whom a document goes.

import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";

import type { Identity } from "../bindings/commands.ts";

export function DocumentParties(props: { seller: Identity; buyer: Identity }): ReactNode {
  const { seller, buyer } = props;
  const address = buyer.addresses[0];
  return (
    <>
      <div>
        <h3>{t`From`}</h3>
        <b className="strong">{seller.name}</b>
      </div>
      <div>
        <h3>{t`To`}</h3>
        <b className="strong">{buyer.name}</b>
        {address === undefined ? null : (
          <div className="soft">
            {address.street}, {address.postcode} {address.city}
          </div>
        )}
        {buyer.tax_id === null ? null : <div className="soft">{buyer.tax_id}</div>}
      </div>
    </>
  );
}
