import { testFramework } from "../promises.mjs";
import { react } from "./adapter.mjs";

await testFramework(react(19));
