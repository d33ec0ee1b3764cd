const { createSetPin } = require("set-pin-widget");
const { connect } = require("./connect.js");

connect(createSetPin);
