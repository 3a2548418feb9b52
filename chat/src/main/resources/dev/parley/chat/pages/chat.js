// Parley chat: two ways to talk over a WebSocket. The room speaks small JSON packets and knows who
// is here; the plain way passes lines of text on as they are.

import { byId } from "./element.js";
import { wireNames } from "./names.js";
import { wirePageLife } from "./page-life.js";
import { conversations, shell } from "./shell.js";
import { wireSide } from "./side.js";
import { wireTabs } from "./tabs.js";

wireTabs();
wireNames({ enter: (name) => shell.enter(name), rename: (name) => shell.rename(name) });
byId("leave").addEventListener("click", () => shell.leave());
wireSide();
wirePageLife();
shell.show(conversations[0]);
if (matchMedia("(pointer: fine)").matches) byId("name").focus();
