import { createSetPin } from "/node_modules/set-pin-widget/index.mjs";
import { connect } from "./connect.js";

connect(createSetPin);
