import "./leave-with-parent.mjs";
import { run } from "./standard-client.mjs";

run(WebSocket);
