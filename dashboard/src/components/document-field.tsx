import type { DecisionFileRequest } from "@probewarden/contract";
import { MOST_DOCUMENT_BYTES } from "@probewarden/contract/figures";
import { useText } from "../text/text.ts";
import { toBase64 } from "./to-base64.ts";

/** Whether the collector would not take it. */
export const isTooLarge = (file: File | undefined): boolean => file !== undefined && file.size > MOST_DOCUMENT_BYTES;

/** A document as it is sent with a decision. */
export const sentDocument = async (file: File): Promise<DecisionFileRequest> => ({
  name: file.name.slice(-200),
  content: await toBase64(file),
});

/** Asks for the document that a decision rests on, as a file. */
export function DocumentField(props: { id: string; file: File | undefined; onFile: (file: File | undefined) => void }) {
  const { t } = useText();
  return (
    <div className="field">
      <label htmlFor={props.id}>{t("decide.file")}</label>
      <input
        id={props.id}
        type="file"
        accept="application/pdf,image/png,image/jpeg"
        onChange={(event) => props.onFile(event.target.files?.[0])}
      />
      {isTooLarge(props.file) && (
        <p role="alert">{t("decide.fileTooLarge", { mb: MOST_DOCUMENT_BYTES / 1024 / 1024 })}</p>
      )}
    </div>
  );
}
