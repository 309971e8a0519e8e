// One shipment: what it carries and for whom, where it stands, what was signed and what came back.

import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { BesideDocument } from "../actions/document-pane.tsx";
import { useRead } from "../backend/hooks.tsx";
import type { ShipmentLineView, ShipmentView } from "../bindings/commands.ts";
import { Button } from "../kit/button.tsx";
import { ReadFailure } from "../kit/failure-notice.tsx";
import { Skeleton } from "../kit/notice.tsx";
import { Fact, PageHead, Panel } from "../kit/page.tsx";
import { useShown } from "../kit/setting.tsx";
import { Tag } from "../kit/tag.tsx";
import { unitName } from "../lib/names.ts";
import { modeName, shipmentStateName } from "../lib/states.ts";
import { ShipmentActs } from "./shipment-acts.tsx";
import { toneOf } from "./steps.ts";

export function ShipmentPage(props: { shipmentId: string }): ReactNode {
  const { data: shipment, error } = useRead("fulfilment.show", { shipment: props.shipmentId });
  if (error !== null) {
    return (
      <div className="page">
        <ReadFailure error={error} />
      </div>
    );
  }
  if (shipment === undefined) return <Skeleton lines={6} />;
  return <OpenShipment shipment={shipment} />;
}

function OpenShipment(props: { shipment: ShipmentView }): ReactNode {
  const { shipment } = props;
  const [onPaper, setOnPaper] = useState(false);
  const look = (): void => setOnPaper(!onPaper);
  const orders = new Map(shipment.lines.map((line) => [line.order_id, line.order_number]));
  return (
    <BesideDocument number={shipment.number ?? shipment.shipment_id} shown={onPaper} onClose={look}>
      <div className="page">
        <PageHead
          title={
            <>
              <span>
                {shipment.number ?? t`Shipment, not issued`} · {shipment.customer_name}
              </span>
              <Tag tone={toneOf(shipment.state)}>{shipmentStateName(shipment.state)}</Tag>
            </>
          }
          sub={modeName(shipment.mode)}
          actions={
            <>
              <Button onPress={look} testId="show-document">{t`Document`}</Button>
              <ShipmentActs shipment={shipment} />
            </>
          }
        />
        <div className="two-columns">
          <div className="stack">
            {[...orders].map(([id, number]) => (
              <OfOrder
                key={id}
                orderId={id}
                number={number}
                shipment={shipment}
                lines={shipment.lines.filter((line) => line.order_id === id)}
              />
            ))}
          </div>
          <Facts shipment={shipment} />
        </div>
      </div>
    </BesideDocument>
  );
}

function OfOrder(props: {
  orderId: string;
  number: string;
  shipment: ShipmentView;
  lines: readonly ShipmentLineView[];
}): ReactNode {
  const shown = useShown();
  const { data } = useRead("billing.balances", { order_id: props.orderId });
  const rows = data?.rows.filter((row) => row.shipment_id === props.shipment.shipment_id) ?? [];
  const figure = (value: number | null | undefined): ReactNode =>
    value === null || value === undefined ? <span className="dim">—</span> : shown.quantity(value);
  return (
    <Panel
      title={t`Lines of order ${props.number}`}
      aside={
        <Link to="/orders/$id" params={{ id: props.orderId }}>
          {t`See the order`}
        </Link>
      }
    >
      <table className="table">
        <thead>
          <tr>
            <th className="tight">#</th>
            <th>{t`Product`}</th>
            <th className="n">{t`Sent`}</th>
            <th className="n">{t`Accepted`}</th>
            <th className="n">{t`Came back`}</th>
            <th className="n">{t`Replaced`}</th>
            <th className="n">{t`Billed`}</th>
          </tr>
        </thead>
        <tbody>
          {props.lines.map((line) => {
            const row = rows.find((one) => one.shipment_n === line.shipment_n);
            return (
              <tr key={line.shipment_n}>
                <td className="dim">{line.line_n}</td>
                <td>
                  {line.description} <span className="dim">{line.product_code}</span>
                </td>
                <td className="n">
                  {shown.quantity(line.quantity)}{" "}
                  <span className="dim">{unitName(line.unit_code)}</span>
                </td>
                <td className="n">{figure(line.accepted)}</td>
                <td className="n">{figure(row?.returned)}</td>
                <td className="n">{figure(row?.replaced)}</td>
                <td className="n">
                  {figure(row?.invoiced)}
                  {row === undefined || row.credited === 0 ? null : (
                    <div className="sub">{t`${shown.quantity(row.credited)} credited`}</div>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}

function Facts(props: { shipment: ShipmentView }): ReactNode {
  const { ship_to: place, proof, ...shipment } = props.shipment;
  const { day } = useShown();
  return (
    <Panel title={t`On the way`}>
      <div className="panel-body">
        <dl className="facts">
          <Fact name={t`Ships to`}>
            {place.name}
            <div className="soft">
              {place.street}, {place.postcode} {place.city}
            </div>
          </Fact>
          {shipment.carrier === null ? null : <Fact name={t`Carrier`}>{shipment.carrier}</Fact>}
          <Fact name={t`Planned for`}>{day(shipment.planned_on)}</Fact>
          {shipment.dispatched_on === null ? null : (
            <Fact name={t`Left`}>{day(shipment.dispatched_on)}</Fact>
          )}
          {shipment.delivered_on === null ? null : (
            <Fact name={t`Arrived`}>{day(shipment.delivered_on)}</Fact>
          )}
          {proof === null ? null : (
            <Fact name={t`Proof`}>
              {day(proof.received_on)}
              {proof.signed_by === null ? null : <>, {t`signed by ${proof.signed_by}`}</>}
              <div className="soft">{proof.reference}</div>
              {proof.goods_receipt === null ? null : (
                <div className="soft">{t`Goods receipt ${proof.goods_receipt}`}</div>
              )}
            </Fact>
          )}
        </dl>
      </div>
    </Panel>
  );
}
