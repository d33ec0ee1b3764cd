import { testReact } from "./harness/react-suite.mjs";

await testReact(18);
