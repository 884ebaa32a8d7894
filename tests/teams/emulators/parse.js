// Parses cards with Microsoft's own renderer, as Teams' clients do, and prints what it finds wrong.
const cards = require("adaptivecards/dist/adaptivecards.js");
const fs = require("fs");
const host = require("./host.json"); // what Teams allows and how it looks, for the pictures too

const found = [];
for (const [name, card] of Object.entries(JSON.parse(fs.readFileSync(0, "utf8")))) {
  cards.CardElement.langProperty.regEx.lastIndex = 0; // it forgets that its pattern has a memory
  const context = new cards.SerializationContext(cards.Versions.v1_5);
  const parsed = new cards.AdaptiveCard();
  parsed.hostConfig = new cards.HostConfig(host);
  parsed.parse(card, context);
  for (let i = 0; i < context.eventCount; i++) found.push(`${name}: ${context.getEventAt(i).message}`);
  for (const each of parsed.validateProperties().validationEvents) found.push(`${name}: ${each.message}`);
}
console.log(JSON.stringify(found));
