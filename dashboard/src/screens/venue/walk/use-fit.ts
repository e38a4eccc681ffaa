import type { FitResult } from "@probewarden/contract";
import { useState } from "react";

/** A fit that a person asks for: it takes some seconds, and says what became of it. */
export function useFit(ask: () => Promise<FitResult>) {
  const [isBusy, setIsBusy] = useState(false);
  const [result, setResult] = useState<FitResult>();
  const [failure, setFailure] = useState<unknown>();
  const run = async (): Promise<void> => {
    setIsBusy(true);
    setResult(undefined);
    setFailure(undefined);
    try {
      setResult(await ask());
    } catch (reason) {
      setFailure(reason);
    }
    setIsBusy(false);
  };
  return { isBusy, result, failure, run };
}
