import { EXIT, explainError, explainUsage } from "@probewarden/cli";
import { Command, CommanderError, Option } from "commander";
import { REPORT_LANGUAGES, type ReportLanguage } from "../cameras/evidence/report-words.ts";
import type { AuditArguments } from "./audit-cameras.ts";
import type { CameraLogArguments } from "./camera-log.ts";
import type { CamerasArguments } from "./print-cameras.ts";
import type { DoctorArguments } from "./doctor-command.ts";
import { DEFAULT_CONFIG_FILE } from "./default-config-file.ts";
import type { ReplayArguments } from "./replay-file.ts";
import type { HandOver } from "../page/hand-over.ts";
import type { JoinOptions } from "./join.ts";
import type { PageOptions } from "./page-command.ts";
import { RUNNABLE, type RunOptions } from "./run-options.ts";
import { VERSION } from "./version.ts";

/**
 * Runs one command and resolves with its exit code; what went wrong is told as one line. Each command imports what it needs when it
 * runs: `replay` needs neither MQTT nor a capture library.
 */
export async function runCommandLine(args: readonly string[], tell: (line: string) => void): Promise<number> {
  try {
    await makeProgram(tell).parseAsync(args, { from: "user" });
    return EXIT.done;
  } catch (error) {
    // Commander has said what is wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const { line, exitCode } = explainError(error);
    tell(line);
    return exitCode;
  }
}

function makeProgram(tell: (line: string) => void): Command {
  const program = new Command("probewarden-agent")
    .description("The sensor: hears 802.11, looks for cameras, judges at the edge, publishes findings. 明察")
    .version(VERSION, "-V, --version", "print the version")
    // Before the commands are made: each takes both over when it is.
    .configureOutput({ outputError: (text) => tell(explainUsage(text)) })
    .exitOverride();
  const configFile = (): Option =>
    new Option("--config <file>", "configuration").default(DEFAULT_CONFIG_FILE).env("PW_CONFIG");

  program
    .command("run")
    .description("run the sensor, or one of its three processes")
    .addOption(configFile())
    .addOption(new Option("--part <part>", "which process").choices(RUNNABLE).default("all"))
    .addOption(new Option("--child", "started by a supervisor").default(false).hideHelp())
    .action(async (options: RunOptions) => (await import("./run.ts")).run(options));

  program
    .command("doctor")
    .description(
      "say whether this machine can listen, and what to mend if not; exit code 0: it can, and nothing failed",
    )
    .addOption(configFile())
    .option("--interface <name>", "adapter to look at, instead of the one of the configuration")
    .option("--json", "as JSON", false)
    .action(async (options: DoctorArguments) => {
      const exitCode = await (await import("./doctor-command.ts")).doctor(options);
      // A native capture on a quiet interface cannot be closed, and would keep doctor waiting.
      process.stdout.write("", () => process.exit(exitCode));
    });

  program
    .command("join <what...>")
    .description(
      "join a collector by its six words or their link, or install the agent.yaml that it printed (- reads standard input), and try the connection",
    )
    .option("--collector <address>", "with words: where people open it (https://collector.local:8443)")
    .option("--name <id>", "with words: what this sensor is called (door-3); else it is named after its box")
    .option("--to <file>", "where it goes", DEFAULT_CONFIG_FILE)
    .option("--no-check", "do not try the connection")
    .action(async (what: string[], options: JoinOptions) => (await import("./join.ts")).join(what, options));

  program
    .command("page")
    .description("serve this box's own page: join it with a phone, see its state; ends by itself when it has joined")
    .option("--port <port>", "where phones find it", "80")
    .option("--host <address>", "on this address only")
    .addOption(new Option("--asks <folder>", "what the page asks root for").hideHelp())
    .addOption(new Option("--answers <folder>", "what root answers").hideHelp())
    .action(async (options: PageOptions) => (await import("./page-command.ts")).servePage(options));

  program
    .command("page-answer", { hidden: true })
    .description("do what the page asked for")
    .requiredOption("--asks <folder>", "what the page asks root for")
    .requiredOption("--answers <folder>", "what root answers")
    .action(async (options: HandOver) => (await import("./page-command.ts")).answerOwnPage(options));

  program
    .command("update-prepare", { hidden: true })
    .description("make ready what the supervisor asks to install")
    .action(async () => (await import("../update/commands.ts")).prepareUpdateHere());

  program
    .command("update-watch", { hidden: true })
    .description("install what was made ready, watch it, and go back where it is not well")
    .action(async () => (await import("../update/commands.ts")).watchUpdateHere());

  program
    .command("replay <file>")
    .description("judge a capture file as a sensor would have (- reads standard input)")
    .option("--jsonl", "one JSON object a line: each finding, and a summary at last", false)
    .option("--networks <file>", "JSON list of the venue's own access points")
    .option("--canaries <file>", "JSON list of what was sent as bait")
    .addOption(new Option("--lang <language>", "language of the text (default: as LANG says)").choices(["zh", "en"]))
    .action(async (file: string, options: ReplayArguments) => (await import("./replay-file.ts")).replay(file, options));

  program
    .command("dissect <file>")
    .description(
      "print the frames of a capture file (- reads standard input); shows visitors' addresses: for a file at hand only",
    )
    .option("--jsonl", "one JSON object a line", false)
    .option("--content", "also what the elements and actions of management frames say", false)
    .action(async (file: string, { jsonl, content }: { jsonl: boolean; content: boolean }) => {
      const { dissectFile } = await import("../dissect/dissect.ts");
      await dissectFile(file, { jsonl, content, out: process.stdout });
    });

  const many = (value: string, before: readonly string[]): string[] => [...before, value];
  const cameras = program
    .command("cameras")
    .description("look for cameras once and print them; nothing is sent to the collector")
    .addOption(configFile())
    .option("--json", "as JSON", false)
    .option("--jsonl", "one JSON object a line", false)
    .option("--interface <name>", "ask on this interface (may be repeated)", many, [])
    .option("--cidr <range>", "ask every address of a range, /22 at most (may be repeated)", many, [])
    .option("--address <address>", "ask this IP[:PORT] or https://IP[:PORT] (may be repeated)", many, [])
    .option(
      "--ask-media",
      "ask each camera once, without a login, for its media profiles, accounts and streams; one that answers is readable by anyone",
      false,
    )
    .option("--bundle <file>", "write all answers and what was sent into a file that can be verified")
    .action(async (options: Omit<CamerasArguments, "isConfigGiven">, command: Command) => {
      const isConfigGiven = command.getOptionValueSource("config") !== "default";
      await (await import("./print-cameras.ts")).printCameras({ ...options, isConfigGiven });
    });
  cameras
    .command("audit <address...>")
    .description(
      "read what cameras say to an account that their operator gave, one JSON object each; nothing is changed",
    )
    .option(
      "--account <file>",
      "two lines, name and password; nobody but its owner may read it (without it you are asked)",
    )
    .option("--bundle <file>", "write all answers and what was sent into a file that can be verified")
    .option("--force-administrator", "use an administrator's account all the same", false)
    .action(async (addresses: string[], _: unknown, command: Command) => {
      const isConfigGiven = cameras.getOptionValueSource("config") !== "default";
      const given = command.optsWithGlobals<Omit<AuditArguments, "isConfigGiven">>();
      await (await import("./audit-cameras.ts")).auditCameras(addresses, { ...given, isConfigGiven });
    });

  cameras
    .command("log")
    .description("print what this sensor has sent to cameras, each call; --address for one of them, --jsonl as JSON")
    .action(async (_: unknown, command: Command) => {
      const isConfigGiven = cameras.getOptionValueSource("config") !== "default";
      const given = command.optsWithGlobals<Omit<CameraLogArguments, "isConfigGiven">>();
      await (await import("./camera-log.ts")).printCameraLog({ ...given, isConfigGiven });
    });
  cameras
    .command("report <bundle>")
    .description("write a page to print and a table of a bundle")
    .option("--to <folder>", "where they go", ".")
    .addOption(new Option("--language <language>", "one language instead of both").choices(REPORT_LANGUAGES))
    .action(async (file: string, { to, language }: { to: string; language?: ReportLanguage }) =>
      (await import("./evidence-commands.ts")).reportBundle(
        file,
        to,
        language === undefined ? REPORT_LANGUAGES : [language],
      ),
    );
  cameras
    .command("verify <bundle>")
    .description("say whether a bundle is whole, and what was changed if not; nothing else is needed")
    .option("--seal <hash>", "the seal that was written down")
    .action(async (file: string, { seal }: { seal?: string }) =>
      (await import("./evidence-commands.ts")).verifyBundle(file, seal),
    );

  program
    .command("audit")
    .description("print exactly what this sensor has yet to send, one JSON object a line")
    .addOption(configFile())
    .action(async ({ config }: { config: string }) => (await import("./audit.ts")).audit(config));

  program
    .command("set-aside")
    .description("print what can never be accepted and is not sent, with the reason, one JSON object a line")
    .addOption(configFile())
    .option("--forget", "and forget it", false)
    .action(async ({ config, forget }: { config: string; forget: boolean }) =>
      (await import("./set-aside-command.ts")).setAside(config, forget),
    );

  program
    .command("box-name")
    .description("print the name by which this box is told from others before it has one")
    .action(async () => void process.stdout.write(`${(await import("./box.ts")).boxName()}\n`));

  program
    .command("version")
    .description("print the version")
    .action(() => void process.stdout.write(`${VERSION}\n`));
  return program;
}
