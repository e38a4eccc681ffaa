import { Component, type ReactNode } from "react";
import { useText } from "../text/text.ts";

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
    return <Broken message={failure instanceof Error ? failure.message : String(failure)} />;
  }
}
