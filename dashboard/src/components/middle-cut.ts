/** Cuts a long text in the middle, so that both ends stay readable: an address differs at its end, a network name at its start. */
export function cutMiddle(text: string, max: number): string {
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  if (characters.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  const tail = Math.floor((max - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - tail).join("")}`;
}
