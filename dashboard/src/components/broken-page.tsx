import { Component, type ReactNode } from "react";
import { ScreenNotLoaded } from "../screens/screens.ts";
import { wasReloaded } from "./reload-after-update.ts";
import { useText } from "../text/text.ts";

/** Nothing is broken: it comes by itself (`reload-after-update.ts`), and a reload before would lose the page. */
function NotLoaded() {
  const { t } = useText();
  return (
    <div className="look failed" role="alert">
      <strong>{t("look.notLoaded")}</strong>
      <p>{t("look.notLoadedMore")}</p>
    </div>
  );
}

function Broken({ message }: { message: string }) {
  const { t } = useText();
  return (
    <div className="look failed" role="alert">
      <strong>{t("look.broken")}</strong>
      <p>{t("look.brokenMore")}</p>
      <code className="mono small">{message}</code>
      <button type="button" className="button" onClick={() => location.reload()}>
        {t("look.reload")}
      </button>
    </div>
  );
}

/** Keeps a screen that breaks from taking the others with it. Only a class can catch what its children throw. */
export class BrokenPage extends Component<{ children: ReactNode }, { failure?: unknown }> {
  override state: { failure?: unknown } = {};

  static getDerivedStateFromError(failure: unknown): { failure: unknown } {
    return { failure };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    if (failure instanceof ScreenNotLoaded && !wasReloaded()) return <NotLoaded />;
    return <Broken message={failure instanceof Error ? failure.message : String(failure)} />;
  }
}
