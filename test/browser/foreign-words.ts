import type { Page } from "playwright-core";

/** Standards' terms, units, programs and protocols that are written the same in Chinese. */
const TERMS = new Set(
  `Probewarden DEMO English Wi-Fi BSSID ONVIF MQTT SOAP XML TLS HTTP NTP TIM PDF DOCTYPE SHA HMAC-SHA POST https Webhook WS-Discovery
  GetServices GetCapabilities GetServiceCapabilities GetSystemDateAndTime dB dBm MHz GHz MB GB libpcap tcpdump systemd
  probewarden-agent probewarden-collector agent.yaml doctor init run sensor add Enter Esc Shift Delete Ctrl WGS STARTTLS ntfy Telegram
  TOTP Authorization Bearer OWE WEP WPA JSON`.split(/\s+/),
);

/**
 * Words in Latin letters that a Chinese screen shows or says and that are neither a term nor a name.
 * Left out is what is not ours to translate: identifiers (`.mono`, `code`, `kbd`), text from the air and from cameras (`bdi`), links
 * to interfaces, and the names that the operator typed.
 */
export async function foreignWords(page: Page, names: readonly string[]): Promise<string[]> {
  const said = await page.evaluate(() => {
    for (const closed of document.querySelectorAll("details")) closed.open = true;
    const untranslated = ".mono, code, kbd, bdi, script, style, a[href^='/api/'], [lang=en]";
    const texts: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement?.closest(untranslated) === null)
        texts.push(walker.currentNode.textContent ?? "");
    }
    for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
      if (element.closest(untranslated) !== null) continue;
      for (const attribute of ["aria-label", "title", "placeholder", "alt"])
        texts.push(element.getAttribute(attribute) ?? "");
    }
    return texts;
  });
  const ours = said.map((text) => names.reduce((rest, name) => rest.replaceAll(name, " "), text));
  const words = ours.flatMap((text) => text.match(/[A-Za-z][A-Za-z.-]*[A-Za-z]/g) ?? []);
  return [...new Set(words.filter((word) => !TERMS.has(word) && !/^(GMT|UTC|E[A-Z]+)$/.test(word)))];
}
