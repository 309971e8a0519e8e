// The result of an act, said once, in passing.

import { Check } from "lucide-react";
import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";

type Say = (words: string) => void;

const ToastContext = createContext<Say>(() => undefined);

const SHOWN_FOR_MS = 3600;

export function ToastProvider(props: { children: ReactNode }): ReactNode {
  const [words, setWords] = useState<string | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const say = useCallback<Say>((next) => {
    window.clearTimeout(timer.current);
    setWords(next);
    timer.current = window.setTimeout(() => setWords(null), SHOWN_FOR_MS);
  }, []);
  const toast = useMemo(
    () => (
      <div className="toasts" role="status" aria-live="polite">
        {words === null ? null : (
          <div className="toast">
            <Check size={15} aria-hidden="true" />
            {words}
          </div>
        )}
      </div>
    ),
    [words],
  );
  return (
    <ToastContext.Provider value={say}>
      {props.children}
      {toast}
    </ToastContext.Provider>
  );
}

export function useToast(): Say {
  return useContext(ToastContext);
}
