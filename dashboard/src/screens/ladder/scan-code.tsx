import { useEffect, useRef, useState } from "react";
import { useText } from "../../text/text.ts";
import { codeIn } from "./code-text.ts";

/** So often a picture of the camera is looked at. */
const LOOK_MS = 200;
/** A picture is looked at so wide: the squares of a sign at arm's length are still told apart, and a phone has time for it. */
const LOOK_WIDTH = 640;

/** The phone's camera, until it has seen a sign with a code. Pictures stay in the page. */
export function ScanCode({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }) {
  const { t } = useText();
  const video = useRef<HTMLVideoElement>(null);
  const [isRefused, setRefused] = useState(false);
  const latest = useRef(onCode);
  latest.current = onCode;

  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });

    async function look(decode: (image: ImageData) => string): Promise<void> {
      const shown = video.current;
      if (isOver || shown === null || context === null) return;
      if (shown.videoWidth > 0) {
        canvas.width = Math.min(LOOK_WIDTH, shown.videoWidth);
        canvas.height = Math.round((shown.videoHeight * canvas.width) / shown.videoWidth);
        context.drawImage(shown, 0, 0, canvas.width, canvas.height);
        const code = seenIn(context.getImageData(0, 0, canvas.width, canvas.height), decode);
        if (code !== undefined) return latest.current(code);
      }
      timer = setTimeout(() => void look(decode), LOOK_MS);
    }
    async function start(): Promise<void> {
      const [{ decodeQR }, given] = await Promise.all([
        import("qr/decode.js"),
        navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }),
      ]);
      stream = given;
      if (isOver) return stop(given);
      if (video.current === null) return;
      video.current.srcObject = given;
      await video.current.play();
      await look((image) => decodeQR(image));
    }
    start().catch(() => {
      if (!isOver) setRefused(true);
    });
    return () => {
      isOver = true;
      clearTimeout(timer);
      if (stream !== undefined) stop(stream);
    };
  }, []);

  return (
    <div className="scan">
      {isRefused ? (
        <p role="alert">{t("ladder.noCamera")}</p>
      ) : (
        <video ref={video} muted playsInline aria-label={t("ladder.scanning")} />
      )}
      <button type="button" className="button" onClick={onClose}>
        {t("look.cancel")}
      </button>
    </div>
  );
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The library throws where it finds no sign, which is nearly every picture. */
function seenIn(image: ImageData, decode: (image: ImageData) => string): string | undefined {
  try {
    return codeIn(decode(image));
  } catch {
    return undefined;
  }
}
