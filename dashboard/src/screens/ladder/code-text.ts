/** What a scanned sign says: the address of this page with the code behind `#`, which no server and no proxy logs. */
export const signOf = (origin: string, code: string): string => `${origin}/ladder#code=${code}`;

/** The code in what was scanned, typed or opened; undefined where there is none. */
export function codeIn(text: string): string | undefined {
  const said = /[#&]code=([0-9A-Za-z-]+)/.exec(text)?.[1] ?? text;
  const letters = said.toUpperCase().replaceAll(/[\s-]/g, "");
  return /^[0-9A-Z]{8}$/.test(letters) ? `${letters.slice(0, 4)}-${letters.slice(4)}` : undefined;
}
