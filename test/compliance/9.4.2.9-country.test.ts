import { describe, expect, test } from "vitest";
import { readCountry } from "../../agent/src/radio/dot11/elements/country.ts";
import { heard, information } from "./octets.ts";

const TECHNICOLOR = "240111 280111 2c0111 300111 95011e 99011e 9d011e a1011e a5011e";

describe("IEEE 802.11-2020, 9.4.2.9: Country", () => {
  test("the subbands of an access point in the 5 GHz band (Aruba AP-325)", () => {
    const read = readCountry(
      information(
        heard(
          "recorded",
          5,
          `
          07 10       # ID, length
          555320      # US, all environments
          240424      # from channel 36 four channels, 36 dBm
          34041e      # from 52 four, 30 dBm
          640c1e      # from 100 twelve, 30 dBm
          950524      # from 149 five, 36 dBm
          00          # padding to an even length
        `,
        ),
      ),
    );
    expect(read).toEqual({
      country: "US",
      environment: 0x20,
      subbands: [
        { firstChannel: 36, channels: 4, mostDbm: 36 },
        { firstChannel: 52, channels: 4, mostDbm: 30 },
        { firstChannel: 100, channels: 12, mostDbm: 30 },
        { firstChannel: 149, channels: 5, mostDbm: 36 },
      ],
      operatingClasses: [],
      fault: undefined,
    });
  });

  test.each([
    ["lower case (OnHub)", 6, "07 0a 757320 24041e 95051e 00", { country: "us", environment: 0x20 }],
    ["a triplet for each channel (Technicolor)", 7, `07 1e 555320 ${TECHNICOLOR}`, { subbands: { length: 9 } }],
    ["the global table, without padding (a library's)", 10, "07 06 494e04 010d1e", { country: "IN", environment: 4 }],
  ])("as others write it: %s", (_, frame, text, expected) =>
    expect(readCountry(information(heard("recorded", frame, text)))).toMatchObject({ ...expected, fault: undefined }),
  );

  test("a 6 GHz access point names its class and no channel", () => {
    expect(readCountry(information(heard("lab", 29, "07 06 444504 c98600")))).toEqual({
      country: "DE",
      environment: 4,
      subbands: [],
      operatingClasses: [134],
      fault: undefined,
    });
  });

  test("operating triplets (201) name the class that the channels behind them are counted in", () => {
    const read = readCountry(
      information(`
        07 09
        444504      # DE, Table E-4 (global)
        c98300      # operating extension 201, class 131, coverage class 0
        013b17      # from channel 1 fifty-nine, 23 dBm
      `),
    );
    expect(read.subbands).toEqual([{ operatingClass: 131, firstChannel: 1, channels: 59, mostDbm: 23 }]);
    expect(read.operatingClasses).toEqual([131]);
    expect(read.fault).toBeUndefined();
  });

  test("the power is signed, and a class stands before the channels behind it only", () => {
    const read = readCountry(information("07 0c 444504 2404ff c98300 013b17"));
    expect(read.subbands).toEqual([
      { firstChannel: 36, channels: 4, mostDbm: -1 },
      { operatingClass: 131, firstChannel: 1, channels: 59, mostDbm: 23 },
    ]);
    expect(read.operatingClasses).toEqual([131]);
    // Any first octet from 201 on begins an operating triplet, and a class may stand without channels.
    expect(readCountry(information("07 09 444504 c98300 ff8400"))).toMatchObject({
      subbands: [],
      operatingClasses: [131, 132],
      fault: undefined,
    });
  });

  test("behind a subband of no channels the others are read", () => {
    expect(readCountry(information("07 0a 555320 240030 95051e 00"))).toMatchObject({
      subbands: [
        { firstChannel: 36, channels: 0 },
        { firstChannel: 149, channels: 5, mostDbm: 30 },
      ],
      fault: "reserved-value",
    });
  });

  test.each([
    ["without a country", "07 00", "too-short"],
    ["with a country and no channels", "07 03 555320", "too-short"],
    ["that ends within a triplet", "07 08 555320 240430 9505", "too-long"],
    ["of channel 0", "07 06 555320 000430", "reserved-value"],
    ["of no channels", "07 06 555320 240030", "reserved-value"],
  ])("one %s has a fault", (_, text, fault) => expect(readCountry(information(text)).fault).toBe(fault));
});
