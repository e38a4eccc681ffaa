import { Type, type Static } from "typebox";
import { Ed25519Signature, ReleaseOctets, Sha256, Version } from "./brands.ts";
import { inKeyOrder } from "./in-key-order.ts";
import { LIMITS } from "./limits.ts";

/** The one package that a sensor installs from afar. */
export const RELEASE_PACKAGE = "probewarden-agent";

/** For which processors there are packages, by the names that Debian gives them. */
export const RELEASE_ARCHITECTURES = ["amd64", "arm64"] as const;
export type ReleaseArchitecture = (typeof RELEASE_ARCHITECTURES)[number];
export const ReleaseArchitecture = (description: string) =>
  Type.Union([Type.Literal("amd64"), Type.Literal("arm64")], { description });

/**
 * One package of the sensor's program, as whoever publishes it has signed it (Ed25519, RFC 8032) over {@link releaseText}. The key never lies on a
 * collector: a collector says when a sensor installs something, never what.
 */
export const Release = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
    package: Type.Literal(RELEASE_PACKAGE, { description: "name of the Debian package" }),
    version: Version("what a sensor says of itself when it runs it"),
    architecture: ReleaseArchitecture("processor that it is for, by Debian's name"),
    size: Type.Integer({ minimum: 1, maximum: LIMITS.releaseBytes, description: "octets of the package" }),
    sha256: Sha256("of the package"),
    signature: Ed25519Signature("the publisher's, over all of the above"),
  },
  { additionalProperties: false, $id: "Release" },
);
export type Release = Static<typeof Release>;

/** What is signed begins with this, so that no signature over a release is one over anything else. */
const SIGNED = "probewarden-release 1\n";

/** The text over which a release is signed: all but the signature, keys in order, so that all write the same octets. */
export function releaseText(release: Omit<Release, "signature">): string {
  return SIGNED + inKeyOrder({ ...release, signature: undefined });
}

/** A sensor asks for a piece of a release that it was told to install. One question, one piece; none is kept by the broker. */
export const Want = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
    sha256: Sha256("of the package"),
    offset: Type.Integer({ minimum: 0, maximum: LIMITS.releaseBytes - 1, description: "first octet" }),
    octets: Type.Integer({ minimum: 1, maximum: LIMITS.pieceBytes, description: "how many" }),
  },
  { additionalProperties: false, $id: "Want" },
);
export type Want = Static<typeof Want>;

/** A piece of a release, as a sensor asked for it. Nothing of it is believed before the whole has the hash that was signed. */
export const Piece = Type.Object(
  {
    v: Type.Integer({ minimum: 1, description: "major version of the contract" }),
    sha256: Sha256("of the package"),
    offset: Type.Integer({ minimum: 0, maximum: LIMITS.releaseBytes - 1, description: "first octet" }),
    data: ReleaseOctets("the octets, in base64: as many as were asked for"),
  },
  { additionalProperties: false, $id: "Piece" },
);
export type Piece = Static<typeof Piece>;
