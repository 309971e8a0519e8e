// The frame around every screen: the firm, the steps, who acts, and whether the books are safe.

import { t } from "@lingui/core/macro";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import {
  Box,
  ChevronDown,
  CircleDashed,
  FileInput,
  FileOutput,
  FileText,
  IdCard,
  Inbox,
  UsersRound,
  type LucideIcon,
} from "lucide-react";
import { createContext, useContext, useEffect, useRef, type ReactNode } from "react";
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";

import { useFirm } from "../backend/firm.tsx";
import { useRead } from "../backend/hooks.tsx";
import { useIsRunning } from "../backend/lasting.tsx";
import type { LookAnswer, MemberView } from "../bindings/commands.ts";
import { BrandMark } from "../kit/mark.tsx";
import { useToast } from "../kit/toasts.tsx";
import { departmentName } from "../lib/names.ts";
import { isOpenShipment } from "../lib/states.ts";
import { LanguageSwitch, type Language } from "./language.tsx";

export interface FrameSetting {
  house: LookAnswer;
  language: Language;
  member: MemberView | null;
  choose: (memberId: string) => void;
}

export const FrameContext = createContext<FrameSetting | null>(null);

function useFrame(): FrameSetting {
  const frame = useContext(FrameContext);
  if (frame === null) throw new Error("the frame stands inside its setting");
  return frame;
}

export function Frame(): ReactNode {
  const firm = useFirm();
  useGoKeys();
  return (
    <div className="frame">
      <header className="topbar">
        <div className="firm">
          <BrandMark />
          {firm.name}
        </div>
        <div className="right">
          <MemberSwitch />
        </div>
      </header>
      <SideBar />
      <main className="main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Footer />
    </div>
  );
}

interface Place {
  to:
    | "/"
    | "/desk"
    | "/orders"
    | "/shipments"
    | "/billing"
    | "/customers"
    | "/products"
    | "/members"
    | "/documents"
    | "/import"
    | "/export";
  name: string;
  tab?: string;
  mark?: LucideIcon;
  count?: number;
  alarm?: boolean;
  /** Something goes on there. */
  busy?: boolean;
}

function SideBar(): ReactNode {
  const counts = useCounts();
  const importing = useImportsWatched();
  const first: Place[] = [
    { to: "/", name: t`Unattended`, mark: CircleDashed, count: counts.unattended, alarm: true },
    { to: "/desk", name: t`My desk`, mark: Inbox, count: counts.desk },
  ];
  const cycle: Place[] = [
    { to: "/orders", name: t`4 Orders`, tab: "tab-order", count: counts.orders },
    { to: "/shipments", name: t`7 Fulfil`, tab: "tab-fulfil", count: counts.shipments },
    { to: "/billing", name: t`8 Billing`, tab: "tab-bill", count: counts.billable },
  ];
  const reference: Place[] = [
    { to: "/customers", name: t`Customers`, mark: UsersRound },
    { to: "/products", name: t`Products`, mark: Box },
    { to: "/members", name: t`People`, mark: IdCard },
    { to: "/documents", name: t`Documents`, mark: FileText },
  ];
  const files: Place[] = [
    { to: "/import", name: t`Import`, mark: FileInput, busy: importing },
    { to: "/export", name: t`Export`, mark: FileOutput },
  ];
  return (
    <nav className="sidebar" aria-label={t`Places`}>
      {first.map(entry)}
      <h3>{t`The cycle`}</h3>
      {cycle.map(entry)}
      <h3>{t({ message: "Reference", context: "places" })}</h3>
      {reference.map(entry)}
      <h3>{t`Files`}</h3>
      {files.map(entry)}
    </nav>
  );
}

/** Whether an import runs; says when one ended that its page did not show. */
function useImportsWatched(): boolean {
  const say = useToast();
  const path = useLocation({ select: (location) => location.pathname });
  const importing = useIsRunning("import.run");
  const ran = useRef(false);
  useEffect(() => {
    if (ran.current && !importing && path !== "/import") say(t`The import has ended: see Import`);
    ran.current = importing;
  }, [importing, path, say]);
  return importing;
}

interface Counts {
  unattended: number;
  desk: number;
  orders: number;
  shipments: number;
  billable: number;
}

/** How much lies at each place; the same questions that the places themselves ask. */
function useCounts(): Counts {
  const unattended = useRead("attendance.unattended", {});
  const desk = useRead("attendance.desk", {});
  const orders = useRead("orders.list", {
    search: "",
    state: "confirmed",
    customer_id: null,
    limit: 1,
    offset: 0,
  });
  const shipments = useRead("fulfilment.list", {
    state: null,
    order_id: null,
    search: "",
    limit: null,
    offset: 0,
  });
  const billing = useRead("billing.propose", { order_ids: [], bill_to: null, dispatched_by: null });
  return {
    unattended: unattended.data?.n_orders ?? 0,
    desk:
      (desk.data?.orders.length ?? 0) +
      (desk.data?.offered.length ?? 0) +
      (desk.data?.tasks.length ?? 0),
    orders: orders.data?.total ?? 0,
    shipments: shipments.data?.rows.filter((row) => isOpenShipment(row.state)).length ?? 0,
    billable: billing.data?.proposals.length ?? 0,
  };
}

function entry(place: Place): ReactNode {
  const Mark = place.mark;
  const alarm = place.alarm === true && (place.count ?? 0) > 0;
  return (
    <Link
      key={place.to}
      to={place.to}
      activeOptions={{ exact: place.to === "/" }}
      className={place.tab}
    >
      {Mark === undefined ? <span className="mark" /> : <Mark size={14} aria-hidden="true" />}
      {place.name}
      {(place.count ?? 0) > 0 ? (
        <span className={alarm ? "count alarm" : "count"}>{place.count}</span>
      ) : null}
      {place.busy === true ? (
        <span className="count">
          <span className="spinner" role="img" aria-label={t`at work`} />
        </span>
      ) : null}
    </Link>
  );
}

/** Chosen, not signed in: the program takes the person's word, and says so. */
function MemberSwitch(): ReactNode {
  const firm = useFirm();
  const { member, choose } = useFrame();
  return (
    <MenuTrigger>
      <AriaButton className="btn btn-quiet member" data-testid="member">
        <span>
          {member?.name ?? t`Nobody chosen`}{" "}
          <span className="as">· {t`chosen, not signed in`}</span>
        </span>
        <ChevronDown size={14} aria-hidden="true" />
      </AriaButton>
      <Popover className="popover" placement="bottom end">
        <Menu aria-label={t`Who acts here`} onAction={(key) => choose(String(key))}>
          {firm.members
            .filter((one) => one.active)
            .map((one) => (
              <MenuItem
                key={one.member_id}
                id={one.member_id}
                textValue={one.name}
                className="option"
              >
                {one.name}
                <span className="aside">{one.departments.map(departmentName).join(", ")}</span>
              </MenuItem>
            ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function Footer(): ReactNode {
  const firm = useFirm();
  const { house, language } = useFrame();
  return (
    <footer className="footer">
      <span>
        <span className={firm.writable ? "dot" : "dot dot-off"} />
        {firm.writable ? t`Every change is saved at once` : t`Read only`}
      </span>
      <span className="path clip" title={house.data_dir}>
        {house.data_dir}
      </span>
      <span className="right">
        <span>
          <kbd>J</kbd>
          <kbd>K</kbd>
          {t`next`}
        </span>
        <span>
          <kbd>↵</kbd>
          {t`open`}
        </span>
        <span>
          <kbd>N</kbd>
          {t`new order`}
        </span>
        <LanguageSwitch language={language} />
        <span className="dim">{house.version}</span>
      </span>
    </footer>
  );
}

/** Where a letter is typed, or looks for an entry of a list that begins with it. */
const TYPED_INTO =
  "input, textarea, [role=dialog], [role=menu], [role=listbox], [aria-haspopup=listbox]";

/** `n` starts an order from anywhere, unless somebody types. */
function useGoKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target;
      const typing = target instanceof HTMLElement && target.closest(TYPED_INTO) !== null;
      if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key !== "n") return;
      event.preventDefault();
      void navigate({ to: "/orders/new" });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigate]);
}
