// The command `set-pin-sandbox`, which serves the sandbox until it is stopped.

import { SCENARIO_NAMES, type Scenario } from "./scenarios.js";
import { type ServeOptions, serveSandbox } from "./server.js";

/** The parts of Node's `process` that are used: see `server.ts`. */
interface NodeProcess {
  argv: readonly string[];
  exitCode: number;
}

const HELP = `Usage: npx set-pin-sandbox [options]

Serves a sandbox on loopback: the backend's routes, the issuer's page and its images, without an issuer, a network or a real PIN.
It prints the URLs for the widget's options as JSON, and runs until it is stopped.

Options:
  --port PORT               Default: 8090. 0 is any free port.
  --scenario NAME,NAME      One for each token request, of which the last one repeats. Default: waits.
                            A status from 400 to 599 is an error of the backend.
  --card STATUS,STATUS      The card's status, one for each request, of which the last one repeats. Default: ACTIVE.
                            A status from 400 to 599 is an error of that route: 404 is a card that does not exist yet.
  --delay-ms MS             The delay of the scenario slow. Default: 1000.
  --expires-after-ms MS     The lifetime of the page in the scenario expires. Default: 1000.
  --help                    This text.

Paths:
  POST /card/set-pin/token  tokenUrl
  POST /card/pin/token      tokenUrl of createPinView
  POST /card/details/token  tokenUrl of createCardDetailsView
  GET  /card/status         cardStatus.url: { status }
  GET  /card/outcome        For confirmOutcome: { pinSet }
  GET  /card/pin            The counter of PIN changes, for pinVersion: { changes }
  GET  /pin-direct/set      The issuer's page, with a token
  GET  /details-image       The issuer's image of the PIN (2580) or of the card's details, with a token

Scenarios: ${SCENARIO_NAMES.join(", ")}
`;

/** Runs the command with the arguments of this process. */
export async function runSandbox(): Promise<void> {
  const { process } = globalThis as unknown as { process: NodeProcess };
  try {
    const options = parse(process.argv.slice(2));
    if (options === "help") return console.log(HELP);
    const served = await serveSandbox(options);
    const { tokenUrl, pinTokenUrl, cardDetailsTokenUrl, cardStatusUrl, outcomeUrl, pinUrl, pageOrigin } = served;
    const urls = { tokenUrl, pinTokenUrl, cardDetailsTokenUrl, cardStatusUrl, outcomeUrl, pinUrl, pageOrigin };
    console.log(JSON.stringify(urls, null, 2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : "The sandbox could not start.");
    process.exitCode = 1;
  }
}

function parse(given: readonly string[]): ServeOptions | "help" {
  const options: ServeOptions = { port: 8090 };
  const rest = [...given];
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === "--help") return "help";
    const value = rest.shift();
    if (value === undefined) throw new Error(`${name} needs a value: see --help.`);
    switch (name) {
      case "--port":
        options.port = count(name, value);
        break;
      case "--scenario":
        options.scenario = value.split(",").map((each) => asStatus(each) ?? (each as Scenario));
        break;
      case "--card":
        options.card = value.split(",").map((each) => asStatus(each) ?? each);
        break;
      case "--delay-ms":
        options.delayMs = count(name, value);
        break;
      case "--expires-after-ms":
        options.expiresAfterMs = count(name, value);
        break;
      default:
        throw new Error(`There is no option ${name}: see --help.`);
    }
  }
  return options;
}

function asStatus(text: string): { status: number } | undefined {
  return /^\d+$/.test(text) ? { status: Number(text) } : undefined;
}

function count(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${name} takes a whole number.`);
  return Number(text);
}
