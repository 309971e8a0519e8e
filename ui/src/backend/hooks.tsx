// Reading and acting, as hooks: a read stays fresh by itself, an act happens once and says how it went.

import {
  keepPreviousData,
  QueryClient,
  QueryClientProvider,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";

import { failureOf, type Failure } from "../lib/failure.ts";
import { freshId } from "../lib/id.ts";
import { call, onChanged, type Answer, type Command, type Payload } from "./door.ts";

const ActorContext = createContext<string | null>(null);

/** Gives the screens below it their books, and the member in whose name they act. */
export function BackendProvider(props: { actor: string | null; children: ReactNode }): ReactNode {
  return <ActorContext.Provider value={props.actor}>{props.children}</ActorContext.Provider>;
}

export function BooksProvider(props: { children: ReactNode }): ReactNode {
  const client = useMemo(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            retry: false,
            staleTime: Infinity,
            refetchOnWindowFocus: true,
            networkMode: "always",
          },
        },
      }),
    [],
  );
  useEffect(() => onChanged((topics) => refresh(client, topics)), [client]);
  return <QueryClientProvider client={client}>{props.children}</QueryClientProvider>;
}

export function refresh(client: QueryClient, topics: readonly string[]): void {
  // The books lie beside the window: asking every open question again is cheaper than being wrong
  // about which of them a fact touches.
  if (topics.length > 0) void client.invalidateQueries();
}

/** The member in whose name this window acts. */
export function useActor(): string | null {
  return useContext(ActorContext);
}

/** Keeps the answer of a question on screen, and asks again when its topics changed. */
export function useRead<C extends Command>(
  command: C,
  payload: Payload<C>,
  options: { enabled?: boolean } = {},
): UseQueryResult<Answer<C>> {
  const actor = useActor();
  return useQuery({
    queryKey: [command, payload, actor],
    queryFn: async () => (await call(command, payload, actor)).answer,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  });
}

/** Asks about a file outside the books: once, and again only when the person says so. */
export function useLook<C extends Command>(
  command: C,
  payload: Payload<C>,
  options: { enabled: boolean },
): UseQueryResult<Answer<C>> {
  const actor = useActor();
  return useQuery({
    queryKey: [command, payload],
    queryFn: async () => (await call(command, payload, actor)).answer,
    staleTime: "static",
    gcTime: Infinity,
    enabled: options.enabled,
  });
}

/** Commands that answer with a page of rows and the number of all. */
type Paged = {
  [C in Command]: Answer<C> extends { rows: unknown[]; total: number }
    ? Payload<C> extends { limit: number | null; offset: number }
      ? C
      : never
    : never;
}[Command];

export interface Pages<Row> {
  data: { rows: readonly Row[]; total: number } | undefined;
  error: Error | null;
  /** Fetches the next page, if there is one. */
  more: () => void;
}

const PAGE_ROWS = 200;

/** Reads a long list page by page. */
export function usePages<C extends Paged>(
  command: C,
  asked: Omit<Payload<C>, "limit" | "offset">,
): Pages<Answer<C>["rows"][number]> {
  const actor = useActor();
  const pages = useInfiniteQuery({
    queryKey: [command, asked, actor, "pages"],
    queryFn: async ({ pageParam }) =>
      (await call(command, { ...asked, limit: PAGE_ROWS, offset: pageParam } as Payload<C>, actor))
        .answer,
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const n = all.reduce((sum, page) => sum + page.rows.length, 0);
      return n < last.total && last.rows.length > 0 ? n : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const first = pages.data?.pages[0];
  return {
    data:
      first === undefined
        ? undefined
        : { rows: pages.data?.pages.flatMap((page) => page.rows) ?? [], total: first.total },
    error: pages.error,
    more: () => {
      if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
    },
  };
}

export interface Act<C extends Command> {
  /** Does it once; null when it was refused, and then `failure` says why. */
  run: (payload: Payload<C>) => Promise<Answer<C> | null>;
  busy: boolean;
  failure: Failure | null;
  forget: () => void;
}

interface Intent {
  id: string;
  payload: string;
}

/**
 * One thing that a person can do here. While it runs a second press does nothing; an intent that
 * never reached the books keeps its id, so that trying again cannot do it twice.
 */
export function useAct<C extends Command>(command: C): Act<C> {
  const actor = useActor();
  const client = useQueryClient();
  const running = useRef(false);
  const intent = useRef<Intent | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const run = async (payload: Payload<C>): Promise<Answer<C> | null> => {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    setFailure(null);
    const wanted = JSON.stringify([actor, payload]);
    const same = intent.current?.payload === wanted;
    const id = same && intent.current !== null ? intent.current.id : freshId();
    intent.current = { id, payload: wanted };
    try {
      const heard = await call(command, payload, actor, id);
      intent.current = null;
      refresh(client, heard.stale.length > 0 ? heard.stale : ["*"]);
      return heard.answer;
    } catch (thrown) {
      const why = failureOf(thrown);
      if (why.code !== "unreachable") intent.current = null;
      if (why.kind === "conflict" || why.kind === "not_found") refresh(client, ["*"]);
      setFailure(why);
      return null;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, busy, failure, forget: () => setFailure(null) };
}
