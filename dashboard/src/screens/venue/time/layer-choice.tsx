import { useText } from "../../../text/text.ts";
import { LAYERS, type Layer } from "./use-layers.ts";

/** Which layers are drawn over the plan. */
export function LayerChoice({ shown, toggle }: { shown: ReadonlySet<Layer>; toggle: (layer: Layer) => void }) {
  const { t } = useText();
  return (
    <fieldset className="tabs layer-choice">
      <legend className="visually-hidden">{t("layer.title")}</legend>
      {LAYERS.map((layer) => (
        <label key={layer}>
          <input type="checkbox" checked={shown.has(layer)} onChange={() => toggle(layer)} />
          {t(`layer.${layer}`)}
        </label>
      ))}
    </fieldset>
  );
}
