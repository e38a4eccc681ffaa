import { Type, type Static } from "typebox";
import {
  Identifier,
  InfrastructureBssid,
  OperatorName,
  OperatorText,
  PlanImage,
  Secret,
  SuspectAddress,
  Timestamp,
  Url,
} from "../brands.ts";
import { LIMITS } from "../limits.ts";

const By = OperatorText("name of the account", 64);

/** How far a person got with putting a sensor up. What is not there has not been done. */
export const SensorSetup = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    venueId: Identifier("its venue"),
    codeUntil: Type.Optional(Timestamp("until when a code waits that claims it")),
    claimed: Type.Optional(
      Type.Object(
        { by: By, at: Timestamp("when its code was used") },
        { additionalProperties: false, description: "who holds the box in hand" },
      ),
    ),
    photo: Type.Optional(
      Type.Object(
        { url: Url("the image, under /api/"), by: By, at: Timestamp("when it was sent") },
        { additionalProperties: false, description: "how it hangs" },
      ),
    ),
    heard: Type.Optional(
      Type.Object(
        {
          levelDbm: Type.Number({ description: "median of that minute at this sensor, from what the sensor reported" }),
          minute: Timestamp("the minute in which it was heard"),
          by: By,
          at: Timestamp("when a person asked"),
        },
        {
          additionalProperties: false,
          description: "that it hears a transmitter which a person chose; whose address is not kept",
        },
      ),
    ),
  },
  { additionalProperties: false, $id: "SensorSetup" },
);
export type SensorSetup = Static<typeof SensorSetup>;

/** A code that ties the box in a person's hand to a sensor. It is shown this once. */
export const ClaimCode = Type.Object(
  {
    code: OperatorText("eight letters and digits, in two groups", 9),
    expiresAt: Timestamp("until when it is good"),
  },
  { additionalProperties: false, $id: "ClaimCode" },
);
export type ClaimCode = Static<typeof ClaimCode>;

/** The code of a box, as it was scanned or typed: small letters, blanks and hyphens do not matter. */
export const ClaimRequest = Type.Object({ code: Secret("the code") }, { additionalProperties: false });
export type ClaimRequest = Static<typeof ClaimRequest>;

export const SensorNameRequest = Type.Object(
  {
    name: OperatorName("its name from now on"),
    before: OperatorName("the name that was seen; when it has another, nothing is changed"),
  },
  { additionalProperties: false },
);
export type SensorNameRequest = Static<typeof SensorNameRequest>;

export const SensorPhotoRequest = Type.Object(
  {
    image: PlanImage("a JPEG in base64, drawn anew: without place, time or camera in it", LIMITS.photoCharacters),
    before: Type.Union([Url("the address of the photo that was seen"), Type.Null()], {
      description: "null: there was none. When there is another by now, nothing is changed",
    }),
  },
  { additionalProperties: false },
);
export type SensorPhotoRequest = Static<typeof SensorPhotoRequest>;

export const SensorHeardRequest = Type.Object(
  {
    transmitter: Type.Union([
      InfrastructureBssid("BSSID of an access point"),
      SuspectAddress("an address of a suspect"),
    ]),
    askId: Type.Optional(
      Identifier("a question that this sensor has answered; absent: its levels of the last minutes are looked through"),
    ),
  },
  { additionalProperties: false },
);
export type SensorHeardRequest = Static<typeof SensorHeardRequest>;
