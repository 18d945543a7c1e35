// Reads texts with a running `empathy serve`: node read.mjs [URL] < texts.txt
// One text a line in; its tier of risk and its strongest emotion out. A token goes into EMPATHY_TOKEN.
import { text } from "node:stream/consumers";

const url = process.argv[2] ?? "http://127.0.0.1:8765";
const headers = { "Content-Type": "application/x-ndjson" };
if (process.env.EMPATHY_TOKEN) headers.Authorization = `Bearer ${process.env.EMPATHY_TOKEN}`;

const texts = (await text(process.stdin)).split("\n").filter(Boolean);
const body = texts.map((text, id) => JSON.stringify({ id, text })).join("\n");
const answer = await fetch(`${url}/v1/read`, { method: "POST", headers, body });
if (!answer.ok) throw new Error((await answer.json()).error.message);

for (const line of (await answer.text()).trim().split("\n")) {
  const { id, risk, emotions, error } = JSON.parse(line);
  const [emotion] = Object.entries(emotions ?? {}).sort((a, b) => b[1] - a[1]).map(([label]) => label);
  console.log(id, error?.message ?? risk.tier, emotion ?? "not read");
}
