import { createSetPin } from "set-pin-widget/lazy";
import { connect } from "./connect.js";

connect(createSetPin);
