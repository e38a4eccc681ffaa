import type { Position } from "@probewarden/contract";
import L from "leaflet";
import { cancelIdle, whenIdle } from "../../components/when-idle.ts";
import { toLatLng } from "./floor-canvas.ts";
import type { NameStand } from "./mark-place.ts";

/** A mark of the plan as it is to be drawn: a button at its place. */
export interface PlanMark {
  /** The same for the same thing, from one picture to the next. */
  key: string;
  at: Position;
  /** Name of its shape among those that the layer was given. */
  shape: string;
  /** What it is, in words; asked for once the mark is drawn. */
  label: string;
  /** Before the others, where it covers them. */
  front: boolean;
  isChosen: boolean;
  /** How many it stands for, where it stands for several. */
  count?: number;
  /** What is written beside it. */
  caption?: { text: string } & NameStand;
  choose: () => void;
}

interface Drawn {
  mark: PlanMark;
  holder: HTMLElement;
  button: HTMLButtonElement;
}

/** Whether a click is the end of a drag of the plan, which began on whatever lay under the pointer. A key is no pointer. */
export const endsDrag = (map: L.Map | undefined, { detail }: Pick<MouseEvent, "detail">): boolean =>
  // Leaflet asks this of itself, and its types do not know of it.
  detail > 0 && (map?.dragging as (L.Handler & { moved: () => boolean }) | undefined)?.moved() === true;

/** Marks are drawn as far beyond each edge of what is seen as this share of it. */
const BEYOND = 0.3;

/** Words are written when the page has nothing else to do, and after so long in any case. */
const WORDS_WITHIN_MS = 400;
/** So many at once where it has not: a press must not wait for them. */
const FEW_WORDS = 24;

/**
 * The marks of a plan, drawn beside React: hundreds of them move with each frame of a plan that plays, and a frame is what differs from
 * the one before.
 */
export class MarkLayer extends L.Layer {
  readonly #shapeOf: (name: string) => Node | undefined;
  readonly #container = L.DomUtil.create("div", "marks");
  readonly #drawn = new Map<string, Drawn>();
  readonly #wordless = new Set<Drawn>();
  #map: L.Map | undefined;
  #marks: readonly PlanMark[] = [];
  /** Marks inside are drawn: what is seen and some of what is dragged into sight next. */
  #near: L.LatLngBounds | undefined;
  #idle: number | undefined;

  /** @param shapeOf a fresh copy of the shape of a name */
  constructor(shapeOf: (name: string) => Node | undefined) {
    super();
    this.#shapeOf = shapeOf;
    this.#container.addEventListener("click", (event) => {
      const pressed = this.#of(event);
      if (pressed === undefined) return;
      // Leaflet would take it for a click on the plan itself.
      event.stopPropagation();
      if (!endsDrag(this.#map, event)) pressed.mark.choose();
    });
    this.#container.addEventListener("focusin", (event) => this.#say(this.#of(event)));
    this.#container.addEventListener("pointerover", (event) => this.#say(this.#of(event)));
  }

  override onAdd(map: L.Map): this {
    this.#map = map;
    map.getPane("markerPane")?.append(this.#container);
    map.on("zoom viewreset", this.#place, this);
    map.on("move resize", this.#look, this);
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off("zoom viewreset", this.#place, this);
    map.off("move resize", this.#look, this);
    this.#container.remove();
    this.#map = undefined;
    if (this.#idle !== undefined) cancelIdle(this.#idle);
    return this;
  }

  /** Draws these and no others. The same marks again cost nothing. */
  draw(marks: readonly PlanMark[]): void {
    if (marks === this.#marks) return;
    this.#marks = marks;
    this.#near = this.#map?.getBounds().pad(BEYOND);
    this.#draw();
  }

  /** Draws what comes into sight, long before it does. */
  readonly #look = (): void => {
    const seen = this.#map?.getBounds();
    if (seen === undefined || this.#near?.contains(seen) === true) return;
    this.#near = seen.pad(BEYOND);
    this.#draw();
  };

  #draw(): void {
    const gone = new Set(this.#drawn.keys());
    for (const mark of this.#marks) {
      if (this.#near?.contains(toLatLng(mark.at)) === false && !mark.isChosen) continue;
      gone.delete(mark.key);
      const before = this.#drawn.get(mark.key);
      if (before?.mark === mark) continue;
      const drawn = before ?? this.#make(mark);
      this.#change(drawn, mark, before?.mark);
    }
    for (const key of gone) {
      const drawn = this.#drawn.get(key);
      drawn?.holder.remove();
      this.#drawn.delete(key);
      if (drawn) this.#wordless.delete(drawn);
    }
    // A few cost nothing that is noticed, and nobody meets a button without a name.
    if (this.#wordless.size <= FEW_WORDS) for (const drawn of this.#wordless) this.#say(drawn);
    else this.#idle ??= whenIdle(this.#sayMore, WORDS_WITHIN_MS);
  }

  #of(event: Event): Drawn | undefined {
    const holder = event.target instanceof Element ? event.target.closest<HTMLElement>(".plan-mark") : null;
    return holder === null ? undefined : this.#drawn.get(holder.dataset["key"] ?? "");
  }

  #make(mark: PlanMark): Drawn {
    const holder = L.DomUtil.create("div", "plan-mark drawn", this.#container);
    holder.dataset["key"] = mark.key;
    const button = L.DomUtil.create("button", "", holder);
    button.type = "button";
    const drawn: Drawn = { mark, holder, button };
    this.#drawn.set(mark.key, drawn);
    return drawn;
  }

  #change(drawn: Drawn, mark: PlanMark, before: PlanMark | undefined): void {
    drawn.mark = mark;
    if (before === undefined || before.at.x !== mark.at.x || before.at.y !== mark.at.y || before.front !== mark.front)
      this.#put(drawn);
    if (
      before?.shape !== mark.shape ||
      before.isChosen !== mark.isChosen ||
      before.count !== mark.count ||
      before.caption?.text !== mark.caption?.text ||
      before.caption?.side !== mark.caption?.side ||
      before.caption?.asidePx !== mark.caption?.asidePx
    )
      this.#fill(drawn);
    this.#wordless.add(drawn);
  }

  #fill({ button, mark }: Drawn): void {
    const shape = document.createElement("span");
    if (mark.isChosen) shape.className = "chosen";
    const copy = this.#shapeOf(mark.shape);
    if (copy) shape.append(copy);
    const parts: Node[] = [shape];
    if (mark.count !== undefined) parts.push(spanOf("cluster-count num", String(mark.count)));
    if (mark.caption) {
      const { text, side, asidePx } = mark.caption;
      const label = spanOf(`mark-label ${side}`, text);
      if (asidePx !== 0) label.style.marginLeft = `${asidePx}px`;
      parts.push(label);
    }
    button.replaceChildren(...parts);
  }

  #put({ holder, mark }: Drawn): void {
    if (this.#map === undefined) return;
    const point = this.#map.latLngToLayerPoint(toLatLng(mark.at)).round();
    // In two dimensions: Leaflet's own way makes each mark a layer of its own for the graphics processor, hundreds of which are put together anew
    // for each frame of a plan that is dragged. So all of them are drawn once, and the plan moves as one.
    holder.style.transform = `translate(${point.x}px, ${point.y}px)`;
    holder.style.zIndex = String(point.y + (mark.front ? 1_000 : 0));
  }

  readonly #place = (): void => {
    for (const drawn of this.#drawn.values()) this.#put(drawn);
  };

  readonly #sayMore = (until?: IdleDeadline): void => {
    this.#idle = undefined;
    let most = until?.didTimeout === false ? this.#wordless.size : FEW_WORDS;
    for (const drawn of this.#wordless) {
      if (most === 0 || (until?.didTimeout === false && until.timeRemaining() === 0)) break;
      this.#say(drawn);
      most -= 1;
    }
    if (this.#wordless.size > 0) this.#idle = whenIdle(this.#sayMore, WORDS_WITHIN_MS);
  };

  #say(drawn: Drawn | undefined): void {
    if (drawn === undefined || !this.#wordless.delete(drawn)) return;
    const { label } = drawn.mark;
    if (drawn.button.title === label) return;
    drawn.button.title = label;
    drawn.button.ariaLabel = label;
  }
}

function spanOf(name: string, text: string): HTMLElement {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}
