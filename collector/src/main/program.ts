import { explainUsage } from "@probewarden/cli";
import { ROLES } from "@probewarden/contract";
import { SITE_CODE_USES } from "@probewarden/contract/figures";
import { Argument, Command, InvalidArgumentError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { exportRecord, verifyRecord } from "./commands/audit.ts";
import { backup } from "./commands/backup.ts";
import { renewCertificates, showCertificates, type RenewOptions } from "./commands/certificates.ts";
import { checkConfigFile } from "./commands/check-config.ts";
import { writeBrokerFiles } from "./commands/broker-config.ts";
import { doctor } from "./commands/doctor.ts";
import { addFloor, type FloorOptions } from "./commands/floor.ts";
import { listFloors, removeFloor, type FloorRemoveOptions } from "./commands/remove-floor.ts";
import { removeVenueOf, type VenueRemoveOptions } from "./commands/remove-venue.ts";
import { init, type InitOptions } from "./commands/init.ts";
import { move, type MoveOptions } from "./commands/move.ts";
import { printClaimCode } from "./commands/claim-code.ts";
import { printSiteCode } from "./commands/site-code.ts";
import { calibratePlaces, listCalibrations, uncalibratePlaces } from "./commands/place.ts";
import { makePackage, showPackageKey, verifyPackageFile, type PackageMakeOptions } from "./commands/package.ts";
import { placeSensor, type PlaceOptions } from "./commands/place-sensor.ts";
import { addRelease, dropRelease, listReleases } from "./commands/release.ts";
import { restore } from "./commands/restore.ts";
import { run } from "./commands/run.ts";
import { addSensor, listSensors, removeSensor, type SensorAddOptions } from "./commands/sensor.ts";
import { addUser, listUsers, makeLink, removeUser, resetUser, type UserAddOptions } from "./commands/user.ts";
import { addVenue, importVenueFile, listVenues, setResidents, USUAL_TIME_ZONE } from "./commands/venue.ts";
import { venueNetworks, type NetworksOptions } from "./commands/venue-networks.ts";
import { verify } from "./commands/verify.ts";
import { VERSION } from "./version.ts";

/** Ports of TLS, which need no rights of an administrator (8883: IANA, secure-mqtt). */
const HTTPS_PORT = 8443;
const MQTTS_PORT = 8883;

/** An option that may be said again. */
const several = (value: string, values: string[]): string[] => [...values, value];

type WithConfig = { config?: string };

/** The command line: names and options, nothing else. */
export function makeProgram(context: CommandContext): Command {
  const program = new Command("probewarden-collector")
    .description("Keeps the record, fuses sensors into suspects, alerts people, serves the dashboard")
    .version(VERSION, "-V, --version", "print the version")
    // Before the commands are made: each takes both over when it is.
    .configureOutput({ outputError: (text) => context.tell(explainUsage(text)) })
    .exitOverride();
  const withConfig = (command: Command): Command =>
    command.option("--config <file>", "collector.yaml; else PW_CONFIG, ./collector.yaml or the one in the data folder");

  withConfig(program.command("run"))
    .description("run the collector until SIGTERM or Ctrl-C")
    .action((options: WithConfig) => run(context, options));

  program
    .command("init")
    .description("prepare a collector: certificate authority, TLS, collector.yaml, the first account's link")
    .option("--data-dir <folder>", "folder of all data (PW_DATA_DIR)")
    .option(
      "--host <name>",
      "host name or IP address under which it is reached; may be repeated",
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .option("--http-port <port>", "port of the dashboard", port, HTTPS_PORT)
    .option("--mqtt-port <port>", "port for sensors", port, MQTTS_PORT)
    .option("--venue <id>", "id of the first venue", "venue-1")
    .option("--venue-name <name>", "its name", "Venue 1")
    .option("--time-zone <zone>", "its IANA time zone", USUAL_TIME_ZONE)
    .action((options: InitOptions) => init(context, options));

  const certificates = withConfig(program.command("certificates"))
    .description("until when the certificates are good, and who signs them")
    .action((options: WithConfig) => showCertificates(context, options));
  withConfig(certificates.command("renew"))
    .description("make a new certificate for the server; sensors follow without a visit")
    .option(
      "--host <name>",
      "host name or IP address under which it is reached from now on; may be repeated",
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .option("--new-authority", "let a new authority sign, which sensors are told of before")
    .option("--now", "let the new authority sign at once, whichever sensors know it")
    .action((options: RenewOptions, command: Command) =>
      renewCertificates(context, { ...command.parent?.opts<WithConfig>(), ...options }),
    );

  withConfig(program.command("move"))
    .description("move from the embedded stores to PostgreSQL and InfluxDB; the collector must stand still")
    .requiredOption("--state <url>", "an empty database (postgres://user@host/database)")
    .option("--state-password-file <file>", "file with that user's password; it goes into collector.yaml by its name")
    .option("--series <url>", "an empty database (influx://user@host:8086/database); else the series stay")
    .option("--series-password-file <file>", "file with that user's password")
    .action((options: MoveOptions) => move(context, options));

  const sensor = program.command("sensor").description("the sensors that may speak");
  withConfig(sensor.command("add <id>"))
    .description("add a sensor and print its agent.yaml, with its password, once, or write it with --out")
    .option("--venue <id>", "its venue; needed where there are several")
    .option("--title <name>", "its name on screen")
    .option("--floor <id>", "its floor, with --x and --y")
    .option("--x <metres>", "metres to the right on the plan", metres)
    .option("--y <metres>", "metres down on the plan", metres)
    .option("--renew", "it exists: give it a new password")
    .option("--out <file>", "write it into this new file, mode 0600, instead of printing it")
    .action((id: string, options: SensorAddOptions) => addSensor(context, id, options));
  withConfig(sensor.command("list"))
    .description("one line per sensor: id, venue, floor, x, y, state, reasons, name")
    .action((options: WithConfig) => listSensors(context, options));
  withConfig(sensor.command("place <id>"))
    .description("move a sensor; its password stays")
    .requiredOption("--floor <id>", "its floor")
    .requiredOption("--x <metres>", "metres to the right on the plan", metres)
    .requiredOption("--y <metres>", "metres down on the plan", metres)
    .action((id: string, options: WithConfig & PlaceOptions) => placeSensor(context, id, options));
  withConfig(sensor.command("claim-code <id>"))
    .description("make the code by which a technician claims a sensor on site; once, for seven days")
    .action((id: string, options: WithConfig) => printClaimCode(context, id, options));
  withConfig(sensor.command("join-code"))
    .description("make the six words by which boxes join tonight: good for twelve hours, in the place of those before")
    .option("--venue <id>", "where they join; needed where there are several")
    .option("--uses <number>", "boxes that it lets in", Number, SITE_CODE_USES.usual)
    .option("--replace <id>", "it lets one box in, which takes over this sensor's name, place and history")
    .action((options: WithConfig & { venue?: string; uses: number; replace?: string }) =>
      printSiteCode(context, options),
    );
  withConfig(sensor.command("remove <id>"))
    .description("retire a sensor")
    .action((id: string, options: WithConfig) => removeSensor(context, id, options));

  const release = program.command("release").description("versions of the sensor's program, for updates from afar");
  withConfig(release.command("add <file>"))
    .description("take a package in, with the FILE.release.json beside it; the fleet page updates sensors to it")
    .option("--release-key <file>", "public key of its publisher (PEM): refuse a package that is not signed with it")
    .action((file: string, options: WithConfig & { releaseKey?: string }) => addRelease(context, file, options));
  withConfig(release.command("list"))
    .description("one line per release: version, processor, octets, whether its signature was checked, when it came")
    .action((options: WithConfig) => listReleases(context, options));
  withConfig(release.command("remove <version>"))
    .description("remove a version")
    .action((version: string, options: WithConfig) => dropRelease(context, version, options));

  const venue = program.command("venue").description("venues and their floors");
  withConfig(venue.command("add <id>"))
    .description("add a venue, or change what is named of it")
    .option("--title <name>", "its name on screen")
    .option("--time-zone <zone>", `its IANA time zone; a new venue's is ${USUAL_TIME_ZONE} unless it is named`)
    .option("--location <lat,lon>", "where it is, in degrees of WGS 84; the region view draws it there")
    .option("--district <name>", "its district, or another group by which a region is looked at")
    .action((id: string, options: Parameters<typeof addVenue>[2]) => addVenue(context, id, options));
  withConfig(venue.command("floor <venue> <id>"))
    .description("add a floor, or change what is named of it")
    .option("--width <metres>", "its width; a new floor needs it", metres)
    .option("--height <metres>", "its height; a new floor needs it", metres)
    .option("--title <name>", "its name on screen")
    .option("--plan <file>", "image of its plan, SVG or PNG, cut to its edges; it takes the place of the one before")
    .option("--no-plan", "take its plan away")
    .action((venueId: string, id: string, options: FloorOptions) => addFloor(context, venueId, id, options));
  withConfig(venue.command("residents <id>"))
    .description("whether its sensors report the levels of access points that are always there")
    .addArgument(new Argument("<switch>").choices(["on", "off"]))
    .action((id: string, residents: string, options: WithConfig) =>
      setResidents(context, id, residents === "on", options),
    );
  withConfig(venue.command("networks <id>"))
    .description("print the list of its own access points as JSON, which evil twins are known by; or take one in")
    .option(
      "--heard",
      "below it, what its sensors have heard for long: delete what is not the venue's, and --set the rest",
    )
    .option("--set <file>", "the list that takes its place")
    .action((id: string, options: NetworksOptions) => venueNetworks(context, id, options));
  withConfig(venue.command("list"))
    .description("one line per venue: id, floors, name, time zone")
    .action((options: WithConfig) => listVenues(context, options));
  withConfig(venue.command("import <file>"))
    .description("bring in a venue with floors, plans and sensors from JSON")
    .action((file: string, options: WithConfig) => importVenueFile(context, file, options));

  withConfig(venue.command("remove <id>"))
    .description("remove a venue with all that hangs on it; what that is, is said and asked first")
    .option("--with-sensors", "its sensors too, which are refused from now on")
    .option("--with-record", "its suspects, alerts and cameras too, and their levels; this cannot be undone")
    .action((id: string, options: VenueRemoveOptions) => removeVenueOf(context, id, options));

  const floor = program.command("floor").description("floors of a venue (`venue floor` adds one)");
  withConfig(floor.command("list <venue>"))
    .description("one line per floor: id, width, height, plan, sensors, name")
    .action((venueId: string, options: WithConfig) => listFloors(context, venueId, options));
  withConfig(floor.command("remove <venue> <id>"))
    .description("remove a floor and its plan")
    .option("--with-places", "sensors that hang there stay, without a place")
    .action((venueId: string, id: string, options: FloorRemoveOptions) => removeFloor(context, venueId, id, options));

  const place = program.command("place").description("how places of transmitters are told on a floor");
  withConfig(place.command("calibrate <venue> <floor> [file]"))
    .description("fit a floor to points at known places, from JSON; without a file anew to those that it has")
    .action((venueId: string, id: string, file: string | undefined, options: WithConfig) =>
      calibratePlaces(context, venueId, id, file, options),
    );
  withConfig(place.command("list <venue>"))
    .description("one line per floor: id, whether it is calibrated, measured error in metres (median, p90), places")
    .action((venueId: string, options: WithConfig) => listCalibrations(context, venueId, options));
  withConfig(place.command("uncalibrate <venue> <floor>"))
    .description("take a floor's calibration back")
    .action((venueId: string, id: string, options: WithConfig) => uncalibratePlaces(context, venueId, id, options));

  const user = program.command("user").description("accounts");
  withConfig(user.command("add [name]"))
    .description("make an account, or change its password; asks for it at a terminal, else reads it from stdin")
    .option(
      "--role <role>",
      `what it may do, each by an option of its own (${ROLES.join(", ")}); else everything`,
      several,
      [],
    )
    .option("--district <name>", "only at the venues of this district; may be said again", several, [])
    .option("--venue <id>", "only at this venue; may be said again", several, [])
    .action((name: string | undefined, options: UserAddOptions) => addUser(context, name, options));
  withConfig(user.command("list"))
    .description("one line per account: sessions, since when, name, roles, where")
    .action((options: WithConfig) => listUsers(context, options));
  withConfig(user.command("reset [name]"))
    .description("give an account another password, take its second step off, and end its sessions")
    .action((name: string | undefined, options: WithConfig) => resetUser(context, name, options));
  withConfig(user.command("remove <name>"))
    .description("remove an account; whoever is signed in with it is out at once")
    .action((name: string, options: WithConfig) => removeUser(context, name, options));
  withConfig(user.command("link"))
    .description("print a one-time link that makes an account")
    .action((options: WithConfig) => makeLink(context, options));

  const record = program.command("audit").description("the record of who did what");
  withConfig(record.command("verify"))
    .description("look through every line, and name the first that is not as it was written")
    .option("--end <link>", "a link that an earlier `audit verify` printed: it must still be there")
    .action((options: WithConfig & { end?: string }) => verifyRecord(context, options));
  withConfig(record.command("export <file>"))
    .description("write the whole record into a new file, mode 0600, in the order of its chain")
    .option("--format <format>", "jsonl or csv", "jsonl")
    .action((file: string, options: WithConfig & { format: string }) => exportRecord(context, file, options));

  const evidence = program.command("package").description("packages of evidence");
  withConfig(evidence.command("make [suspect]"))
    .description(
      "write the evidence about a suspect or a camera into a new signed file, mode 0600; it stands in the record",
    )
    .option("--camera <camera>", "a camera, in the place of a suspect")
    .option("--decision <number>", "one decision about it: what was known then is marked")
    .requiredOption("--out <file>", "that file, a .zip")
    .requiredOption("--by <name>", "who takes it away")
    .requiredOption("--purpose <text>", "what it is for")
    .requiredOption("--legal-basis <text>", "what allows it")
    .action((suspectId: string | undefined, options: PackageMakeOptions) => makePackage(context, suspectId, options));
  withConfig(evidence.command("key"))
    .description("print the fingerprint of the key that packages are signed with")
    .action((options: WithConfig) => showPackageKey(context, options));
  evidence
    .command("verify <file>")
    .description("look through a package, and name what is not as it was made")
    .requiredOption("--key <fingerprint>", "fingerprint of the key that must have signed it")
    .action((file: string, options: { key: string }) => verifyPackageFile(context, file, options));

  withConfig(program.command("broker-config"))
    .description("write the configuration of an outside mosquitto")
    .requiredOption("--out <folder>", "folder for its files")
    .action((options: WithConfig & { out: string }) => writeBrokerFiles(context, options));
  withConfig(program.command("backup <file>"))
    .description("write all data into one .tar, also while it runs")
    .action((file: string, options: WithConfig) => backup(context, file, options));
  program
    .command("restore <file>")
    .description("unpack a backup into an empty data folder")
    .option("--data-dir <folder>", "that folder (PW_DATA_DIR)")
    .action((file: string, options: { dataDir?: string }) => restore(context, file, options));
  withConfig(program.command("doctor"))
    .description("look at everything that a collector needs, and say what is wrong and what to do")
    .option("--json", "as JSON, for a program")
    .action((options: WithConfig & { json?: boolean }) => doctor(context, options));
  withConfig(program.command("check-config"))
    .description("read collector.yaml and the certificates that it names as a start would, and say what is wrong")
    .action((options: WithConfig) => checkConfigFile(context, options));
  withConfig(program.command("verify"))
    .description("check the stores' integrity")
    .action((options: WithConfig) => verify(context, options));
  program
    .command("version")
    .description("print the version")
    .action(() => context.print(VERSION));
  return program;
}

/** JavaScript reads `0x10` and `1e3` as numbers too; whoever typed them most likely meant something else. */
function port(text: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > 65_535) throw new InvalidArgumentError("a port is a number from 1 to 65535 (example: 8443)");
  return value;
}

function metres(text: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError("metres are a number (example: 12.5)");
  return Number(text);
}
