import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Type, type Static } from "typebox";
import { Check } from "typebox/value";
import type { BoxState } from "../sensor/look-at-box.ts";
import type { BoxHelper, Installed } from "./box-helper.ts";
import { Wifi } from "./wifi.ts";
import { TROUBLES } from "./words.ts";

/** An identity with its authority's certificate is some two thousand octets. */
const MOST_OCTETS = 64 * 1024;
const ASKED = "asked";
const ANSWER = "answer.json";
/** A look asks the broker, which takes ten seconds where nobody answers. */
const PATIENCE_MS = 40_000;
const LOOK_MS = 200;

const Asked = Type.Object(
  {
    id: Type.String({ pattern: "^[0-9a-f]{16}$" }),
    agentYaml: Type.Optional(Type.String({ maxLength: MOST_OCTETS })),
    wifi: Type.Optional(Wifi),
  },
  { additionalProperties: false },
);
type Asked = Static<typeof Asked>;
const Answer = Type.Object({
  id: Type.String(),
  state: Type.Object({
    sensorId: Type.Optional(Type.String()),
    checks: Type.Array(
      Type.Object({
        id: Type.String(),
        state: Type.Enum(["ok", "warning", "failed", "unknown"]),
        code: Type.Optional(Type.String()),
      }),
    ),
    hasHotspot: Type.Optional(Type.Boolean()),
    mayJoinAgain: Type.Optional(Type.Boolean()),
  }),
  sensorId: Type.Optional(Type.String()),
  trouble: Type.Optional(Type.Enum(Object.keys(TROUBLES) as (keyof typeof TROUBLES)[])),
});

/** Root did not answer. */
const UNSEEN: BoxState = { checks: [{ id: "look", state: "failed" }] };

/** Two folders between the page, which the network reaches, and root: each writes into its own. */
export interface HandOver {
  /** The page's: what it asks for. */
  asks: string;
  /** Root's: what came of it. */
  answers: string;
}

/** For the page, which may do nothing by itself: writes what it wants, and waits for who may. */
export function askingHelper({ asks, answers }: HandOver, patienceMs = PATIENCE_MS): BoxHelper {
  const ask = async (wanted: Omit<Asked, "id"> = {}): Promise<Static<typeof Answer> | undefined> => {
    const id = randomBytes(8).toString("hex");
    const draft = join(asks, `.${ASKED}`);
    writeFileSync(draft, JSON.stringify({ id, ...wanted }));
    renameSync(draft, join(asks, ASKED));
    for (let waited = 0; waited < patienceMs; waited += LOOK_MS) {
      const answer = readAnswer(join(answers, ANSWER));
      if (answer?.id === id) return answer;
      await sleep(LOOK_MS);
    }
    return undefined;
  };
  return {
    look: async () => (await ask())?.state ?? UNSEEN,
    install: async (agentYaml): Promise<Installed> => {
      const answer = await ask({ agentYaml });
      if (answer?.sensorId !== undefined) return { sensorId: answer.sensorId };
      return { trouble: answer?.trouble ?? "helper" };
    },
    giveWifi: async (wifi) => {
      const answer = await ask({ wifi });
      return answer === undefined ? "helper" : answer.trouble;
    },
  };
}

function readAnswer(file: string): Static<typeof Answer> | undefined {
  try {
    const answer: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Check(Answer, answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

/**
 * For root: takes what the page has asked for, once, does it and says what came of it. Whoever may have taken the page over can ask for a look, or hand in
 * an identity where there is none or its collector has let the box go; nothing else, and no link leads root elsewhere. Returns whether anything was asked.
 */
export async function answerPage({ asks, answers }: HandOver, helper: BoxHelper): Promise<boolean> {
  const asked = takeAsked(join(asks, ASKED));
  if (asked === undefined) return false;
  const installed = asked.agentYaml === undefined ? {} : await helper.install(asked.agentYaml);
  const given = asked.wifi === undefined ? undefined : await helper.giveWifi(asked.wifi);
  const draft = join(answers, `.${ANSWER}`);
  rmSync(draft, { force: true });
  const answer = {
    id: asked.id,
    ...installed,
    ...(given === undefined ? {} : { trouble: given }),
    state: await helper.look(),
  };
  writeFileSync(draft, JSON.stringify(answer), { mode: 0o644, flag: "wx" });
  renameSync(draft, join(answers, ANSWER));
  return true;
}

function takeAsked(file: string): Asked | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { size } = fstatSync(descriptor);
    if (!fstatSync(descriptor).isFile() || size > MOST_OCTETS) return undefined;
    const octets = Buffer.alloc(size);
    const asked: unknown = JSON.parse(octets.toString("utf8", 0, readSync(descriptor, octets, 0, size, 0)));
    return Check(Asked, asked) ? asked : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
    // Whatever it was: the unit that does this is started as long as something lies there.
    rmSync(file, { force: true, recursive: true });
  }
}
