// A signed-in person's browser inside a machine: node ask.mjs COLLECTOR METHOD PATH, the body on stdin; prints status and answer as one line of JSON.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const [collector, method, path] = process.argv.slice(2);
const COOKIE = "/root/cookie";
const body = readFileSync(0, "utf8");
const answer = await fetch(`${collector}${path}`, {
  method,
  headers: {
    origin: collector,
    ...(existsSync(COOKIE) ? { cookie: readFileSync(COOKIE, "utf8") } : {}),
    ...(body === "" ? {} : { "content-type": "application/json" }),
  },
  ...(body === "" ? {} : { body }),
});
const [cookie] = answer.headers.getSetCookie();
if (cookie !== undefined) writeFileSync(COOKIE, cookie.split(";")[0]);
const text = await answer.text();
console.log(JSON.stringify({ status: answer.status, json: text === "" ? null : JSON.parse(text) }));
