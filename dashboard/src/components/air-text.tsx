import { useText } from "../text/text.ts";
import { cutMiddle } from "./middle-cut.ts";
import { networkName } from "./network-name.ts";

/** A network name out of the air: quoted, invisible characters written out, cut in the middle, whole on hover. */
export function NetworkName({ hex, max = 40 }: { hex: string; max?: number }) {
  const { t } = useText();
  const name = networkName(hex);
  if (name === "") return <span className="muted">{t("name.hidden")}</span>;
  return <bdi title={name}>{t("name.quoted", { name: cutMiddle(name, max) })}</bdi>;
}

/** What a camera says of itself: as hostile as any text from outside. */
export function CameraWords({ text, max = 80 }: { text: string; max?: number }) {
  const { t } = useText();
  // What is unseen was written out as the answer was read (`seen-text.ts`).
  return <bdi title={text}>{t("name.quoted", { name: cutMiddle(text, max) })}</bdi>;
}
