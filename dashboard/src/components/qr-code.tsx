import encodeQR from "qr";
import { useMemo } from "react";

/** Modules of white around a code (ISO/IEC 18004, 6.3.8). */
const QUIET = 4;

/** A text as a QR code, black on white in any theme, for cameras read it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const rows = encodeQR(text, "raw", { border: QUIET, ecc: "medium" });
    const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
    return { size: rows.length, path: dark.join("") };
  }, [text]);
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
