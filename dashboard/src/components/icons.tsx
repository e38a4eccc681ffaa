import type { ReactNode } from "react";
import type { ThemeChoice } from "./theme-choice.ts";

const icon = (paths: ReactNode) =>
  function Icon() {
    return (
      <svg
        width="20"
        height="20"
        viewBox="0 0 20 20"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {paths}
      </svg>
    );
  };

export const TodayIcon = icon(<path d="M3.5 5.5h13M3.5 10h13M3.5 14.5h8" />);
export const VenueIcon = icon(<path d="M3 3.5h14v13H3zM3 9h6v7.5M9 9V6M12.5 3.5V10H17" />);
export const CamerasIcon = icon(
  <>
    <path d="M3 6h10v8H3zM13 9l4-2.5v7L13 11" />
  </>,
);
export const SensorsIcon = icon(
  <>
    <circle cx="10" cy="10" r="1.8" />
    <path d="M6.2 6.2a5.4 5.4 0 0 0 0 7.6M13.8 6.2a5.4 5.4 0 0 1 0 7.6M3.6 3.6a9 9 0 0 0 0 12.8M16.4 3.6a9 9 0 0 1 0 12.8" />
  </>,
);
export const LadderIcon = icon(<path d="M6.5 2.5v15M13.5 2.5v15M6.5 6h7M6.5 10h7M6.5 14h7" />);
export const SettingsIcon = icon(
  <>
    <path d="M3 6h8M15 6h2M3 14h2M9 14h8" />
    <circle cx="13" cy="6" r="2" />
    <circle cx="7" cy="14" r="2" />
  </>,
);
export const InboxIcon = icon(
  <>
    <path d="M3 11.5 5.5 4h9L17 11.5V16H3z" />
    <path d="M3 11.5h4l1 2h4l1-2h4" />
  </>,
);
export const BrandIcon = icon(
  <>
    <path d="M10 2.5 18 17H2z" />
    <circle cx="10" cy="12.5" r="1.6" />
  </>,
);

const LightIcon = icon(
  <>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4" />
  </>,
);
const DarkIcon = icon(<path d="M16 12.2A6.6 6.6 0 0 1 7.8 4a6.6 6.6 0 1 0 8.2 8.2z" />);
const SystemIcon = icon(
  <>
    <circle cx="10" cy="10" r="6.5" />
    <path d="M10 3.5v13a6.5 6.5 0 0 0 0-13z" fill="currentColor" />
  </>,
);

/** Sun, moon, or half of each for what the device says. */
export function ThemeIcon({ choice }: { choice: ThemeChoice }) {
  if (choice === "light") return <LightIcon />;
  return choice === "dark" ? <DarkIcon /> : <SystemIcon />;
}
