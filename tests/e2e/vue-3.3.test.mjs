import { testVue } from "./harness/vue-suite.mjs";

await testVue(3.3);
