import { createSetPin } from "set-pin-widget";
import { connect } from "./connect.js";

connect(createSetPin);
