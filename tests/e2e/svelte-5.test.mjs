import { testSvelte } from "./harness/svelte-suite.mjs";

await testSvelte(5);
