import type { XmlElement } from "../interrogate/xml.ts";
import { allOf, propertyOf } from "./answer-tree.ts";
import { fit } from "./proven.ts";

/** What a device says it is. Strings as they stand: `5.10` is no number. */
export interface Identity {
  manufacturer?: string;
  model?: string;
  firmware?: string;
  /** Read to know the maker by its form; told to nobody. */
  serial?: string;
}

const said = (identity: Partial<Record<keyof Identity, string | undefined>>): Identity =>
  Object.fromEntries(
    Object.entries(identity)
      .map(([name, value]) => [name, fit(value ?? "")] as const)
      .filter(([, value]) => value !== ""),
  );

/** ONVIF GetDeviceInformation and Hikvision's System/deviceInfo. */
export function identityIn(tree: XmlElement): Identity {
  const information = allOf(tree, "GetDeviceInformationResponse")[0];
  if (information !== undefined)
    return said({
      manufacturer: propertyOf(information, "Manufacturer"),
      model: propertyOf(information, "Model"),
      firmware: propertyOf(information, "FirmwareVersion"),
      serial: propertyOf(information, "SerialNumber"),
    });
  const info = allOf(tree, "DeviceInfo").find((each) => propertyOf(each, "model") !== undefined);
  if (info === undefined) return {};
  return said({
    manufacturer: propertyOf(info, "manufacturer"),
    model: propertyOf(info, "model"),
    serial: propertyOf(info, "serialNumber"),
    firmware: [propertyOf(info, "firmwareVersion"), propertyOf(info, "firmwareReleasedDate")].join(" ").trim(),
  });
}

/** Lines of Dahua's magicBox (`type=`, `version=`, `vendor=`) and of VAPIX param.cgi (`root.Brand.…`). */
export function identityOfLines(text: string): Identity {
  const values = new Map(
    text
      .slice(0, 16_384)
      .split(/\r?\n/)
      .map((line) => {
        const at = line.indexOf("=");
        return [line.slice(0, Math.max(0, at)).trim().toLowerCase(), line.slice(at + 1).trim()] as const;
      }),
  );
  return said({
    manufacturer: values.get("vendor") ?? values.get("root.brand.brand"),
    model: values.get("type") ?? values.get("devicetype") ?? values.get("root.brand.prodfullname"),
    firmware: values.get("version") ?? values.get("root.properties.firmware.version"),
  });
}
