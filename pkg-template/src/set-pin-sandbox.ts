#!/usr/bin/env node
// `npx set-pin-sandbox`: the sandbox of `./testing` as a command, for the development of any app.

import { runSandbox } from "./testing/command.js";

runSandbox();
