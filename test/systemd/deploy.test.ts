import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Machine, canBoot, has } from "./machine.ts";

/**
 * docs/deploy-a-sensor.md on a machine with systemd, as the users that it names: collector and sensor on one machine, a recording in the
 * place of the air. `sudo -u X` is `runuser -u X --` here, for not every machine has sudo.
 */
const DATA = "/var/lib/probewarden-collector";
const PROGRAM = "/opt/probewarden/node_modules/.bin";
const AS_COLLECTOR = `runuser -u probewarden-collector -- ${PROGRAM}/probewarden-collector`;
/** `sudo npx probewarden-collector`. */
const AS_ROOT = `${PROGRAM}/probewarden-collector`;
const WITH_CONFIG = `--config ${DATA}/collector.yaml`;

describe.skipIf(!canBoot)("the guide under systemd (needs root and systemd)", () => {
  const machine = new Machine();
  beforeAll(() => machine.boot());
  afterAll(() => machine.remove());
  const sensors = `${AS_COLLECTOR} sensor list ${WITH_CONFIG}`;
  /** What in the data folder is not the service's alone. */
  const foreign = (): string => machine.run(`find ${DATA} ! -user probewarden-collector -o -perm /077`);

  test("systemd finds nothing wrong with the units", () => {
    machine.run("cp /opt/probewarden/configs/systemd/*.{service,path} /etc/systemd/system/ && systemctl daemon-reload");
    const units = "/etc/systemd/system/probewarden-*.{service,path}";
    expect(machine.run(`systemd-analyze verify --man=no ${units} 2>&1`)).toBe("");
  });

  test("1. the collector is a service of its own user, and its data is that user's alone", async () => {
    machine.run(`useradd --system --home-dir ${DATA} --shell /usr/sbin/nologin probewarden-collector`);
    machine.run(`install -d -o probewarden-collector -g probewarden-collector -m 700 ${DATA}`);
    machine.run(`${AS_COLLECTOR} init --data-dir ${DATA} --host 127.0.0.1`);
    machine.run("systemctl enable --now probewarden-collector");
    await machine.until("journalctl -o cat --no-pager -u probewarden-collector", /sensors on mqtts/);
    expect(foreign()).toBe("");
  });

  test("2. to 5. a sensor joins, and its three units run with their own privileges", async () => {
    machine.run(
      `cd /root && umask 077 && ${AS_COLLECTOR} sensor add door-3 --title 'Door 3' ${WITH_CONFIG} > agent.yaml`,
    );
    const recording = "radio:\n  recording:\n    files: [/opt/probewarden/configs/demo/mall.pcap]\n";
    machine.run(`printf '${recording.replaceAll("\n", "\\n")}' >> /root/agent.yaml`);
    expect(
      machine.run(`${PROGRAM}/probewarden-agent join /root/agent.yaml --to /etc/probewarden/agent.yaml`),
    ).toContain("lets this sensor in");
    machine.run("useradd --system --home-dir /var/lib/probewarden --shell /usr/sbin/nologin probewarden");
    machine.run("systemctl enable --now probewarden-supervisor probewarden-radio probewarden-cameras");
    await machine.until(sensors, /door-3\t.*\thearing\t/);

    const inUnit = (unit: string, line: string): string =>
      machine.try(
        `nsenter -t $(systemctl show -p MainPID --value probewarden-${unit}) -m runuser -u probewarden -- sh -c '${line}'`,
      ).output;
    expect(inUnit("cameras", "touch /var/lib/probewarden/cameras/evidence && echo kept")).toContain("kept");
    expect(inUnit("cameras", "ls /var/lib/probewarden")).toBe("cameras\n");
    expect(inUnit("radio", "ls /var/lib/probewarden")).toContain("Permission denied");
    for (const unit of ["radio", "cameras"])
      expect(inUnit(unit, "cat /etc/probewarden/mqtt-password")).toContain("Permission denied");
    const log = machine.run(
      "journalctl -o cat --no-pager -u probewarden-supervisor -u probewarden-radio -u probewarden-cameras",
    );
    expect(log).not.toMatch(/Error:|camera-answers-not-kept|"level":(50|60)/);
  });

  test("each of its processes has the heap and the threads that the program's first line asks for", () => {
    const asked = machine.run("head -n 1 /opt/probewarden/agent/bin/probewarden-agent.js");
    const [, settings = "", options = ""] = /^#!.* -S ((?:\w+=\w+ )+)node (.+)\n$/.exec(asked) ?? [];
    expect(settings).toContain("MALLOC_ARENA_MAX=");
    for (const unit of ["supervisor", "radio", "cameras"]) {
      const process = `/proc/$(systemctl show -p MainPID --value probewarden-${unit})`;
      const environment = machine.run(`tr '\\0' ' ' < ${process}/environ`).split(" ");
      expect(environment, unit).toEqual(expect.arrayContaining(settings.trim().split(" ")));
      expect(machine.run(`tr '\\0' ' ' < ${process}/cmdline`), unit).toContain(`node ${options} `);
    }
  });

  test("doctor as another user says what it may not see, and is not content", () => {
    const { ok, output } = machine.try(
      `runuser -u nobody -- ${PROGRAM}/probewarden-agent doctor --config /etc/probewarden/agent.yaml`,
    );
    expect(ok).toBe(false);
    expect(output).toContain("may not read");
  });

  test("6. doctor finds nothing wrong, run by root as the guide prints it", () => {
    expect(machine.run(`${AS_ROOT} doctor ${WITH_CONFIG}`)).toMatch(/^ok +collector: /m);
    expect(foreign()).toBe("");
  });

  test("7. a copy is taken while it runs, checked, and goes live in the place of the folder before", async () => {
    machine.run(`${AS_ROOT} backup /root/collector.tar ${WITH_CONFIG}`);
    expect(machine.run(`stat -c '%U %a' /root/collector.tar`)).toBe("root 600\n");
    const sound = /state: sound[\s\S]*series: sound/;
    expect(machine.run(`${AS_ROOT} verify ${WITH_CONFIG}`)).toMatch(sound);
    const make = (folder: string): string =>
      machine.run(`install -d -o probewarden-collector -g probewarden-collector -m 700 ${folder}`);
    make(`${DATA}-2`);
    machine.run(`${AS_ROOT} restore /root/collector.tar --data-dir ${DATA}-2`);
    expect(machine.run(`${AS_ROOT} verify --config ${DATA}-2/collector.yaml`)).toMatch(sound);

    machine.run(`systemctl stop probewarden-collector && mv ${DATA} ${DATA}-before`);
    make(DATA);
    machine.run(`${AS_ROOT} restore /root/collector.tar --data-dir ${DATA}`);
    expect(machine.run(`${AS_ROOT} verify ${WITH_CONFIG}`)).toMatch(sound);
    expect(foreign()).toBe("");
    machine.run("systemctl start probewarden-collector");
    await machine.until(sensors, /door-3\t.*\thearing\t/, 90);
    expect(foreign()).toBe("");
  });

  test("an outbox that is damaged is begun anew, and the sensor is back by itself", async () => {
    machine.run(
      "systemctl stop probewarden-supervisor && head -c 9000 /dev/urandom > /var/lib/probewarden/outbox/outbox.sqlite",
    );
    machine.run("systemctl start probewarden-supervisor");
    await machine.until("ls /var/lib/probewarden/outbox", /outbox\.sqlite\.unreadable-/);
    await machine.until(sensors, /outbox-unreadable/);
  });

  test("a box is joined with a phone on its own page, by a page that may do nothing itself, and its services start", async () => {
    machine.run("systemctl stop probewarden-supervisor probewarden-radio probewarden-cameras");
    machine.run("mv /etc/probewarden /etc/probewarden-before && systemctl start probewarden-page");
    // What a browser does: it takes the form, and sends it back filled in.
    const phone = (fields: object): string => {
      const script = `const at = "http://127.0.0.1/", fields = ${JSON.stringify(fields)};
        (async () => {
          const text = await (await fetch(at)).text();
          if (Object.keys(fields).length === 0) return console.log(text);
          const token = /name="token" value="(\\w+)"/.exec(text)[1];
          const body = new URLSearchParams({ token, ...fields });
          console.log(await (await fetch(at + "join", { method: "POST", body })).text());
        })();`;
      return machine.run(`${process.execPath} -e '${script}'`);
    };
    await machine.until("journalctl -o cat --no-pager -u probewarden-page", /own page: port 80/);
    expect(phone({})).toMatch(/还没有加入服务器[\s\S]*网络：/);
    const page = "$(systemctl show -p MainPID --value probewarden-page)";
    // None of the users that there are, port 80 and nothing else, and no way into what the sensor keeps.
    expect(machine.run(`awk '/^CapEff|^CapBnd/ { print $2 }' /proc/${page}/status`)).toBe(
      `${"0".repeat(13)}400\n`.repeat(2),
    );
    expect(machine.run(`stat -c %u /proc/${page}`)).toMatch(/^6\d{4}\n$/);
    expect(machine.try(`nsenter -t ${page} -m setpriv --reuid 65000 --clear-groups ls /var/lib/probewarden`).ok).toBe(
      false,
    );

    const [words = ""] = machine.run(`${AS_COLLECTOR} sensor join-code ${WITH_CONFIG}`).split("\n");
    expect(phone({ code: words, collector: "127.0.0.1", name: "ladder-1" })).toMatch(/加入成功[\s\S]*ladder-1/);
    expect(machine.run("stat -c '%U %a' /etc/probewarden/agent.yaml /etc/probewarden/mqtt-password")).toBe(
      "root 600\n".repeat(2),
    );
    await machine.until("systemctl is-active probewarden-supervisor", /^active/);
    await machine.until(sensors, /ladder-1\t.*\t(deaf|hearing)\t/);
    expect(phone({})).toMatch(/已加入服务器[\s\S]*…dder-1[\s\S]*服务器连接：正常/);
    // What it asked for once is not done again and again.
    expect(machine.run("ls /run/probewarden-page")).toBe("");

    machine.run("systemctl stop probewarden-page probewarden-supervisor probewarden-radio probewarden-cameras");
    machine.run("rm -r /etc/probewarden && mv /etc/probewarden-before /etc/probewarden");
    machine.run("systemctl start probewarden-supervisor probewarden-radio probewarden-cameras");
    await machine.until(sensors, /door-3\t.*\thearing\t/, 90);
  });

  test("after a power cut everything is back by itself", async () => {
    await machine.cut();
    await machine.boot();
    await machine.until(sensors, /door-3\t.*\thearing\t/, 90);
  });

  test.skipIf(!has("mosquitto"))(
    "mosquitto is a service that survives a power cut and hears of a renewed certificate",
    async () => {
      const config = `${DATA}/collector.yaml`;
      const said = machine.run(
        `${PROGRAM}/probewarden-collector broker-config ${WITH_CONFIG} --out /etc/mosquitto/probewarden`,
      );
      machine.run("systemctl stop probewarden-collector");
      const section = said.slice(said.indexOf("mqtt:"));
      machine.run(`sed -i '/^mqtt:/,$d' ${config} && cat >> ${config} <<'END'\n${section}\nEND`);
      machine.run("chown -R mosquitto: /etc/mosquitto/probewarden");
      machine.run("mkdir -p /etc/systemd/system/mosquitto.service.d");
      machine.run(
        "cp /opt/probewarden/configs/systemd/mosquitto.service.d/probewarden.conf /etc/systemd/system/mosquitto.service.d/",
      );
      machine.run("systemctl daemon-reload && systemctl enable --now mosquitto probewarden-mosquitto.path");
      machine.run("systemctl restart mosquitto && systemctl start probewarden-collector");
      await machine.until(sensors, /door-3\t.*\thearing\t/, 90);

      await machine.cut();
      await machine.boot();
      await machine.until(sensors, /door-3\t.*\thearing\t/, 90);

      // A box that joins is let in without anybody's doing, and nobody is cut off for it.
      const process = "systemctl show -p MainPID --value mosquitto";
      const [words] = machine.run(`${AS_COLLECTOR} sensor join-code ${WITH_CONFIG}`).split("\n");
      const pid = machine.run(process);
      const joined = `${PROGRAM}/probewarden-agent join ${words} --collector 127.0.0.1:8443 --name door-9 --to /root/nine/agent.yaml`;
      expect(machine.run(joined)).toMatch(/has not heard of this sensor yet[\s\S]*lets this sensor in/);
      expect(machine.run(process)).toBe(pid);

      const shown = `echo | openssl s_client -connect 127.0.0.1:8883 2>/dev/null | openssl x509 -noout -fingerprint`;
      const before = machine.run(shown);
      machine.run(`${AS_COLLECTOR} certificates renew ${WITH_CONFIG}`);
      await machine.until(`[ "$(${shown})" = '${before.trim()}' ] && echo old || echo new`, /new/);
      await machine.until(sensors, /door-3\t.*\thearing\t/, 90);
    },
  );
});
