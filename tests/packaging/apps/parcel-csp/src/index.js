import { createSetPin } from "set-pin-widget/csp";
import { connect } from "./connect.js";

connect(createSetPin);
