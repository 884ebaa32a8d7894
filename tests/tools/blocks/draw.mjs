// Reads [[name, blocks], …] from stdin and writes {name: html}, drawn as Slack draws them.
import { text } from "node:stream/consumers";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const { people, shown } = JSON.parse(await text(process.stdin));
const users = Object.entries(people).map(([id, name]) => ({ id, name }));
const drawn = shown.map(([name, blocks]) => [
  name,
  renderToStaticMarkup(
    createElement(Message, {
      blocks, logo: "", name: "Kehrwert", time: new Date(0), withoutWrapper: true,
      unstyled: false, data: { users, channels: [], user_groups: [] },
    }),
  ),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(drawn)));
