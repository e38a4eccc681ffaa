import { useText } from "../../../text/text.ts";
import type { SketchWork } from "./use-sketch.ts";

export const TOOLS = ["choose", "wall", "zone"] as const;
export type Tool = (typeof TOOLS)[number];

/** What is done to the plan: tools, undo, save. */
export function DrawBar(props: {
  title: string;
  tool: Tool;
  snaps: boolean;
  work: SketchWork;
  mayFinish: boolean;
  mayUndo: boolean;
  /** Something drawn cannot be kept as it is. */
  isWrong: boolean;
  onTool: (tool: Tool) => void;
  onSnaps: (snaps: boolean) => void;
  onFinish: () => void;
  onUndo: () => void;
  onRedo: () => void;
  onClose: () => void;
}) {
  const { t } = useText();
  const { work } = props;
  return (
    <header className="venue-bar">
      <h1>{props.title}</h1>
      <div className="tools-row" role="toolbar" aria-label={t("draw.tools")}>
        {TOOLS.map((tool) => (
          <button
            key={tool}
            type="button"
            className="button"
            aria-pressed={props.tool === tool}
            onClick={() => props.onTool(tool)}
          >
            {t(`draw.tool.${tool}`)}
          </button>
        ))}
        <button type="button" className="button" disabled={!props.mayFinish} onClick={props.onFinish}>
          {t("draw.finish")}
        </button>
        <button type="button" className="button" disabled={!props.mayUndo} onClick={props.onUndo}>
          {t("draw.undo")}
        </button>
        <button type="button" className="button" disabled={!work.mayRedo} onClick={props.onRedo}>
          {t("draw.redo")}
        </button>
        <label className="check">
          <input type="checkbox" checked={props.snaps} onChange={(event) => props.onSnaps(event.target.checked)} />
          {t("draw.snap")}
        </label>
      </div>
      <div className="tools-row">
        <button
          type="button"
          className="button primary"
          disabled={!work.isChanged || work.isSaving || props.isWrong || props.mayFinish}
          onClick={() => void work.save()}
        >
          {t("draw.save")}
        </button>
        <button type="button" className="button" data-back onClick={props.onClose}>
          {t("draw.back")}
        </button>
      </div>
    </header>
  );
}
