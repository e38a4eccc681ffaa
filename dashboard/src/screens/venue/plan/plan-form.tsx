import type { Floor, Venue } from "@probewarden/contract";
import { useId, useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import { usePutFloor } from "../../../api/queries.ts";
import { FormFailure } from "../../../components/form-failure.tsx";
import { useText } from "../../../text/text.ts";
import { toBase64 } from "../../../components/to-base64.ts";
import { CHOSEN_FILES, widthFrom, type ImagePoint } from "./drawn-plan.ts";
import { PdfPageChoice } from "./pdf-page-choice.tsx";
import { ScaleImage } from "./scale-image.tsx";
import { usePlanFile } from "./use-plan-file.ts";
import "./plan.css";

/** An id that no floor of the venue has. */
function freeFloorId({ floors }: Venue): string {
  let number = floors.length + 1;
  while (floors.some(({ floorId }) => floorId === `floor-${number}`)) number += 1;
  return `floor-${number}`;
}

const round = (metres: number): number => Math.round(metres * 10) / 10;

/** A floor's plan: an image of it, two points of which one knows how far apart they are, and its name. */
export function PlanForm({ venue, floor, onDone }: { venue: Venue; floor: Floor | undefined; onDone: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const put = usePutFloor(venue.venueId);
  const file = usePlanFile();
  const { drawn } = file;
  const [points, setPoints] = useState<ImagePoint[]>([]);
  const [metres, setMetres] = useState("");
  const [name, setName] = useState(floor?.name ?? "");
  const [width, setWidth] = useState(floor === undefined ? "" : String(floor.widthMetres));
  const ids = { file: useId(), metres: useId(), width: useId(), name: useId() };
  const measure = (next: ImagePoint[], length: string): void => {
    setPoints(next);
    setMetres(length);
    const [from, to] = next;
    const found = drawn && from && to ? widthFrom([from, to], Number(length), drawn) : undefined;
    if (found !== undefined) setWidth(String(round(found)));
  };
  const widthMetres = Number(width);
  const heightMetres = drawn === undefined ? 0 : round((widthMetres * drawn.height) / drawn.width);
  const isReady = drawn !== undefined && !file.isBusy && name.trim() !== "" && widthMetres > 0;

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isReady) return;
    const floorId = floor?.floorId ?? freeFloorId(venue);
    const plan = await toBase64(drawn.png);
    put.mutate(
      { floorId, name: name.trim(), widthMetres, heightMetres, plan },
      {
        onSuccess: () => {
          onDone();
          void navigate(`/venue/${venue.venueId}/${floorId}`);
        },
      },
    );
  };

  return (
    <form className="plan-form" onSubmit={(event) => void save(event)}>
      <p>
        <label htmlFor={ids.file}>{t("planForm.file")}</label>
        <input
          id={ids.file}
          type="file"
          accept={CHOSEN_FILES}
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            if (chosen === undefined) return;
            setPoints([]);
            void file.choose(chosen);
          }}
        />
      </p>
      <p className="small muted">{t("planForm.fileMore")}</p>
      {file.fault !== undefined && <p role="alert">{t(`planForm.fault.${file.fault}`)}</p>}
      {file.isBusy && <p role="status">{t("planForm.busy")}</p>}
      <PdfPageChoice
        pages={file.pages.count}
        page={file.pages.page}
        onPage={(page) => {
          setPoints([]);
          void file.turnTo(page);
        }}
      />
      {drawn && (
        <>
          <ScaleImage
            url={drawn.url}
            points={points}
            onPoint={(point) => measure([...points, point].slice(-2), metres)}
          />
          <p className="small muted">{t(points.length < 2 ? "planForm.twoPoints" : "planForm.again")}</p>
          <p>
            <label htmlFor={ids.metres}>{t("planForm.metres")}</label>
            <input
              id={ids.metres}
              type="number"
              min="0.1"
              step="any"
              value={metres}
              onChange={(event) => measure(points, event.target.value)}
            />
          </p>
          <p>
            <label htmlFor={ids.width}>{t("planForm.width")}</label>
            <input
              id={ids.width}
              type="number"
              min="0.5"
              max="2000"
              step="any"
              required
              value={width}
              onChange={(event) => setWidth(event.target.value)}
            />
          </p>
          {widthMetres > 0 && (
            <p className="muted num">{t("planForm.size", { width: round(widthMetres), height: heightMetres })}</p>
          )}
          <p>
            <label htmlFor={ids.name}>{t("planForm.name")}</label>
            <input
              id={ids.name}
              maxLength={64}
              required
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </p>
        </>
      )}
      <FormFailure failure={put.error} />
      <p className="row-of-buttons">
        <button type="submit" className="button primary" disabled={!isReady || put.isPending}>
          {t("planForm.save")}
        </button>
        <button type="button" className="button" data-back onClick={onDone}>
          {t("look.close")}
        </button>
      </p>
    </form>
  );
}
