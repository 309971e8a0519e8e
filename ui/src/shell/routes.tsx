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
import { CreditNotePage } from "../billing/credit-note-page.tsx";
import { InvoicePage } from "../billing/invoice-page.tsx";
import { NewProduct, ProductPage } from "../catalog/product-page.tsx";
import { Products } from "../catalog/products.tsx";
import { ExportPage } from "../files/export-page.tsx";
import { ImportPage } from "../files/import-page.tsx";
import { ShipmentPage } from "../fulfilment/shipment-page.tsx";
import { Shipments } from "../fulfilment/shipments.tsx";
import { OrderEntry } from "../orders/order-entry.tsx";
import { OrderPage } from "../orders/order-page.tsx";
import { Orders } from "../orders/orders.tsx";
import { CustomerPage, NewCustomer } from "../parties/customer-page.tsx";
import { Customers } from "../parties/customers.tsx";
import { DocumentsPage } from "../parties/documents-page.tsx";
import { Members } from "../parties/members.tsx";
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
const shipment = createRoute({
  getParentRoute: () => root,
  path: "/shipments/$id",
  component: OneShipment,
});
const creditNote = createRoute({
  getParentRoute: () => root,
  path: "/credit-notes/$id",
  component: OneCreditNote,
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

const newCustomer = createRoute({
  getParentRoute: () => root,
  path: "/customers/new",
  component: NewCustomer,
});
const customer = createRoute({
  getParentRoute: () => root,
  path: "/customers/$id",
  component: OneCustomer,
});
const newProduct = createRoute({
  getParentRoute: () => root,
  path: "/products/new",
  component: NewProduct,
});
const product = createRoute({
  getParentRoute: () => root,
  path: "/products/$id",
  component: OneProduct,
});
const members = createRoute({ getParentRoute: () => root, path: "/members", component: Members });
const documents = createRoute({
  getParentRoute: () => root,
  path: "/documents",
  component: DocumentsPage,
});
const importing = createRoute({
  getParentRoute: () => root,
  path: "/import",
  component: ImportPage,
});
const exporting = createRoute({
  getParentRoute: () => root,
  path: "/export",
  component: ExportPage,
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

function OneShipment() {
  const { id } = shipment.useParams();
  return <ShipmentPage key={id} shipmentId={id} />;
}

function OneCreditNote() {
  const { id } = creditNote.useParams();
  return <CreditNotePage key={id} creditNoteId={id} />;
}

function OneCustomer() {
  const { id } = customer.useParams();
  return <CustomerPage key={id} customerId={id} />;
}

function OneProduct() {
  const { id } = product.useParams();
  return <ProductPage key={id} productId={id} />;
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
    shipment,
    billing,
    creditNote,
    invoice,
    customers,
    newCustomer,
    customer,
    products,
    newProduct,
    product,
    members,
    documents,
    importing,
    exporting,
  ]),
  history: createHashHistory(),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
