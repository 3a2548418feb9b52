import "./leave-with-parent.mjs";
import { Agent, WebSocket } from "undici";
import { run } from "./standard-client.mjs";

run(WebSocket, { dispatcher: new Agent({ webSocket: { maxPayloadSize: 16 * 1024 * 1024 } }) });
