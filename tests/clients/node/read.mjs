// Reads calendars as ical.js does: a line of base64 comes in, a line of JSON goes out.
import { createInterface } from "node:readline";
import ICAL from "ical.js";

const utc = ICAL.Timezone.utcTimezone;

function edge(time) {
  return time.isDate ? time.toString() : time.convertToZone(utc).toString();
}

function shown(component) {
  const event = new ICAL.Event(component);
  return [
    event.uid,
    edge(event.startDate),
    edge(event.endDate),
    event.summary,
    event.location ?? "",
    component.getFirstPropertyValue("status"),
    event.sequence,
  ];
}

function read(line) {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(line, "base64"));
  const root = new ICAL.Component(ICAL.parse(text));
  return root.getAllSubcomponents("vevent").map(shown);
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = read(line);
  } catch (error) {
    answer = { error: String(error) };
  }
  console.log(JSON.stringify(answer));
}
