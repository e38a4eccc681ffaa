import { useId, useState } from "react";
import { useCalibrationSteps } from "../../../api/calibration.ts";
import { FormFailure } from "../../../components/form-failure.tsx";
import { useText } from "../../../text/text.ts";

const ADDRESS = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;

/** Asks for what is carried, and begins a walk. */
export function WalkBegin({ venueId, floorId }: { venueId: string; floorId: string }) {
  const { t } = useText();
  const { begin } = useCalibrationSteps(venueId, floorId);
  const [typed, setTyped] = useState("");
  const [isWrong, setIsWrong] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [isBusy, setIsBusy] = useState(false);
  const [field, hint] = [useId(), useId()];
  const start = async (carried: string | undefined): Promise<void> => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      await begin(carried === undefined ? {} : { carried });
    } catch (error) {
      setFailure(error);
    }
    setIsBusy(false);
  };
  return (
    <form
      className="walk-part"
      onSubmit={(event) => {
        event.preventDefault();
        const carried = typed.trim().toLowerCase().replaceAll("-", ":");
        const isAddress = ADDRESS.test(carried);
        setIsWrong(!isAddress);
        if (isAddress) void start(carried);
      }}
    >
      <p>{t("walk.more")}</p>
      <p className="info">{t("walk.own")}</p>
      <label htmlFor={field}>{t("walk.address")}</label>
      <input
        id={field}
        className="mono"
        value={typed}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={20}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? hint : undefined}
        onChange={(event) => setTyped(event.target.value)}
      />
      {isWrong && (
        <p id={hint} role="alert" className="strong">
          {t("walk.wrongAddress")}
        </p>
      )}
      <button type="submit" className="button primary walk-large" disabled={isBusy}>
        {t("walk.begin")}
      </button>
      <button type="button" className="button walk-large" disabled={isBusy} onClick={() => void start(undefined)}>
        {t("walk.beginWithout")}
      </button>
      <FormFailure failure={failure} />
    </form>
  );
}
