import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { randomBytes } from "node:crypto";
import { connect, type TLSSocket } from "node:tls";
import { channelOf, ConfigError, idOfCode, isProof, JOIN_VERSION, printable, proofOf } from "@probewarden/cli";
import { JoinAnswer, type JoinRequest } from "@probewarden/contract";
import { Check } from "typebox/value";
import { JoinError, type JoinTrouble } from "./join-error.ts";

/** The collector's port where none is named. */
const USUAL_PORT = 8443;
const WAIT_MS = 10_000;
const MOST_ANSWER_BYTES = 64 * 1024;

export interface AskedToJoin {
  /** What the code is worth: `keyOf` of its words. */
  key: Buffer;
  /** Address of the collector, as people open it. */
  collector: string | undefined;
  /** What it wants to be called. */
  name?: string;
  box: string;
}

/**
 * Asks a collector to let this box in, by a code. Its certificate is not known yet, so none is asked for: both ends prove that they know the code, each over
 * what only the two ends of this connection know of it. Nothing that was answered is believed before that.
 * @throws ConfigError, JoinError with what to do
 */
export async function askToJoin({ key, collector, name, box }: AskedToJoin): Promise<JoinAnswer> {
  const url = addressOf(collector);
  const socket = await connectTo(url);
  try {
    const channel = channelOf(socket);
    if (channel === undefined)
      throw new JoinError("no-collector", `${url.host} does not speak TLS 1.3; update what answers there`);
    const nonce = randomBytes(16).toString("hex");
    const body: JoinRequest = {
      version: JOIN_VERSION,
      codeId: idOfCode(key),
      nonce,
      proof: proofOf(key, "sensor", channel, `${nonce} ${box} ${name ?? ""}`),
      box,
      ...(name === undefined ? {} : { name }),
    };
    const { status, text } = await post(url, socket, JSON.stringify(body));
    const said = parse(text);
    if (status !== 200) throw refusal(url, status, said);
    if (!Check(JoinAnswer, said))
      throw new JoinError(
        "join-version",
        `${url.host} answers what this version does not understand; bring agent and collector to the same release`,
      );
    if (!isProof(said.proof, proofOf(key, "collector", channel, `${nonce} ${said.agentYaml}`)))
      throw new JoinError(
        "other-collector",
        `${url.host} answers, but does not know this code: something stands between this box and the collector, or it is another collector. Nothing was installed; compare the address, and have the code taken back`,
      );
    return said;
  } finally {
    socket.destroy();
  }
}

/** @throws ConfigError where there is none, or it is none of HTTPS */
function addressOf(said: string | undefined): URL {
  if (said === undefined)
    throw new ConfigError("--collector: say which (example: --collector https://collector.local:8443)");
  const text = /^\w+:\/\//.test(said) ? said : `https://${said}${/:\d+$/.test(said) ? "" : `:${USUAL_PORT}`}`;
  if (!URL.canParse(text) || !text.startsWith("https://"))
    throw new ConfigError(
      `--collector ${printable(said)}: it is an address that begins with https:// (example: https://collector.local:8443)`,
    );
  return new URL(text);
}

/** What the system says of a way that does not reach the collector, and what helps. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND:
    "is a name that this box does not know; give the collector's IP address (--collector https://192.168.1.10:8443)",
  EAI_AGAIN: "cannot be looked up, for no name server answers; give the collector's IP address, or look at the cable",
  ECONNREFUSED: "does not answer on that port; is the collector running, and is that the address that people open?",
  EHOSTUNREACH: "cannot be reached from this network; is the box on the network of the collector?",
  ENETUNREACH: "cannot be reached: this box has no network; look at the cable or the Wi-Fi",
  EPROTO: "does not speak TLS 1.3 on that port; --collector is the address that people open, not that of MQTT",
};

/** The same where somebody has other words for it. */
const TROUBLES: Readonly<Record<string, JoinTrouble>> = {
  ENOTFOUND: "unknown-name",
  EAI_AGAIN: "no-network",
  ENETUNREACH: "no-network",
  EPROTO: "no-collector",
};

async function connectTo(url: URL): Promise<TLSSocket> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isName = !/^[\d.]+$|:/.test(host);
  const socket = connect({
    host,
    port: Number(url.port === "" ? 443 : url.port),
    ...(isName ? { servername: host } : {}),
    minVersion: "TLSv1.3",
    // Its authority is what is fetched here. Who is at the other end, the proofs say.
    rejectUnauthorized: false,
  });
  socket.setTimeout(WAIT_MS, () => socket.destroy(Object.assign(new Error("silent"), { code: "ETIMEDOUT" })));
  try {
    await once(socket, "secureConnect");
    return socket;
  } catch (cause) {
    const code = String((cause as NodeJS.ErrnoException).code ?? "closed");
    const known = UNREACHABLE[code.startsWith("ERR_SSL") ? "EPROTO" : code];
    throw new JoinError(TROUBLES[code] ?? "unreachable", `${url.host} ${known ?? "does not answer"} (${code})`, {
      cause,
    });
  }
}

async function post(url: URL, socket: TLSSocket, body: string): Promise<{ status: number; text: string }> {
  const asked = request({
    method: "POST",
    path: "/api/join",
    headers: {
      host: url.host,
      // A change is taken from the collector's own address only.
      origin: url.origin,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    },
    createConnection: () => socket,
  });
  asked.end(body);
  try {
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    const parts: Buffer[] = [];
    let octets = 0;
    for await (const part of answer as AsyncIterable<Buffer>) {
      octets += part.length;
      if (octets > MOST_ANSWER_BYTES)
        throw new JoinError("no-collector", `${url.host} answers too much to be a collector`);
      parts.push(part);
    }
    return { status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString("utf8") };
  } catch (cause) {
    if (cause instanceof JoinError) throw cause;
    throw new JoinError("unreachable", `${url.host} ended the connection without an answer; try again`, { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a refusal means for who stands on the ladder. It is anybody's word until the proofs were exchanged, so it is shown and nothing follows from it. */
function refusal(url: URL, status: number, said: unknown): JoinError {
  const { code, detail } = (said ?? {}) as { code?: unknown; detail?: unknown };
  if (typeof code === "string" && isRefusal(code)) return new JoinError(code, `${url.host}: ${REFUSALS[code]}`);
  if (status === 404)
    return new JoinError(
      "no-collector",
      `${url.host} does not know how to let a box in: it is older than this agent (update the collector first), or no collector`,
    );
  const words = typeof detail === "string" ? printable(detail.slice(0, 300)) : `it answers HTTP ${status}`;
  return new JoinError("refused", `${url.host} does not let this box in: ${words}`);
}

const REFUSALS = {
  "no-such-site-code":
    "it has made no such code: read the six words again, and ask whether another code was made since, or whether this is the right collector",
  "site-code-over":
    'this code\'s night is over, or it was taken back: have another one made (Sensors, "Let boxes join")',
  "site-code-used-up": "as many boxes have joined by this code as it was made for: have another one made",
  "join-unproven":
    "something between this box and the collector ends the connection and begins another (a proxy?); join over the collector's own address",
  "join-needs-tls":
    "boxes join over HTTPS with TLS 1.3, straight to the collector; a proxy in front of it is in the way",
  "join-version": "this agent and the collector are of different releases: bring both to the same one",
  "too-many-attempts": "too many attempts from here; wait ten minutes, and read the six words again",
  "unknown-host":
    "the collector does not answer under this name; use the one that people open, or add it there (certificates renew --host NAME)",
} as const satisfies Partial<Record<JoinTrouble, string>>;

const isRefusal = (code: string): code is keyof typeof REFUSALS => Object.hasOwn(REFUSALS, code);
