import { useEffect, useState } from "react";
import { useText } from "../../text/text.ts";
import type { Block, Picture, Sheet } from "../../print/sheet.ts";

/** Addresses and identifiers are of no language, and are read letter by letter. */
const lookOf = (text: string): string | undefined =>
  /^[0-9a-f]{2}(:[0-9a-f]{2}){5}(, |$)/.test(text) || /^[a-z0-9]+(-[a-z0-9]+)+$/.test(text) ? "mono" : undefined;

/** Figures and short words are not broken: "+46" over two lines reads as another number. */
const cellLookOf = (text: string): string | undefined => lookOf(text) ?? (text.length <= 12 ? "short" : undefined);

/** A text; one that is quoted is somebody else's, and turns its direction in itself only. */
const textOf = (text: string) => (text.startsWith("“") ? <bdi>{text}</bdi> : text);

/** A paper on the screen, as it will be printed: black on white in any light. */
export function SheetView({ sheet }: { sheet: Sheet }) {
  return (
    <article className="paper">
      <header>
        <h1>{sheet.title}</h1>
        <p className="paper-lead">{sheet.lead}</p>
        <p>{sheet.made}</p>
      </header>
      {sheet.sections.map(({ title, blocks }) => (
        <section key={title}>
          <h2>{title}</h2>
          {blocks.map((block, at) => (
            <BlockView key={at} block={block} />
          ))}
        </section>
      ))}
    </article>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case "text":
      return <p>{block.text}</p>;
    case "facts":
      return (
        <dl>
          {block.rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={lookOf(value)}>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case "table":
      return <TableView block={block} />;
    case "pictures":
      return (
        <div className={`paper-pictures across-${block.across}`}>
          {block.pictures.map((picture) => (
            <PictureView key={picture.caption} picture={picture} />
          ))}
        </div>
      );
    case "signatures":
      return (
        <div className="paper-signatures">
          {block.names.map((name) => (
            <p key={name}>{name}</p>
          ))}
        </div>
      );
  }
}

function TableView({ block }: { block: Extract<Block, { kind: "table" }> }) {
  if (block.rows.length === 0) return <p>{block.none}</p>;
  return (
    // A narrow screen scrolls it sideways: by keyboard too.
    <div className="scroll" role="region" tabIndex={0} aria-label={block.head.join(" · ")}>
      <table>
        <thead>
          <tr>
            {block.head.map((text) => (
              <th key={text}>{text}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, at) => (
            <tr key={at}>
              {row.map((text, column) => (
                <td key={column} className={cellLookOf(text)} data-head={block.head[column]}>
                  {textOf(text)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PictureView({ picture: { caption, load } }: { picture: Picture }) {
  const { t } = useText();
  const [shown, setShown] = useState<string>();
  const [isFailed, setFailed] = useState(false);
  useEffect(() => {
    let isGone = false;
    load().then(
      (address) => !isGone && setShown(address),
      () => !isGone && setFailed(true),
    );
    return () => {
      isGone = true;
    };
    // A caption names what is drawn; what draws it is made anew with each render.
  }, [caption]);
  return (
    <figure>
      {isFailed ? <p>{t("print.noPicture")}</p> : shown !== undefined && <img src={shown} alt={caption} />}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
