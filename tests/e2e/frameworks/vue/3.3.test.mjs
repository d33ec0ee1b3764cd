import { testFramework } from "../promises.mjs";
import { vue } from "./adapter.mjs";

await testFramework(vue(3.3));
