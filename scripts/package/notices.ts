import { licenceText, type Module } from "./run-time-modules.ts";

/** The words of the one licence that some packages name without bringing it. */
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Something of others that is not a package of npm: a font. */
export interface OtherWork {
  name: string;
  licence: string;
  text: string;
}

/**
 * The page that names everybody whose work is inside, with the words of each licence once.
 * @throws Error for a package whose licence's words are not known, so that none is handed on without them
 */
export function writeNotices(modules: readonly Module[], others: readonly OtherWork[]): string {
  const namesByText = new Map<string, string[]>();
  const put = (name: string, text: string): void => {
    namesByText.set(text, [...(namesByText.get(text) ?? []), name]);
  };
  for (const module of modules) {
    const text = licenceText(module) ?? (module.licence === "MIT" ? `Copyright (c) its authors\n\n${MIT}` : undefined);
    if (text === undefined)
      throw new Error(`${module.name}: it brings no text of its licence (${module.licence}); it may not be handed on`);
    put(`${module.name} ${module.version} (${module.licence})`, text);
  }
  for (const { name, licence, text } of others) put(`${name} (${licence})`, text.trim());
  const line = "=".repeat(100);
  const parts = [...namesByText].map(([text, names]) => `${line}\n${[...new Set(names)].join("\n")}\n\n${text}\n`);
  return `Probewarden is under the Apache License, Version 2.0 (the file LICENSE). It holds work of others:\n\n${parts.join("\n")}`;
}
