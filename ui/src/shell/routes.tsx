// Where each screen lives.

import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
} from "@tanstack/react-router";

import { Desk } from "../attendance/desk.tsx";
import { Unattended } from "../attendance/unattended.tsx";
import { Billing } from "../billing/billing.tsx";
import { InvoicePage } from "../billing/invoice-page.tsx";
import { Products } from "../catalog/products.tsx";
import { Shipments } from "../fulfilment/shipments.tsx";
import { OrderEntry } from "../orders/order-entry.tsx";
import { OrderPage } from "../orders/order-page.tsx";
import { Orders } from "../orders/orders.tsx";
import { Customers } from "../parties/customers.tsx";
import { Frame } from "./frame.tsx";

const root = createRootRoute({ component: Frame });

const unattended = createRoute({ getParentRoute: () => root, path: "/", component: Unattended });
const desk = createRoute({ getParentRoute: () => root, path: "/desk", component: Desk });
const orders = createRoute({ getParentRoute: () => root, path: "/orders", component: Orders });
const newOrder = createRoute({
  getParentRoute: () => root,
  path: "/orders/new",
  component: NewOrder,
});
const editOrder = createRoute({
  getParentRoute: () => root,
  path: "/orders/$id/edit",
  component: EditOrder,
});
const order = createRoute({ getParentRoute: () => root, path: "/orders/$id", component: OneOrder });
const shipments = createRoute({
  getParentRoute: () => root,
  path: "/shipments",
  component: Shipments,
});
const billing = createRoute({ getParentRoute: () => root, path: "/billing", component: Billing });
const invoice = createRoute({
  getParentRoute: () => root,
  path: "/invoices/$id",
  component: OneInvoice,
});
const customers = createRoute({
  getParentRoute: () => root,
  path: "/customers",
  component: Customers,
});
const products = createRoute({
  getParentRoute: () => root,
  path: "/products",
  component: Products,
});

function NewOrder() {
  return <OrderEntry orderId={null} />;
}

function EditOrder() {
  const { id } = editOrder.useParams();
  return <OrderEntry key={id} orderId={id} />;
}

function OneOrder() {
  const { id } = order.useParams();
  return <OrderPage key={id} orderId={id} />;
}

function OneInvoice() {
  const { id } = invoice.useParams();
  return <InvoicePage key={id} invoiceId={id} />;
}

export const router = createRouter({
  routeTree: root.addChildren([
    unattended,
    desk,
    orders,
    newOrder,
    editOrder,
    order,
    shipments,
    billing,
    invoice,
    customers,
    products,
  ]),
  history: createHashHistory(),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
