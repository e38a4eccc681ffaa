import { Type, type Static } from "typebox";
import { CAMERA_ODDITY_CODES, CAMERA_OUTCOMES, problemOf } from "./problems.ts";
import { CameraAddress, CameraText, CodeName, Identifier, Sha256, Timestamp } from "./brands.ts";

/** What an AI camera may take of the public. */
export const CameraCategory = Type.Union(
  [
    Type.Literal("face-recognition"),
    Type.Literal("face-detection"),
    Type.Literal("body-attributes"),
    Type.Literal("gait"),
    Type.Literal("people-counting"),
    Type.Literal("person-detection"),
    Type.Literal("licence-plate"),
    Type.Literal("perimeter"),
    Type.Literal("motion-only"),
  ],
  { description: "category of analytics" },
);
export type CameraCategory = Static<typeof CameraCategory>;

/** The ladder, lowest step first. The step is the highest that is proven; `unknown` is never "no". */
export const CameraStep = Type.Union(
  [
    Type.Literal("unknown"),
    Type.Literal("claimed"),
    Type.Literal("advertised"),
    Type.Literal("supported"),
    Type.Literal("configured"),
    Type.Literal("enabled"),
    Type.Literal("observed"),
  ],
  { description: "claimed: a model name says so; advertised: an answer before login names the category" },
);
export type CameraStep = Static<typeof CameraStep>;
/** The steps of the ladder, lowest first. */
export const CAMERA_STEPS: readonly CameraStep[] = CameraStep.anyOf.map((step) => step.const);

/** Why a step of the ladder holds. */
export const CameraProof = Type.Object(
  {
    call: CodeName("the question that was asked, for example get-services"),
    quote: CameraText("the words of the answer that decide, credentials cut out"),
    answerSha256: Type.Optional(Sha256("hash of the raw answer")),
    keptSha256: Type.Optional(Sha256("hash of the answer after credentials were cut out")),
  },
  { additionalProperties: false },
);
export type CameraProof = Static<typeof CameraProof>;

/** Ladder of one camera in one category. */
export const CameraLadder = Type.Object(
  { category: CameraCategory, step: CameraStep, proofs: Type.Array(CameraProof, { maxItems: 8, description: "why" }) },
  { additionalProperties: false },
);
export type CameraLadder = Static<typeof CameraLadder>;

/** A place to which a camera is set to send pictures or events, or says that it can. */
export const CameraDestination = Type.Object(
  {
    way: Type.Union(
      [
        Type.Literal("http"),
        Type.Literal("ftp"),
        Type.Literal("mqtt"),
        Type.Literal("metadata"),
        Type.Literal("platform"),
      ],
      { description: "how it is sent; platform: to the maker's or operator's management platform" },
    ),
    state: Type.Union([Type.Literal("can"), Type.Literal("set"), Type.Literal("on")], {
      description: "can: a capability; set: an address stands there; on: and it is switched on",
    }),
    to: CameraText("host, port and path, without user name, password and query; empty for a capability"),
    quote: CameraText("the words of the answer that say so"),
  },
  { additionalProperties: false },
);
export type CameraDestination = Static<typeof CameraDestination>;

/** Something that a visit found otherwise than the one before. */
export const CameraChange = Type.Object(
  {
    at: Timestamp("when the visit was received that found it"),
    what: Type.Union([Type.Literal("firmware"), Type.Literal("hardware"), Type.Literal("name"), Type.Literal("step")], {
      description: "what changed; step: a step of the ladder",
    }),
    category: Type.Optional(CameraCategory),
    from: Type.Optional(CameraText("as it was said before; absent where nothing was")),
    to: CameraText("as it is said now; a step: its name, unknown where it is not said any more"),
  },
  { additionalProperties: false },
);
export type CameraChange = Static<typeof CameraChange>;

/** One camera as one sensor saw it at a visit. */
export const CameraFinding = Type.Object(
  {
    cameraId: Identifier(
      "stable for endpoint reference and hardware address; behind a router for endpoint reference and network address",
    ),
    address: CameraAddress("the address that answered"),
    hardware: Type.Optional(CameraText("model, from the hardware scope")),
    name: Type.Optional(CameraText("name, from the name scope")),
    vendor: Type.Optional(CameraText("maker, as the device says")),
    firmware: Type.Optional(CameraText("firmware, as the device says; a string as it stands")),
    webServer: Type.Optional(CameraText("what its web server calls itself (HTTP header Server); proves nothing")),
    streamServer: Type.Optional(
      CameraText("what its server of streams calls itself (RTSP header Server); proves nothing"),
    ),
    profiles: Type.Array(CameraText("an ONVIF profile from the scopes", 32), {
      maxItems: 16,
      description: "profiles, from the scopes",
    }),
    analytics: Type.Union(
      [Type.Literal("kind-unknown"), Type.Literal("named"), Type.Literal("not-advertised"), Type.Literal("unknown")],
      {
        description: "kind-unknown: an analytics service without a named category; unknown: it could not be asked",
      },
    ),
    ladder: Type.Array(CameraLadder, { maxItems: 9, description: "categories with a step above unknown" }),
    asked: Type.Array(
      Type.Object(
        {
          call: CodeName("the question"),
          outcome: CodeName(`one of: ${CAMERA_OUTCOMES.join(", ")}`),
        },
        { additionalProperties: false },
      ),
      { maxItems: 32, description: "what was asked and how it ended" },
    ),
    oddities: Type.Array(problemOf(CAMERA_ODDITY_CODES), {
      maxItems: 16,
      description: "what is odd about the answers",
    }),
    visitedAt: Timestamp("when it was visited"),
    fullVisitAt: Type.Optional(
      Timestamp(
        "when it was last asked everything; what stands here of it is from then, and it says of itself what it said then",
      ),
    ),
    auditedAt: Type.Optional(Timestamp("when it was last read with an account that its operator gave")),
    sendsTo: Type.Optional(
      Type.Array(CameraDestination, {
        maxItems: 16,
        description: "where pictures and events go, as the audit read it",
      }),
    ),
  },
  { additionalProperties: false, $id: "CameraFinding" },
);
export type CameraFinding = Static<typeof CameraFinding>;
