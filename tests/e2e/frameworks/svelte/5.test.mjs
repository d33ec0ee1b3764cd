import { testFramework } from "../promises.mjs";
import { svelte } from "./adapter.mjs";

await testFramework(svelte(5));
