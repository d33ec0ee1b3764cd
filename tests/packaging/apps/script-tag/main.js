import { connect } from "./connect.js";

connect(window.SetPin.createSetPin);
