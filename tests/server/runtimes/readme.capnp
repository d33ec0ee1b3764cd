using Workerd = import "/workerd/workerd.capnp";

# The worker of docs/backend.md, which readme.test.mjs writes below target/.
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = [
        (name = "worker.js", esModule = embed "../../../target/server-readme/worker.js"),
        (name = "session.js", esModule = embed "session.mjs"),
        (name = "set-pin-widget/server", esModule = embed "../../../pkg/server.mjs"),
      ],
      bindings = [
        (name = "ISSUER_API_URL", fromEnvironment = "ISSUER_API_URL"),
        (name = "ISSUER_CLIENT_KEY", fromEnvironment = "ISSUER_CLIENT_KEY"),
        (name = "APP_ORIGIN", fromEnvironment = "APP_ORIGIN"),
      ],
      compatibilityDate = "2025-05-22",
      globalOutbound = "loopback",
    )),
    (name = "loopback", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
